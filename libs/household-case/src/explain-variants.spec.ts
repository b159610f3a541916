import { type CivilDate, type Finding, fold, isRefusal, type RecordedOf } from '#libs/kernel';
import { type Judged, type Law, RULES } from '#libs/procedure';
import { caseDecider } from './decider.js';
import { type CaseEvent } from './events.js';
import { explainHistory } from './explain.js';
import { decideAt, everyOffice, lawfulPath, type Played, recordedAt, ROSTER, stageOf, unplayed } from './samples/rehearsal.js';
import { shippedLaw } from './samples/shipped-law.js';

interface Decided {
  readonly event: RecordedOf<CaseEvent>;
  readonly findings: readonly Finding[];
}

/** A whole lawful way, with what each rule found of each event when it was decided. */
function decidedBy(id: string, year: number): readonly Decided[] {
  let found: { readonly fact: Judged['fact']; readonly findings: readonly Finding[] }[] = [];
  const listening = RULES.map((rule) => ({
    ...rule,
    find: (judged: Judged) => {
      const findings = rule.find(judged);
      found.push({ fact: judged.fact, findings });
      return findings;
    },
  }));
  const law = shippedLaw(id, year, ['CN'], listening);
  const stage = stageOf(law);
  const decided: Decided[] = [];
  let played: Played = unplayed;
  for (const given of lawfulPath(law, `${year}-05-03` as CivilDate)) {
    found = [];
    const decision = decideAt(played, stage, given);
    if (isRefusal(decision)) throw new Error(JSON.stringify(decision.refused));
    const recorded = recordedAt(played, stage, given, decision);
    for (const [index, event] of recorded.entries()) {
      const findings = found.filter(({ fact }) => fact === decision[index]).flatMap((one) => one.findings);
      decided.push({ event, findings });
    }
    played = { folded: fold(caseDecider, played.folded, recorded), events: [...played.events, ...recorded] };
  }
  return decided;
}

function surroundings({ data }: RecordedOf<CaseEvent>) {
  const body = 'body' in data ? data.body : '';
  const roster = { body, validFrom: '2014-01-01' as CivilDate, digest: 'roster-1', persons: ROSTER };
  return { offices: everyOffice, opened: stageOf({} as Law).opened, roster };
}

describe.each([
  ['IDENT-8', 2016, 'case.HouseholdRegistered.v1'],
  ['EXIT-8', 2016, 'case.HouseholdExited.v1'],
  ['IDENT-BASE-2014', 2014, 'case.HouseholdRegistered.v1'],
  ['IDENT-7-BAOJI', 2016, 'case.HouseholdRegistered.v1'],
  ['IDENT-12-NAIMAN', 2018, 'case.HouseholdRegistered.v1'],
  ['EXIT-GZ', 2017, 'case.HouseholdExited.v1'],
  ['MONITOR-2021', 2021, 'case.HouseholdMonitored.v1'],
])('the lawful way of %s, explained (architecture §5)', (id, year, effect) => {
  const decided = decidedBy(id, year);
  const events = decided.map(({ event }) => event);
  const explained = explainHistory(events, () => shippedLaw(id, year), surroundings);

  it('reaches its effect', () => {
    expect(events.map(({ type }) => type)).toContain(effect);
  });

  it('finds of each event what was found when it was decided', () => {
    expect(explained).toEqual(decided);
  });

  it('finds of every event something, all of it met, each with its clause', () => {
    expect(explained.filter(({ findings }) => findings.length === 0).map(({ event }) => event.type)).toEqual([]);
    const findings = explained.flatMap((one) => one.findings);
    expect(findings.filter(({ met, clause }) => !met || clause === '')).toEqual([]);
  });
});
