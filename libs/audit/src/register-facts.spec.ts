import { addDays, type CivilDate, civilDate, type EventMetadata, instantOfMs } from '#libs/kernel';
import { type RegisterEvent } from '#libs/household-register';
import fc from 'fast-check';
import { factsOn, type RegisterFact, registerFacts, type StoredRegisterEvent } from './register-facts.js';

const FIRST = civilDate('2020-02-01');
const papers = { evidence: [], signatures: [], seals: [] };
const sealed = (ref: string) => ({ ref, commitment: `commitment of ${ref}` });
const member = (person: string) => ({
  person,
  relation: 'HEAD',
  name: sealed(`${person}-name`),
  idNumber: sealed(`${person}-number`),
  idCheckDigitHolds: true,
  idFingerprint: '',
});
const area = { county: 'k', township: 't', village: 'v' };
const ENROLLED: RegisterEvent = {
  type: 'household.HouseholdEnrolled.v1',
  data: {
    householdId: 'h',
    hukouArea: area,
    residenceArea: area,
    managementArea: area,
    bodyKind: 'VILLAGERS',
    head: 'p1',
    members: [member('p1')],
  },
};

/** Events of one register, each recorded a day after the one before it, on its own paper date. */
function stored(...events: readonly (readonly [RegisterEvent, string])[]): readonly StoredRegisterEvent[] {
  return events.map(([event, on], index) => {
    const metadata = { occurredOn: civilDate(on), recordedAt: instantOfMs(index * 86_400_000), actorId: 'a', actorRole: 'r' };
    const place = { id: `e${index}`, stream: 'household-h', revision: BigInt(index), position: BigInt(index) };
    return { ...event, ...place, metadata: metadata as unknown as EventMetadata };
  });
}
const head = (no: number, person: string, on: string): readonly [RegisterEvent, string] => [
  { type: 'household.HeadChanged.v1', data: { no, head: person, on: civilDate(on), papers } },
  on,
];
const rows = (facts: readonly RegisterFact[], subject: RegisterFact['subject']): readonly unknown[] =>
  facts
    .filter((fact) => fact.subject === subject)
    .map(({ value, validFrom, validTo, knownFrom, knownTo }) => [
      value,
      validFrom,
      validTo,
      Number(knownFrom.revision),
      knownTo === null ? null : Number(knownTo.revision),
    ]);

