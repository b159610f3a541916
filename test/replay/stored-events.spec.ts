// What was stored once is read for ever: one event of every version that any release has written, as it stood in a log. Lines are
// added with a new version and never changed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { spokenLog, UPCASTS } from '#libs/application';
import { STREAM_PREFIXES } from '#libs/embedded';
import { MemoryEventStore, type StoredEvent } from '#libs/event-store';
import { nextVersion, type Upcast, upcasterOf } from '#libs/kernel';
import { eventTypes, schemaOfEvent } from '#libs/outlets';

interface Sample {
  readonly type: string;
  readonly data: object;
}

const SAMPLES: readonly Sample[] = readFileSync(join(import.meta.dirname, 'stored-events.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Sample);
const upcast = upcasterOf(UPCASTS);

it('there is a stored sample of every version of every event, and of each version that a step leaves behind', () => {
  const stored = SAMPLES.map(({ type }) => type);
  expect(new Set(stored).size).toBe(stored.length);
  const missing = [...eventTypes(), ...UPCASTS.map(({ from }) => from)].filter((type) => !stored.includes(type));
  expect(missing).toEqual([]);
});

it('each of them is read as an event of now, and has the form of one', () => {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  const newest = eventTypes().filter((type) => !eventTypes().includes(nextVersion(type)));
  const unfit = SAMPLES.flatMap((sample) => {
    const before = JSON.stringify(sample);
    const { type, data } = upcast(sample);
    if (!newest.includes(type)) return [`${sample.type} is read as ${type}, which nobody speaks`];
    const validate = ajv.compile(JSON.parse(schemaOfEvent(type) ?? 'false') as object);
    const errors = validate(data) ? [] : [`${sample.type}: ${ajv.errorsText(validate.errors)}`];
    return JSON.stringify(sample) === before ? errors : [...errors, `${sample.type} was changed by being read`];
  });
  expect(unfit).toEqual([]);
});

it('a log in an event store knows every category of ours', () => {
  const categories = new Set(SAMPLES.map(({ type }) => `${type.slice(0, type.indexOf('.'))}-`));
  expect([...categories].filter((category) => !STREAM_PREFIXES.includes(category))).toEqual([]);
});

it('every way of reading a log brings old events up; what is appended stays as it is given', async () => {
  const steps: readonly Upcast[] = [{ from: 'case.Noted.v1', up: (data) => ({ ...data, at: 'home' }) }];
  const store = new MemoryEventStore();
  const log = spokenLog(store, steps);
  const given = { id: 'one', type: 'case.Noted.v1', data: { text: 'a' }, metadata: {} as StoredEvent['metadata'] };
  await log.append('case-a', [given], 'absent');
  const now = { type: 'case.Noted.v2', data: { text: 'a', at: 'home' }, id: 'one', revision: 0n, position: 0n };
  const ways: readonly (() => Promise<readonly StoredEvent[]>)[] = [
    () => log.readStream('case-a'),
    () => log.readAll({ after: -1n, limit: 9 }),
    () => log.readAt([0n]),
    async () => (await log.subscribe({ after: -1n })[Symbol.asyncIterator]().next()).value as readonly StoredEvent[],
  ];
  for (const way of ways) expect(await way()).toMatchObject([now]);
  expect(await store.readStream('case-a')).toMatchObject([given]);
  expect(spokenLog(store, [])).toBe(store);
  await log.close();
});
