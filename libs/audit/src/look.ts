import { type CivilDate } from '#libs/kernel';
import { type SignedHeads } from '#libs/ledger';
import { dayFaults } from '#libs/terms';
import { dayIn, DayRefused, hasCome } from './day-refused.js';
import { type Known, knownOn } from './known.js';

/** A look back as a person asks for it: about a day, as it was known on a day; `YYYY-MM-DD`. */
export interface LookAsked {
  /** The day of `known` where absent, or today. */
  readonly about?: string;
  /** What is known now, where absent. */
  readonly known?: string;
}

export interface Look {
  readonly about: CivilDate;
  readonly known: Known;
}

/** @throws DayRefused where a day is none, or has not come. */
export function lookOf({ about, known }: LookAsked, today: CivilDate, ledger: SignedHeads | undefined): Look {
  const knownDay = known === undefined ? undefined : dayIn(known);
  const day = about === undefined ? (knownDay ?? today) : dayIn(about);
  hasCome(day, today);
  return { about: day, known: knownOn(knownDay, today, ledger) };
}

/**
 * The second look of a difference: about the same day and with what is known now, where nothing else is asked for.
 * @throws DayRefused where it looks from an earlier day than the first, or about one.
 */
export function laterLook(first: Look, { about, known }: LookAsked, today: CivilDate, ledger: SignedHeads | undefined): Look {
  const asked = { about: about ?? first.about, ...(known === undefined ? {} : { known }) };
  const later = lookOf(asked, today, ledger);
  inOrder(first.about, later.about);
  inOrder(first.known.how.day ?? today, later.known.how.day ?? today);
  return later;
}

function inOrder(earlier: CivilDate, later: CivilDate): void {
  if (later < earlier) throw new DayRefused('DAYS_IN_WRONG_ORDER', dayFaults.DAYS_IN_WRONG_ORDER(earlier, later));
}
