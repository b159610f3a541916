import { type Answer } from '#libs/application';
import { papersFor } from '#libs/household-case';
import { civilDate, type Order } from '#libs/kernel';
import { holderOf } from '#libs/simulation';
import { type SmallCounty, smallCounty } from './small-county.js';

const PART = 'SURVEY.SURVEY';
const DAY = '2016-03-02';

const codes = (answer: Answer): readonly string[] => (answer.accepted ? [] : answer.findings.map(({ code }) => code));

/** R4; architecture §2: an office is held for an area; who holds it next door signs and performs nothing here. */
describe('an office counts in its own area and below', () => {
  let county: SmallCounty;
  beforeAll(async () => {
    county = await smallCounty(1);
    await county.through('APPLY.APPLICATION');
    await county.run.to(civilDate(DAY));
  });
  afterAll(() => county.embedded.close());

  function survey(by: string): Order {
    const [item] = county.cases;
    const { engine, store } = county.embedded;
    if (item === undefined) throw new Error('no case');
    const { ref } = engine.lawBook.definition('IDENT-8@1') ?? { ref: '' };
    const part = engine.lawBook.law(ref, engine.lawBook.policyRefFor(engine.directory.lineage('village'), 2016)).parts[PART];
    if (part === undefined) throw new Error(`no ${PART} in ${store.name}`);
    const area: Readonly<Record<string, string>> = { STATION_CLERK: 'township', STATION_HEAD: 'township' };
    const papers = papersFor(part, {
      on: civilDate(DAY),
      holder: (office) => holderOf(office, area[office] ?? by),
      household: item.head,
      without: [],
    });
    return {
      type: 'RecordSurvey',
      data: {
        part: PART,
        visitedOn: DAY,
        surveyors: papers.signatures
          .filter(({ capacity }) => capacity === 'OFFICE')
          .map(({ person, offices }) => ({ person, offices })),
        criteria: part.kind === 'survey' ? part.criteria.map((code) => ({ code, result: 'MET' })) : [],
        income: { under: `household-${item.household.id}`, value: item.income },
        sharingIncome: item.persons.length,
        papers,
      },
    };
  }
  const give = (by: string): Promise<Answer> =>
    county.give(`case-${county.cases[0]?.caseId}`, survey(by), {
      performedBy: holderOf('RESIDENT_TEAM_LEADER', by),
    });

  it('refuses papers signed and a visit made by the officials of another village', async () => {
    expect(codes(await give('other-village'))).toContain('PERFORMER_NOT_IN_OFFICE');
  });

  it('takes the same papers from those of the village, and keeps with the event the offices that it looked at', async () => {
    const answer = await give('village');
    if (!answer.accepted) throw new Error(codes(answer).join());
    const { offices } = JSON.parse(answer.events[0]?.metadata.context ?? '{}') as { offices: Record<string, unknown> };
    expect(offices[holderOf('RESIDENT_TEAM_LEADER', 'village')]).toEqual([{ area: 'village', office: 'RESIDENT_TEAM_LEADER' }]);
  });
});
