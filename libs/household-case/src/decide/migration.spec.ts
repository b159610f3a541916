import { addDays, type CivilDate, type Finding } from '#libs/kernel';
import { definitionOf, type Definition, type Law, lawOf, policyOf, policySets, RULES, shippedCalendar } from '#libs/procedure';
import { type CaseEvent } from '../events.js';
import { type MigrateCase } from '../orders.js';
import { CaseWalk, type Hand, HEAD, holder, NO_PAPERS, SCAN, sealed } from './case-walk.fixture.js';

const GROUP = 'REVIEW_GROUP.REVIEW';
const VILLAGE = 'REVIEW_VILLAGE.REVIEW';
const FIRST = 'PUBLICITY_VILLAGE.NOTICE';
const SECOND = 'TOWNSHIP_AUDIT_PUBLICITY.NOTICE';
const AUDIT = 'TOWNSHIP_AUDIT_PUBLICITY.AUDIT';
const ANNOUNCEMENT = 'COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT';

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends object ? Mutable<T[K]> : T[K] };
type Draft = Mutable<Definition>;

/** IDENT-8@2: as shipped, changed. */
function secondVersion(change: (draft: Draft) => void = () => undefined, year = 2016): Law {
  const draft = structuredClone<Draft>(definitionOf('IDENT-8', 1));
  draft.version = 2;
  change(draft);
  const policy = policyOf(policySets, ['CN'], year);
  if ('missing' in policy) throw new Error(policy.missing);
  return lawOf(draft, policy, 'IDENT-8@2#d2', 'CN@1#p', shippedCalendar, RULES);
}

const partIn = (draft: Draft, id: string): Draft['steps'][number]['parts'][number] => {
  const [step, code] = id.split('.');
  const part = draft.steps.find((one) => one.code === step)?.parts.find((one) => one.code === code);
  if (part === undefined) throw new Error(`no part ${id}`);
  return part;
};

const noticesOf = (days: number) => (draft: Draft) => {
  for (const id of [FIRST, SECOND, ANNOUNCEMENT]) {
    const part = partIn(draft, id);
    if (part.minDuration !== undefined) part.minDuration.length = days;
  }
};

const quorumOf = (numerator: number, denominator: number) => (draft: Draft) => {
  const part = partIn(draft, VILLAGE);
  if (part.kind !== 'review') throw new Error('no review');
  for (const quorum of part.quorums) quorum.fraction = { numerator, denominator, strict: false };
};

const EVIDENCE = [{ slot: 'INSTRUMENT', digest: SCAN, date: '2016-03-01' as CivilDate }];
const order = (change: Partial<MigrateCase['data']> = {}): MigrateCase => ({
  type: 'MigrateCase',
  data: {
    no: 1,
    definition: 'IDENT-8@2',
    instrument: { documentNo: 'K-2016-12', clause: 'art. 12' },
    confirmedBy: holder('LEADING_GROUP_HEAD'),
    reason: sealed('why'),
    papers: { ...NO_PAPERS, evidence: EVIDENCE },
    ...change,
  },
});
const COUNTY: Hand = { role: 'COUNTY_POVERTY_OFFICER', performedBy: holder('COUNTY_POVERTY_OFFICE_HEAD') };

type Migrated = Extract<CaseEvent, { type: 'case.CaseMigrated.v1' }>['data'];

/** Moves the case to other law; answers with what became of its parts. */
function moved(walk: CaseWalk, newLaw: Law, change: Partial<MigrateCase['data']> = {}) {
  walk.newLaw = newLaw;
  const events = walk.give(order(change), COUNTY);
  const { kept, again } = events[0]?.data as Migrated;
  const codes = (because: readonly Finding[]) => because.map(({ code }) => code).join(' ');
  return {
    kept,
    again: again.map(({ part, because }) => `${part}: ${codes(because)}`),
    returned: events.flatMap((event) => (event.type === 'case.CaseReturned.v1' ? [event.data] : [])),
    events,
  };
}

function refusal(walk: CaseWalk, newLaw: Law | undefined, change: Partial<MigrateCase['data']> = {}, hand: Hand = COUNTY) {
  walk.newLaw = newLaw;
  return walk.refusal(order(change), hand);
}

const at = (part: string): CaseWalk => new CaseWalk().upTo(part).wait(1);