describe('what the register says', () => {
  it('keeps what one knew before a change was entered that had come earlier', () => {
    const facts = registerFacts(stored([ENROLLED, '2020-02-01'], head(1, 'p2', '2020-03-01'), head(2, 'p3', '2020-02-29')));
    expect(rows(facts, 'HEAD')).toEqual([
      ['p1', '2020-02-01', null, 0, 1],
      ['p1', '2020-02-01', '2020-03-01', 1, 2],
      ['p2', '2020-03-01', null, 1, null],
      ['p1', '2020-02-01', '2020-02-29', 2, null],
      ['p3', '2020-02-29', '2020-03-01', 2, null],
    ]);
    expect(factsOn(facts, civilDate('2020-02-29')).find(({ subject }) => subject === 'HEAD')?.value).toBe('p3');
  });

  it('counts a return as a second spell, and takes the household back into the count', () => {
    const result = (
      type: 'Registered' | 'Exited',
      caseId: string,
      on: string,
      spell: number,
    ): readonly [RegisterEvent, string] => [
      {
        type: `household.Standing${type}.v1`,
        data: { caseId, on: civilDate(on), programYear: 2020, spell, readmitted: spell > 1 },
      } as RegisterEvent,
      on,
    ];
    const facts = registerFacts(
      stored(
        [ENROLLED, '2020-02-01'],
        result('Registered', 'c1', '2020-02-29', 1),
        result('Exited', 'c2', '2021-03-01', 1),
        [{ type: 'household.Deregistered.v1', data: { caseId: 'c2', on: civilDate('2021-04-01') } }, '2021-04-01'],
        result('Registered', 'c3', '2022-05-01', 2),
      ),
    );
    const now = facts.filter(({ knownTo }) => knownTo === null);
    const stood = (standing: string, spell: number, caseId: string): object => ({ standing, spell, caseId, programYear: 2020 });
    expect(
      now.filter(({ subject }) => subject === 'STANDING').map(({ value, validFrom, validTo }) => [value, validFrom, validTo]),
    ).toEqual([
      [stood('REGISTERED', 1, 'c1'), '2020-02-29', '2021-03-01'],
      [stood('EXITED', 1, 'c2'), '2021-03-01', '2022-05-01'],
      [stood('REGISTERED', 2, 'c3'), '2022-05-01', null],
    ]);
    expect(rows(now, 'DEREGISTERED')).toEqual([[true, '2021-04-01', '2022-05-01', 4, null]]);
  });

  it('takes a corrected number for the right one from the day on which the person came', () => {
    const corrected: RegisterEvent = {
      type: 'household.IdentityCorrected.v1',
      data: { no: 1, person: 'p1', idNumber: sealed('right'), idCheckDigitHolds: true, idFingerprint: '', papers },
    };
    const facts = registerFacts(stored([ENROLLED, '2020-02-01'], [corrected, '2020-03-01']));
    expect(rows(facts, 'IDENTITY')).toEqual([
      [{ idCheckDigitHolds: true, commitment: 'commitment of p1-number' }, '2020-02-01', null, 0, 1],
      [{ idCheckDigitHolds: true, commitment: 'commitment of right' }, '2020-02-01', null, 1, null],
    ]);
  });

  it('lets a pairing run out on the day after its last', () => {
    const paired: RegisterEvent = {
      type: 'household.SupportPaired.v1',
      data: { no: 1, cadre: 'c', unit: 'u', from: civilDate('2020-02-01'), until: civilDate('2020-02-29') },
    };
    const facts = registerFacts(stored([ENROLLED, '2020-02-01'], [paired, '2020-02-01']));
    const on = (day: string): number => factsOn(facts, civilDate(day)).filter(({ subject }) => subject === 'SUPPORT').length;
    expect([on('2020-02-29'), on('2020-03-01')]).toEqual([1, 0]);
  });

  const anyDay = fc.integer({ min: 0, max: 30 }).map((days) => addDays(FIRST, days));
  const heads = fc.array(fc.tuple(fc.constantFrom('p1', 'p2', 'p3', 'p4'), anyDay), { maxLength: 8 });
  const history = (said: readonly (readonly [string, CivilDate])[]): readonly StoredRegisterEvent[] =>
    stored([ENROLLED, FIRST], ...said.map(([person, on], index) => head(index + 1, person, on)));
  const headOn = (facts: readonly RegisterFact[], day: CivilDate): unknown =>
    facts.find(({ subject, validFrom, validTo }) => subject === 'HEAD' && validFrom <= day && (validTo === null || day < validTo))
      ?.value;

  it('says of any day what was said last of the latest day up to it', () => {
    fc.assert(
      fc.property(heads, anyDay, (said, day) => {
        const all: readonly (readonly [string, CivilDate])[] = [['p1', FIRST], ...said];
        // The last one entered of those of the latest day: judged here without any timeline.
        let latest: readonly [string, CivilDate] = all[0] ?? ['', FIRST];
        for (const one of all) if (one[1] <= day && one[1] >= latest[1]) latest = one;
        expect(headOn(factsOn(registerFacts(history(said)), day), day)).toBe(latest[0]);
      }),
    );
  });

  it('has known at each revision what the events up to it say', () => {
    fc.assert(
      fc.property(heads, anyDay, (said, day) => {
        const events = history(said);
        const all = registerFacts(events);
        events.forEach((_, revision) => {
          const then = all.filter(
            ({ knownFrom, knownTo }) =>
              knownFrom.revision <= BigInt(revision) && (knownTo === null || knownTo.revision > BigInt(revision)),
          );
          expect(headOn(then, day)).toBe(headOn(factsOn(registerFacts(events.slice(0, revision + 1)), day), day));
        });
      }),
    );
  });
});
