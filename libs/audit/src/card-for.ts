import { type EventReader, type StoredEvent } from '#libs/event-store';
import { type CaseEvent, type CaseFile, explainHistory, type Surroundings } from '#libs/household-case';
import { type CivilDate, type RecordedOf } from '#libs/kernel';
import { type AreaPath, type Law } from '#libs/procedure';
import { type Hands } from './card-hands.js';
import { type Card, cardOfCase, cardWithoutCase } from './card.js';
import { type StoredRegisterEvent } from './register-facts.js';

/** Which decision on a household. */
export interface CardWish {
  /** Its newest case where absent. */
  readonly caseId?: string;
  /** As the case stood with the event at this revision; as it stands where absent. */
  readonly revision?: bigint;
}

export interface CardSources {
  readonly reader: Pick<EventReader, 'readStream'>;
  readonly law: (pins: { readonly definition: string; readonly policy: string }) => Law;
  /** What stood around an event, as the decider had it. */
  readonly surroundings: (event: RecordedOf<CaseEvent>, state: CaseFile) => Surroundings;
  readonly areaName: (id: string) => string;
  readonly today: CivilDate;
  /** Offices of a person on a day, as the log tells them now. */
  readonly officesOf: Hands['officesOf'];
  /** Whether the reader may know who acted in an office of an area. */
  readonly mayName: Hands['mayName'];
}

/** Undefined where there is no such household, or the case or the event is none of its own. */
export async function cardFor(householdId: string, wish: CardWish, sources: CardSources): Promise<Card | undefined> {
  const { reader, law, surroundings, areaName, today, officesOf, mayName } = sources;
  const register = (await reader.readStream(`household-${householdId}`)) as readonly StoredRegisterEvent[];
  const [enrolled] = register;
  if (enrolled?.type !== 'household.HouseholdEnrolled.v1') return undefined;
  const admitted = register.flatMap((event) => (event.type === 'household.CaseAdmitted.v1' ? [event.data.caseId] : []));
  const caseId = wish.caseId ?? admitted.at(-1);
  const ofRegister = await reader.readStream(`refusal-household-${householdId}`);
  const takenOver = register.findLast((event) => event.type === 'household.StandingTakenOver.v1');
  const of = {
    householdId,
    householdNo: takenOver?.data.householdNo ?? null,
    place: placeOf(register).map(areaName),
    today,
    hands: { officesOf, mayName, presentAt: () => [] },
  };
  if (caseId === undefined) return cardWithoutCase({ ...of, refused: ofRegister });
  if (!admitted.includes(caseId)) return undefined;
  const { revision } = wish;
  const all = await reader.readStream(`case-${caseId}`);
  const events = revision === undefined ? all : all.filter((event) => event.revision <= revision);
  const [opened] = events as readonly RecordedOf<CaseEvent>[];
  if (opened?.type !== 'case.CaseOpened.v1' || (revision !== undefined && BigInt(all.length) <= revision)) return undefined;
  const explained = explainHistory(events as unknown as readonly RecordedOf<CaseEvent>[], law, surroundings);
  const last = events.at(-1)?.position ?? 0n;
  const known = (refusal: StoredEvent): boolean => revision === undefined || refusal.position < last;
  const refused = (await reader.readStream(`refusal-case-${caseId}`)).filter(known);
  const meetings = await meetingsOf(events, reader);
  const hands = { ...of.hands, presentAt: (act: string) => meetings.get(act) ?? [] };
  return cardOfCase({ ...of, hands, refused }, explained, law);
}

/** Who was at the meetings that acts held for several cases, this one among them. */
async function meetingsOf(
  events: readonly StoredEvent[],
  reader: CardSources['reader'],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const present = new Map<string, readonly string[]>();
  for (const { data } of events) {
    const { act, heldOn } = data as { readonly act?: string; readonly heldOn?: string };
    if (act === undefined || heldOn === undefined || present.has(act)) continue;
    const held = (await reader.readStream(`act-${act}`)).findLast(({ type }) => type === 'act.MeetingHeld.v1');
    present.set(act, (held?.data as { readonly presentPersons?: readonly string[] } | undefined)?.presentPersons ?? []);
  }
  return present;
}

/** County, township, village and group that manage it now. */
function placeOf(register: readonly StoredRegisterEvent[]): readonly string[] {
  const path = register.reduce<AreaPath | undefined>((managed, event) => {
    if (event.type === 'household.HouseholdEnrolled.v1') return event.data.managementArea;
    return event.type === 'household.ManagementMoved.v1' ? event.data.to : managed;
  }, undefined);
  if (path === undefined) return [];
  return [path.county, path.township, path.village, ...(path.group === undefined ? [] : [path.group])];
}