describe('a case goes over to other law', () => {
  it('keeps all that was done where nothing is asked for otherwise', () => {
    const walk = at(SECOND);
    const done = [...walk.law.order].slice(0, walk.law.order.indexOf(SECOND) + 1);
    expect(moved(walk, secondVersion())).toMatchObject({ kept: done, again: [], returned: [] });
    expect(walk.state).toMatchObject({ definition: 'IDENT-8@2#d2', policy: 'CN@1#p', phase: 'OPEN' });
    walk.upTo(ANNOUNCEMENT);
    expect(walk.state.outcome).toBe('REGISTERED');
  });

  it('hangs a notice again that hung for less long than the new law asks, with all that stands on it', () => {
    const walk = at(SECOND);
    const { kept, again, returned } = moved(walk, secondVersion(noticesOf(10)));
    expect(again).toEqual([`${FIRST}: NOTICE_PERIOD_NOT_OVER`, `${SECOND}: NOTICE_PERIOD_NOT_OVER`]);
    expect(kept).toEqual(walk.law.order.slice(0, walk.law.order.indexOf(FIRST)));
    expect(returned).toEqual([{ to: FIRST, level: 'LAW', because: 'NEW_LAW', superseded: [FIRST, AUDIT, SECOND] }]);
    expect([walk.status(VILLAGE), walk.status(FIRST), walk.status(SECOND)]).toEqual(['DONE:1', 'NOT_STARTED:2', 'NOT_STARTED:2']);
    walk.upTo(ANNOUNCEMENT);
    expect(walk.state.outcome).toBe('REGISTERED');
    expect(walk.last('case.AnnouncementPosted.v1').data).toMatchObject({ round: 1 });
  });

  it('lets a notice stand that hung long enough of itself', () => {
    const walk = new CaseWalk().before(FIRST).wait(1);
    walk.post(FIRST).wait(11).confirm(FIRST).wait(1);
    expect(moved(walk, secondVersion(noticesOf(10)))).toMatchObject({ again: [], returned: [] });
  });

  it('hangs a sheet again whose printed end comes too early, and lets one hang that says a later day', () => {
    const short = new CaseWalk().before(FIRST).wait(1);
    short.post(FIRST).wait(2);
    expect(moved(short, secondVersion(noticesOf(10)))).toMatchObject({
      again: [`${FIRST}: NOTICE_END_WRONG`],
      returned: [{ to: FIRST, superseded: [FIRST] }],
    });
    const long = new CaseWalk().before(FIRST).wait(1);
    long.post(FIRST).wait(2);
    expect(moved(long, secondVersion(noticesOf(5)))).toMatchObject({ again: [], returned: [] });
    expect(long.state.notices[FIRST]?.earliestClose).toBe('2016-03-16');
  });

  it('counts the days on which a notice was missing by the new law, too', () => {
    const missing = () => {
      const walk = new CaseWalk().before(FIRST).wait(1);
      const postedOn = walk.today;
      walk.post(FIRST).wait(5);
      const [missingFrom, restoredOn] = [addDays(postedOn, 4), walk.today];
      const told = { part: FIRST, no: 1, place: 'VILLAGE_BOARD', missingFrom, restoredOn, withdrawnByIssuer: false };
      walk.give({ type: 'InterruptNotice', data: { ...told, evidence: EVIDENCE } });
      return walk.wait(5).confirm(FIRST).wait(1);
    };
    // Eight days and the one that was missing are over on the tenth day, when it was confirmed; nine are not.
    expect(moved(missing(), secondVersion(noticesOf(8))).again).toEqual([]);
    expect(moved(missing(), secondVersion(noticesOf(9))).again).toEqual([`${FIRST}: NOTICE_PERIOD_NOT_OVER`]);
  });

  it('holds the meeting again whose quorum the new law counts otherwise', () => {
    const walk = at(FIRST);
    // 20 of 24 came: five sixths are 20, six sevenths are more.
    expect(moved(walk, secondVersion(quorumOf(5, 6)))).toMatchObject({ again: [], returned: [] });
    const other = at(FIRST);
    expect(moved(other, secondVersion(quorumOf(6, 7)))).toMatchObject({
      again: [`${VILLAGE}: QUORUM_NOT_REACHED`],
      returned: [{ to: VILLAGE, superseded: [VILLAGE, FIRST] }],
    });
  });

  it('asks for papers that were not asked for', () => {
    const walk = at(FIRST);
    const asks = secondVersion((draft) => {
      const { evidence } = partIn(draft, GROUP);
      evidence.push({ slot: 'RECORDING', required: true, label: { zh: 'recording', en: 'recording' } });
    });
    const { again, returned } = moved(walk, asks);
    expect(again).toEqual([`${GROUP}: EVIDENCE_MISSING`]);
    expect(returned[0]).toMatchObject({ to: GROUP });
  });

  it('goes back to a part that the new law puts before what was done', () => {
    const walk = at(FIRST);
    const { again, returned, kept } = moved(
      walk,
      secondVersion((draft) => {
        const review = draft.steps.find(({ code }) => code === 'REVIEW_VILLAGE');
        const filing = structuredClone(partIn(draft, AUDIT));
        review?.parts.unshift({ ...filing, code: 'PRELIMINARY' });
      }),
    );
    expect(again).toEqual([`${VILLAGE}: STEP_NOT_OPEN`]);
    expect(returned).toEqual([
      { to: 'REVIEW_VILLAGE.PRELIMINARY', level: 'LAW', because: 'NEW_LAW', superseded: [VILLAGE, FIRST] },
    ]);
    expect(kept).not.toContain(VILLAGE);
  });

  it('surveys again where the income stands on the other side of another line, or nobody can tell', () => {
    const other = secondVersion();
    const { parameters } = other.policy;
    const lines = { ...parameters, identificationLine: { ...parameters.identificationLine, value: 280_000 } };
    const policy = { ...other.policy, parameters: lines };
    const lower = lawOf(other.definition, policy, 'IDENT-8@2#d2', 'CN@2#p2', shippedCalendar, RULES);
    const above = new CaseWalk({ income: 870_000 }).upTo('SURVEY.SURVEY').wait(1);
    expect(above.state.survey?.against).toBe('BELOW');
    expect(moved(above, lower, { policy: 'CN@2' }).again).toEqual(['SURVEY.SURVEY: INCOME_SIDE_WRONG']);
    const below = new CaseWalk({ income: 800_000 }).upTo('SURVEY.SURVEY').wait(1);
    expect(moved(below, lower, { policy: 'CN@2#p2' }).again).toEqual([]);
    const erased = new CaseWalk({ income: 800_000 }).upTo('SURVEY.SURVEY').wait(1);
    delete erased.opened['income'];
    expect(moved(erased, lower, { policy: 'CN@2' }).again).toEqual(['SURVEY.SURVEY: INCOME_NOT_OPENED']);
  });

  it('leaves the act on which it stands', () => {
    const walk = at(FIRST);
    walk.give({ type: 'JoinAct', data: { act: 'a-1', part: AUDIT, round: 1 } }, { role: 'process' });
    expect(moved(walk, secondVersion()).events.map(({ type }) => type)).toEqual(['case.CaseMigrated.v1', 'case.LeftAct.v1']);
    expect(walk.state.onAct).toBeUndefined();
  });
});

