import { type CivilDate } from './civil-date.js';
import { type Instant } from './instant.js';
import { type JsonValue } from './json.js';

/** What somebody wants done to one stream. `type` is imperative (`RecordReview`). */
export interface Order<Type extends string = string, Data extends object = object> {
  readonly type: Type;
  readonly data: Data;
}

/** Who gives the order, as which appointment (domain.md §8). `process` is the engine itself, `clock` a wake-up. */
export interface Actor {
  readonly id: string;
  readonly role: string;
  /** The area for which the role is held. */
  readonly area: string;
  /** The appointment by which the role is held; absent for `process` and `clock`. */
  readonly appointment?: string;
}

/** An office held by a person on the paper date of the order, in the area of the case or above it. */
export interface OfficeHeld {
  readonly office: string;
  readonly area: string;
}

/**
 * All that `decide` may know besides the order and the state (architecture §2: "decide reads nothing outside of it").
 * Kept with the first event, values by digest, so that a decision can be taken again.
 */
export interface DecisionContext {
  readonly now: Instant;
  /** `now` as a civil date in Asia/Shanghai. */
  readonly today: CivilDate;
  /** The paper date of the order; `today` where the order names none. */
  readonly occurredOn: CivilDate;
  /** Who records (R4: recordedBy) and who did the act on paper. */
  readonly actor: Actor;
  readonly performedBy: string;
  /** SHA-256 over the canonical order (type, data, occurredOn, performedBy). */
  readonly orderDigest: string;
  /** Offices held on `occurredOn` by every person whom the order names. */
  readonly offices: Readonly<Record<string, readonly OfficeHeld[]>>;
  /** Values of the sealed fields that the order or the state names, by `ref`; absent where erased. */
  readonly opened: Readonly<Record<string, JsonValue>>;
  /** A stable random-looking id, the same for the same order: UUIDv5(order id, name). */
  readonly idFor: (name: string) => string;
}
