import { type StoredEvent } from '#libs/event-store';
import { type CivilDate, type OfficeHeld } from '#libs/kernel';

/** A hand in a step: in which office, and who where the reader may know it. */
export interface CardHand {
  /** PRESENT: at the meeting, with a vote; how anybody voted is nowhere recorded. */
  readonly did: 'SIGNED' | 'PERFORMED' | 'RECORDED' | 'PRESENT';
  /** The office; HOUSEHOLD for its own members, the body for whoever sits in a meeting without an office. */
  readonly office: string;
  /** Null where it is masked. */
  readonly person: string | null;
}

/** Whose names a reader may know: of whoever acted in an office of his own area or below it (domain.md §8). */
export interface Hands {
  readonly officesOf: (person: string, on: CivilDate) => readonly OfficeHeld[];
  readonly mayName: (area: string) => boolean;
  /** Who was at a meeting that an act held for several cases. */
  readonly presentAt: (act: string) => readonly string[];
}

interface OfHands {
  readonly act?: string;
  readonly body?: string;
  readonly heldOn?: CivilDate;
  readonly presentPersons?: readonly string[];
  readonly recused?: readonly string[];
  readonly papers?: { readonly signatures?: readonly SignatureOf[] };
  readonly signature?: SignatureOf;
}

interface SignatureOf {
  readonly person: string;
  readonly offices: readonly string[];
  readonly signedOn: CivilDate;
}

const ENGINE: ReadonlySet<string> = new Set(['process', 'clock']);

/**
 * Who signed, performed and recorded a step, and who was there to vote. Only those who acted in an office are named: the household, those
 * who object (R11) and villagers without an office never are.
 */
export function handsOf({ data, metadata }: Pick<StoredEvent, 'data' | 'metadata'>, hands: Hands): readonly CardHand[] {
  const { papers, signature, heldOn, body, act, recused = [], presentPersons } = data as OfHands;
  const signatures = [...(papers?.signatures ?? []), ...(signature === undefined ? [] : [signature])];
  const named = (did: CardHand['did'], person: string, office: string, area: string | undefined): CardHand => ({
    did,
    office,
    person: area !== undefined && hands.mayName(area) ? person : null,
  });
  const { actorId, actorRole, actorArea, performedBy, occurredOn } = metadata;
  const signed = signatures.flatMap(({ person, offices, signedOn }): readonly CardHand[] => {
    if (offices.length === 0) return [{ did: 'SIGNED', office: 'HOUSEHOLD', person: null }];
    const held = hands.officesOf(person, signedOn);
    return offices.map((office) => named('SIGNED', person, office, held.find((one) => one.office === office)?.area));
  });
  const [office] = hands.officesOf(performedBy, occurredOn);
  const isOther = performedBy !== actorId && !signatures.some(({ person }) => person === performedBy);
  const performed = office !== undefined && isOther ? [named('PERFORMED', performedBy, office.office, office.area)] : [];
  const recorded: CardHand = ENGINE.has(actorRole)
    ? { did: 'RECORDED', office: actorRole, person: null }
    : named('RECORDED', actorId, actorRole, actorArea);
  const voters = heldOn === undefined ? [] : (presentPersons ?? (act === undefined ? [] : hands.presentAt(act)));
  const present = voters.flatMap((person): readonly CardHand[] => {
    if (heldOn === undefined || recused.includes(person)) return [];
    const [held] = hands.officesOf(person, heldOn);
    return [named('PRESENT', person, held?.office ?? body ?? '', held?.area)];
  });
  return [...signed, ...performed, recorded, ...present];
}