describe('terms of a case that goes over', () => {
  const daysFor = (id: string, length: number | undefined) => (draft: Draft) => {
    const part = partIn(draft, id);
    if (length === undefined) delete part.maxDuration;
    else part.maxDuration = { length, unit: 'wd', timer: 'T06', basis: { clause: 'art. 7', mark: 'SOURCE' } };
  };
  const dated = ({ state }: CaseWalk) => state.terms.map(({ timer, part, dueOn }) => `${timer} ${part} ${dueOn ?? ''}`);

  it('are reckoned again, each with the old and the new last day', () => {
    const walk = new CaseWalk().upTo('APPLY.APPLICATION').wait(1);
    expect(dated(walk)).toEqual(['T06 SURVEY.SURVEY 2016-03-16']);
    const { events } = moved(walk, secondVersion(daysFor('SURVEY.SURVEY', 15)));
    expect(events.slice(1)).toMatchObject([
      {
        type: 'case.DeadlineRecomputed.v1',
        data: { timer: 'T06', part: 'SURVEY.SURVEY', old: '2016-03-16', new: '2016-03-23', because: 'MigrateCase 1' },
      },
    ]);
    expect(dated(walk)).toEqual(['T06 SURVEY.SURVEY 2016-03-23']);
    expect(walk.rings()).toContain('2016-03-20 RemindOfTerm T06');
  });

  it('fall where the new law asks for none, and begin with the order where only the new law does', () => {
    const walk = new CaseWalk().upTo('APPLY.APPLICATION').wait(1);
    const { events } = moved(walk, secondVersion(daysFor('SURVEY.SURVEY', undefined)));
    expect(events.map(({ type }) => type)).toEqual(['case.CaseMigrated.v1']);
    expect(dated(walk)).toEqual([]);
    const other = new CaseWalk().upTo('SURVEY.SURVEY').wait(1);
    expect(dated(other)).toEqual([]);
    moved(other, secondVersion(daysFor('SURVEY.VERIFICATION', 5)));
    expect(dated(other)).toEqual(['T06 SURVEY.VERIFICATION 2016-03-11']);
  });

  it('of a part that is done again fall and begin anew', () => {
    const walk = at(SECOND);
    moved(walk, secondVersion(noticesOf(10)));
    expect(dated(walk).filter((term) => !term.startsWith('T27'))).toEqual([]);
    walk.upTo(FIRST);
    expect(dated(walk).filter((term) => !term.startsWith('T27'))).toEqual([`T09 ${AUDIT} 2016-04-22`]);
  });
});

