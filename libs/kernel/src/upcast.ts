import { type Event } from './event.js';

/** One step: what an event of one version says, in the words of the next. Pure; it never looks anything up, and never loses a fact. */
export interface Upcast {
  /** Wire name of the older version, such as `case.NoticePosted.v1`; the newer one is `.v2`. */
  readonly from: string;
  /** The data as the newer version has them; what was given stays as it is. */
  readonly up: (data: object) => object;
}

const WIRE_NAME = /^(?<name>[a-z]+\.[A-Za-z]+)\.v(?<version>[1-9]\d*)$/;

/** @throws RangeError for what is no wire name with a version. */
export function nextVersion(type: string): string {
  const { name, version } = WIRE_NAME.exec(type)?.groups ?? {};
  if (name === undefined) throw new RangeError(`"${type}" is no wire name with a version, such as case.NoticePosted.v1`);
  return `${name}.v${Number(version) + 1}`;
}

/**
 * Brings a stored event, step by step, to the version that the program speaks now; an event that no step is for comes back as it is.
 * Id, stream, revision and metadata stay: it is the same event.
 * @throws RangeError where two steps begin at one version, or one begins at no version.
 */
export function upcasterOf(steps: readonly Upcast[]): <E extends Event>(event: E) => E {
  const byType = new Map<string, { readonly to: string; readonly up: Upcast['up'] }>();
  for (const { from, up } of steps) {
    if (byType.has(from)) throw new RangeError(`two steps begin at ${from}`);
    byType.set(from, { to: nextVersion(from), up });
  }
  return (event) => {
    let now = event;
    for (let step = byType.get(now.type); step !== undefined; step = byType.get(now.type)) {
      now = { ...now, type: step.to, data: step.up(now.data) };
    }
    return now;
  };
}
