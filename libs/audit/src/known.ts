import { type StoredEvent } from '#libs/event-store';
import { addDays, type CivilDate, type Instant, instantOfMs, msOf, startOfDay } from '#libs/kernel';
import { type SignedHeads } from '#libs/ledger';
import { hasCome } from './day-refused.js';

/**
 * By what it was told how much of the log was known at the end of a day (architecture §8).
 * CHECKPOINT: the log up to the last checkpoint that was signed by then. RECORDED_TIME: by the moments at which events say that they
 * were recorded, which is the word of our own clock and nothing more. WHOLE_LOG: all that the log holds; no day was named.
 */
export interface KnownBy {
  readonly day: CivilDate | null;
  readonly by: 'CHECKPOINT' | 'RECORDED_TIME' | 'WHOLE_LOG';
  /** Why no checkpoint could tell it: there is no ledger, or its first checkpoint was signed later. */
  readonly because: 'NO_LEDGER' | 'LEDGER_YOUNGER' | null;
  readonly checkpoint: { readonly size: number; readonly signedAt: Instant } | null;
}

/** What was known of the log. */
export interface Known {
  readonly how: KnownBy;
  /** Of one stream, in order: the events that were known; always from its beginning on and without a gap. */
  readonly of: <E extends StoredEvent>(events: readonly E[]) => readonly E[];
}

export const WHOLE_LOG: Known = {
  how: { day: null, by: 'WHOLE_LOG', because: null, checkpoint: null },
  of: (events) => events,
};

/**
 * What was known at the end of `day`, in Asia/Shanghai; all that the log holds where no day is named.
 * @throws DayRefused where the day has not come.
 */
export function knownOn(day: CivilDate | undefined, today: CivilDate, ledger: SignedHeads | undefined): Known {
  if (day === undefined) return WHOLE_LOG;
  hasCome(day, today);
  const end = startOfDay(addDays(day, 1));
  const signed = ledger?.lastSignedBy(Math.ceil(msOf(end) / 1000) - 1);
  if (signed !== undefined) {
    const checkpoint = { size: signed.size, signedAt: instantOfMs(signed.time * 1000) };
    return {
      how: { day, by: 'CHECKPOINT', because: null, checkpoint },
      of: (events) => whileKnown(events, ({ position }) => position <= signed.position),
    };
  }
  const because = ledger?.firstSigned() === undefined ? 'NO_LEDGER' : 'LEDGER_YOUNGER';
  return {
    how: { day, by: 'RECORDED_TIME', because, checkpoint: null },
    of: (events) => whileKnown(events, ({ metadata }) => metadata.recordedAt < end),
  };
}

/** Up to the first that was not: where a clock was set back, what came after is not known before it. */
function whileKnown<E extends StoredEvent>(events: readonly E[], isKnown: (event: E) => boolean): readonly E[] {
  const first = events.findIndex((event) => !isKnown(event));
  return first === -1 ? events : events.slice(0, first);
}