describe('no case goes over', () => {
  it('to law that is not published, not standing, not in force, or of another kind', () => {
    expect(refusal(at(GROUP), undefined)).toEqual(['DEFINITION_UNKNOWN']);
    expect(refusal(at(GROUP), secondVersion(), { policy: 'CN@9' })).toEqual(['POLICY_NOT_STANDING']);
    const later = secondVersion((draft) => (draft.effective.from = '2017-01-01'));
    expect(refusal(at(GROUP), later)).toEqual(['DEFINITION_NOT_IN_FORCE']);
    const over = secondVersion((draft) => (draft.effective.until = '2016-03-01'));
    expect(refusal(at(GROUP), over)).toEqual(['DEFINITION_NOT_IN_FORCE']);
    const exit = new CaseWalk({ kind: 'EXIT-8' }).upTo('NOMINATE.APPLICATION').wait(1);
    expect(refusal(exit, secondVersion())).toContain('DEFINITION_OF_OTHER_KIND');
  });

  it('to the law that it has', () => {
    const walk = at(GROUP);
    const same = lawOf(walk.law.definition, walk.law.policy, walk.law.definitionRef, walk.law.policyRef, shippedCalendar, RULES);
    expect(refusal(walk, same)).toEqual(['MIGRATION_CHANGES_NOTHING']);
  });

  it('where a part was done of which the new law knows nothing', () => {
    const without = secondVersion((draft) => {
      draft.steps = draft.steps.filter(({ code }) => code !== 'REVIEW_GROUP');
    });
    expect(refusal(at(GROUP), without)).toEqual(['PART_WITHOUT_COUNTERPART']);
    expect(moved(at('SURVEY.VERIFICATION'), without).again).toEqual([]);
  });

  it('where an entry waits for such a part', () => {
    const walk = at('SURVEY.VERIFICATION');
    const early = walk.review(VILLAGE, { for: 18, against: 2 });
    walk.give({ ...early, data: { ...early.data, parkIfEarly: true } } as typeof early, walk.handOf(walk.part(VILLAGE)));
    const without = secondVersion((draft) => {
      draft.steps = draft.steps.filter(({ code }) => code !== 'COMPARE');
    });
    expect(refusal(walk, without)).toEqual(['PART_WITHOUT_COUNTERPART']);
  });

  it('once it has begun what the new law leaves to the old', () => {
    const keeps = secondVersion((draft) => {
      draft.transition = { keepsFrom: FIRST, basis: { clause: 'art. 13', mark: 'SOURCE' } };
    });
    expect(refusal(at(FIRST), keeps)).toEqual(['CASE_KEEPS_ITS_LAW']);
    expect(moved(at(VILLAGE), keeps).again).toEqual([]);
  });

  it('where it would take effect by that alone', () => {
    const shorter = secondVersion((draft) => {
      draft.effect.after = SECOND;
    });
    expect(refusal(at(SECOND), shorter)).toEqual(['MIGRATION_WOULD_TAKE_EFFECT']);
  });

  it('by another level, without a second person, or without the document', () => {
    const law = secondVersion();
    expect(refusal(at(GROUP), law, {}, { role: 'STATION_CLERK', performedBy: holder('TOWNSHIP_HEAD') })).toEqual([
      'MIGRATED_BY_OTHER_LEVEL',
    ]);
    expect(refusal(at(GROUP), law, { confirmedBy: holder('COUNTY_POVERTY_OFFICE_HEAD') })).toEqual(['CONFIRMER_IS_RECORDER']);
    expect(refusal(at(GROUP), law, { confirmedBy: holder('TOWNSHIP_HEAD') })).toEqual(['CONFIRMER_NOT_IN_OFFICE']);
    expect(refusal(at(GROUP), law, { confirmedBy: HEAD })).toEqual(['CONFIRMER_NOT_IN_OFFICE', 'OFFICIAL_IS_HOUSEHOLD']);
    expect(refusal(at(GROUP), law, { papers: NO_PAPERS })).toEqual(['MIGRATION_NOT_EVIDENCED']);
  });

  it('after it has ended', () => {
    const walk = at(ANNOUNCEMENT);
    expect(refusal(walk, secondVersion())).toEqual(['CASE_CLOSED']);
  });
});
