import fc from 'fast-check';
import { caseSamples } from '#libs/household-case';
import { deepFreeze } from '#libs/spec';
import { judgeHistory } from '../oracle/index.js';
import { codesOfTheLaw } from './codes.js';
import { FAULTS } from './faults.js';
import { lawsWith } from './laws.js';
import { playRun } from './run.js';
import { NO_PAPERS } from './lawful.js';
import { AREA, clerk, holder } from './people.js';
import { at, CASE, SHORT_CASES } from './short-cases.js';
import { SHORT_INSPECTIONS } from './short-inspections.js';
import { SHORT_MIGRATIONS } from './short-migrations.js';
import { Tape } from './tape.js';

const SEED = 20_160_301;
const RUNS = 800;
const LAWS = lawsWith();

/** Events of other definitions than the two that are run here: they are walked in the specs of the variants. */
const NOT_OF_THESE_DEFINITIONS = ['case.FilingRecorded.v1', 'case.HouseholdMonitored.v1'];
/** No bell rings in these runs, and nobody does what follows an effect: both are run in terms.spec.ts. */
const OF_TERMS = [
  'case.SupportPaired.v1',
  'case.DecidedListPublished.v1',
  'case.NoticeCopyTakenDown.v1',
  'case.ReminderDue.v1',
  'case.DeadlineMissed.v1',
  'case.Escalated.v1',
  'case.NoticeCopyExpired.v1',
  'case.ExitWindowEnded.v1',
  'case.TransitionEnded.v1',
  'case.MetOnPaper.v1',
  'case.DeadlineRecomputed.v1',
];

const tapes = fc
  .noBias(fc.array(fc.nat({ max: 0xffff }), { minLength: 400, maxLength: 400 }))
  .map((numbers) => new Tape(numbers));

describe('the law of 2016 under random runs, most of them lawful, all of them with faults', () => {
  const codes = new Set<string>();
  const types = new Set<string>();
  const accepted = new Set<string>();
  const tried = new Set<string>();
  let effects = 0;
  let runs = 0;

  it(`bears every history before the second judge (seed ${SEED}, ${RUNS} runs)`, () => {
    const property = fc.property(tapes, (tape) => {
      const played = playRun(LAWS, tape);
      const { village } = played;
      runs += 1;
      if (played.tookEffect) effects += 1;
      for (const code of village.codes) codes.add(code);
      for (const { type } of village.log) types.add(type);
      for (const { name, answer } of played.tried) {
        tried.add(name);
        if (answer.refused.length === 0) accepted.add(name);
      }
      expect(judgeHistory(village.log)).toEqual([]);
    });
    fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: true });
  });

  it('at least three runs of ten end in a registration or an exit', () => {
    expect(effects / runs).toBeGreaterThanOrEqual(0.3);
  });

  it('every fault was tried', () => {
    expect(FAULTS.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
  });

  it('every branch was taken: each event of a case occurred', () => {
    const elsewhere = [...NOT_OF_THESE_DEFINITIONS, ...OF_TERMS];
    const missing = Object.keys(caseSamples).filter((type) => !types.has(type) && !elsewhere.includes(type));
    expect(missing).toEqual([]);
  });

  describe('what random runs meet seldom or never, by the shortest way', () => {
    it.each([...SHORT_CASES, ...SHORT_MIGRATIONS, ...SHORT_INSPECTIONS].map((one) => [one.code, one] as const))(
      '%s',
      (code, { said }) => {
        const found = said();
        for (const one of found) codes.add(one);
        expect(found).toContain(code);
      },
    );
  });

  it('every refusal code that a decider or a rule can give occurred: add a short case for one that is missing', () => {
    expect(codesOfTheLaw().filter((code) => !codes.has(code))).toEqual([]);
  });
});

