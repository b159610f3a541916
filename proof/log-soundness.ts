import { existsSync, readFileSync } from 'node:fs';
import { type EventReader } from '#libs/event-store';
import { Oracle } from '../test/oracle/index.js';

/** What a whole log shows when it is read from its beginning. */
export interface LogSoundness {
  readonly events: number;
  readonly streams: number;
  readonly ids: ReadonlySet<string>;
  /** Those that the orders alone determine: not of streams named by a fingerprint under the key of the installation. */
  readonly determined: ReadonlySet<string>;
  /** How much the second judge has looked at. */
  readonly judged: Readonly<Record<string, number>>;
  /** What is not as it must be, in words. */
  readonly problems: readonly string[];
}

const PAGE = 1_000;
const SHOWN = 5;

/** Reads the whole log: ids unique, revisions of every stream dense, positions growing, no incident, the second judge silent. */
export async function examineLog(reader: EventReader): Promise<LogSoundness> {
  const oracle = new Oracle();
  const ids = new Set<string>();
  const determined = new Set<string>();
  const revisions = new Map<string, bigint>();
  const doubled: string[] = [];
  const gaps: string[] = [];
  const incidents: string[] = [];
  let events = 0;
  let after = -1n;
  for (;;) {
    const page = await reader.readAll({ after, limit: PAGE });
    for (const event of page) {
      const { id, stream, revision, position, type } = event;
      oracle.take(event);
      events++;
      if (ids.has(id)) doubled.push(`${id} in ${stream}`);
      ids.add(id);
      if (!stream.startsWith('identity-')) determined.add(id);
      const next = (revisions.get(stream) ?? -1n) + 1n;
      if (revision !== next) gaps.push(`${stream}: ${revision} follows ${next - 1n}`);
      revisions.set(stream, revision);
      if (position <= after) gaps.push(`position ${position} follows ${after}`);
      after = position;
      if (type === 'incident.IncidentRaised.v1') incidents.push(stream);
    }
    if (page.length < PAGE) break;
  }
  return {
    events,
    streams: revisions.size,
    ids,
    determined,
    judged: oracle.counters(),
    problems: [
      ...told(
        'complaints of the second judge',
        oracle.complaints().map(({ rule, clause, stream, what }) => `${rule} (${clause}) ${stream}: ${what}`),
      ),
      ...told('events stand twice', doubled),
      ...told('gaps', gaps),
      ...told('incidents', incidents),
    ],
  };
}

/** Ids that were acknowledged; a last line that was cut off was not. */
export function readAcknowledged(file: string): readonly string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
}

/** A line for people: how many, and the first of them; none where there are none. */
export function told(what: string, found: readonly string[]): readonly string[] {
  if (found.length === 0) return [];
  return [`${found.length} ${what}: ${found.slice(0, SHOWN).join(', ')}${found.length > SHOWN ? ' …' : ''}`];
}
