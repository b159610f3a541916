import { type Definition, type Law, lawOf, RULES, type Rule, shippedCalendar } from '#libs/procedure';
import { NO_PAPERS } from './lawful.js';
import { lawsWith } from './laws.js';
import { clerk, holder, sealed } from './people.js';
import { at, CASE, type ShortCase } from './short-cases.js';

const EVIDENCE = [{ slot: 'INSTRUMENT', digest: 'a', date: '2016-03-01' }];
const moving = {
  no: 1,
  definition: 'IDENT-8@2',
  instrument: { documentNo: 'county 2016-9', clause: 'art. 3' },
  confirmedBy: holder('LEADING_GROUP_HEAD', 4),
  reason: sealed('new law'),
  papers: { ...NO_PAPERS, evidence: EVIDENCE },
};

interface Moving {
  readonly change?: object;
  readonly newLaw?: Law | undefined;
  readonly performedBy?: string;
  /** The part before which the case stands. */
  readonly before?: string;
}

const second = (change: (definition: Definition) => Definition = (same) => same): Law | undefined =>
  lawsWith({ definition: change })['IDENT-8@2'];

function moved(code: string, { change = {}, newLaw, performedBy, before = 'PUBLICITY_VILLAGE.NOTICE' }: Moving): ShortCase {
  const under = (rules: readonly Rule[] = RULES): readonly string[] => {
    const village = at(before);
    const pinned = village.lawOf(CASE);
    const law = lawOf(pinned.definition, pinned.policy, pinned.definitionRef, pinned.policyRef, shippedCalendar, rules);
    const order = { type: 'MigrateCase', data: { ...moving, ...change } };
    const by = clerk('COUNTY_POVERTY_OFFICER');
    const wish = { target: `case-${CASE}`, order, by, performedBy: performedBy ?? holder('COUNTY_POVERTY_OFFICE_HEAD', 4) };
    return village.ask(wish, { law, newLaw: newLaw ?? second(), standingLaw: second(), lineage: ['village-1', 'CN'] });
  };
  return { code, said: () => under(), under };
}

const without =
  (code: string) =>
  (definition: Definition): Definition => ({ ...definition, steps: definition.steps.filter((step) => step.code !== code) });

/** The findings of moving a case to other law, each by its shortest way. */
export const SHORT_MIGRATIONS: readonly ShortCase[] = [
  moved('MIGRATED_BY_OTHER_LEVEL', { performedBy: holder('TOWNSHIP_HEAD', 4) }),
  moved('CONFIRMER_NOT_IN_OFFICE', { change: { confirmedBy: holder('TOWNSHIP_HEAD', 4) } }),
  moved('MIGRATION_NOT_EVIDENCED', { change: { papers: NO_PAPERS } }),
  moved('MIGRATION_CHANGES_NOTHING', { newLaw: lawsWith()['IDENT-8@1'] }),
  moved('PART_WITHOUT_COUNTERPART', { newLaw: second(without('REVIEW_GROUP')) }),
  moved('DEFINITION_OF_OTHER_AREA', { newLaw: second((definition) => ({ ...definition, area: 'CN-GZ' })) }),
  moved('CASE_KEEPS_ITS_LAW', {
    newLaw: second((definition) => ({
      ...definition,
      transition: { keepsFrom: 'REVIEW_GROUP.REVIEW', basis: { clause: 'art. 9', mark: 'SOURCE' } },
    })),
  }),
  moved('MIGRATION_WOULD_TAKE_EFFECT', {
    newLaw: second((definition) => ({ ...definition, effect: { ...definition.effect, after: 'REVIEW_GROUP.REVIEW' } })),
  }),
  moved('POLICY_NOT_STANDING', { change: { policy: 'CN-2016@9' } }),
];