describe('found by these runs', () => {
  it('whoever was not answered about is asked about again by another batch (R9)', () => {
    const village = at('COMPARE.COMPARISON');
    const by = clerk('COUNTY_POVERTY_OFFICER');
    const persons = village.caseFile(CASE).household.members.map(({ person }) => person);
    const part = 'COMPARE.COMPARISON';
    const request = { sources: ['VEHICLES'], persons: [{ caseId: CASE, persons }], papers: NO_PAPERS };
    const answers = [{ caseId: CASE, answers: persons.map((person) => ({ person, result: 'NOT_ANSWERED' })) }];
    for (const actId of ['first', 'second']) {
      const give = (type: string, data: object): readonly string[] =>
        village.give({ target: `act-${actId}`, order: { type, data }, by, performedBy: holder('COUNTY_POVERTY_OFFICE_HEAD', 3) })
          .refused;
      const opened = {
        actId,
        kind: 'COMPARISON_BATCH',
        level: 'COUNTY',
        area: AREA.county,
        bodyKind: 'VILLAGERS',
        sheet: { no: 1, of: 1 },
      };
      expect(give('OpenAct', opened)).toEqual([]);
      expect(give('ListCases', { no: 1, items: [{ caseId: CASE, part, round: 1 }] })).toEqual([]);
      expect(give('CloseList', { no: 1 })).toEqual([]);
      expect(give('RequestComparisonBatch', request)).toEqual([]);
      const receipt = { source: 'VEHICLES', asOf: village.today, receiptDigest: actId, answers };
      expect(give('RecordBatchResult', receipt)).toEqual([]);
    }
    const asked = village.eventsOf(`case-${CASE}`).filter(({ type }) => type === 'case.ComparisonRequested.v1');
    expect(asked.map(({ data }) => (data as { readonly act?: string }).act)).toEqual(['first', 'second']);
    expect(judgeHistory(village.log)).toEqual([]);
  });
});

describe('a list with names', () => {
  const village = at('COMPARE.COMPARISON');
  const by = clerk('COUNTY_POVERTY_OFFICER');
  const second = holder('COUNTY_POVERTY_OFFICE_HEAD', 3);
  const give = (type: string, data: object): readonly string[] =>
    village.give({ target: 'act-list', order: { type, data }, by, performedBy: by.id }).refused;
  const persons = village.caseFile(CASE).household.members.map(({ person }) => person);

  it('leaves the house by two persons, and both judges say so (R9, R4)', () => {
    const place = { level: 'COUNTY', area: AREA.county, bodyKind: 'VILLAGERS', sheet: { no: 1, of: 1 } };
    give('OpenAct', { actId: 'list', kind: 'COMPARISON_BATCH', ...place });
    give('ListCases', { no: 1, items: [{ caseId: CASE, part: 'COMPARE.COMPARISON', round: 1 }] });
    give('CloseList', { no: 1 });
    give('RequestComparisonBatch', { sources: ['VEHICLES'], persons: [{ caseId: CASE, persons }], papers: NO_PAPERS });
    const list = { no: 1, source: 'VEHICLES', confirmedBy: second };
    expect(give('ExportComparisonList', { ...list, confirmedBy: by.id })).toEqual(['SECOND_PERSON_MISSING']);
    expect(give('ExportComparisonList', list)).toEqual([]);
    const rules = (change: object): readonly string[] =>
      judgeHistory(
        village.log.map((event) =>
          event.type === 'act.ComparisonListExported.v1' ? { ...event, data: { ...event.data, ...change } } : event,
        ),
      ).map(({ rule }) => rule);
    expect(rules({ confirmedBy: by.id })).toEqual(['list-by-two-persons']);
    expect(rules({ source: 'REAL_ESTATE' })).toEqual(['list-to-who-was-asked']);
    expect(rules({ no: 2 })).toEqual(['list-numbered']);
    expect(rules({})).toEqual([]);
  });
});

describe('deciders under random runs', () => {
  const runsOf = (numRuns: number, check: (tape: Tape) => void): void =>
    fc.assert(fc.property(tapes, check), { seed: SEED + 1, numRuns, endOnFailure: true });

  it('an accepted order given again gives no event, a refused one leaves its stream as it was', () => {
    runsOf(60, (tape) => {
      const { village } = playRun(LAWS, tape, {
        watch: (answer, before) => {
          deepFreeze(before.state);
          if (answer.refused.length > 0) expect(before.stands()).toBe(before.revision);
          else expect(before.again()).toEqual([]);
        },
      });
      expect(village.log.length).toBeGreaterThan(0);
    });
  });

  it('folding is deterministic: what stands comes again of what was recorded', () => {
    runsOf(60, (tape) => {
      const { village } = playRun(LAWS, tape);
      for (const { again, stands } of village.refolded()) expect(again).toEqual(stands);
    });
  });
});
