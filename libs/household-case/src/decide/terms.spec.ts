import { addDays, civilDate } from '#libs/kernel';
import { CalendarBook, type Law, type Part, shippedTimers, type Timer } from '#libs/procedure';
import { explainHistory } from '../explain.js';
import { CaseWalk, holder, NO_PAPERS, sealed } from './case-walk.fixture.js';

const day = civilDate;

/** Everything before the audit is done; a term of ten working days runs for it. */
const auditDue = (adopted: readonly string[] = []): CaseWalk => {
  const walk = new CaseWalk({ adopted });
  return walk.before(auditOf(walk));
};
const auditOf = (walk: CaseWalk): string => walk.law.order.find((part) => walk.law.parts[part]?.kind === 'audit') ?? '';
const open = (walk: CaseWalk) => walk.state.terms.map(({ timer, from, dueOn }) => `${timer} ${from} ${dueOn ?? 'waits'}`);
const about = (walk: CaseWalk, timer: string) => {
  const term = walk.state.terms.find((one) => one.timer === timer);
  if (term === undefined) throw new Error(`no ${timer}`);
  const { part, round, no, dueOn = day('1900-01-01') } = term;
  return { timer, part, round, ...(no === undefined ? {} : { no }), due: dueOn };
};

describe('a term begins in the event that starts it', () => {
  it('with its last day, how that was reached, and whom it falls to', () => {
    const walk = auditDue();
    const started = JSON.parse(walk.last('case.NoticePeriodCompleted.v1').metadata.due ?? '{}') as { started: object[] };
    expect(started.started).toEqual([
      {
        timer: 'T09',
        part: auditOf(walk),
        round: 1,
        kind: 'MAX',
        startFact: 'case.NoticePeriodCompleted.v1',
        from: '2016-03-16',
        length: 10,
        unit: 'wd',
        dayCount: 'EXCLUDE_START',
        clause: '§5 T09',
        mark: 'ASSUMPTION',
        suspensions: [],
        calendar: ['CN-2016@1'],
        skipped: ['2016-03-19', '2016-03-20', '2016-03-26', '2016-03-27'].map((one) => ({ day: one, because: 'WEEKEND' })),
        workedWeekends: [],
        dueOn: '2016-03-30',
        remindOn: '2016-03-27',
        level: 'TOWNSHIP',
        escalatesTo: 'COUNTY',
        ends: 'PART_DONE',
        expiry: 'MISSED',
      },
      expect.objectContaining({ timer: 'T27', dueOn: '2016-04-15', expiry: 'NOTICE_COPY_EXPIRED' }),
    ]);
  });

  it('waits for the calendar where the year has none: nothing is guessed', () => {
    const walk = new CaseWalk({ calendar: new CalendarBook() });
    const [application = ''] = walk.law.order;
    walk.do(application);
    expect(walk.state.terms).toMatchObject([{ timer: 'T06', missing: 'CN-2016' }]);
    expect(walk.state.terms[0]?.dueOn).toBeUndefined();
    expect(walk.rings()).toEqual([]);
  });

  it('is met when its part is done, and cancelled when the case ends', () => {
    const walk = auditDue();
    expect(open(walk)).toEqual(['T09 2016-03-16 2016-03-30', 'T27 2016-03-16 2016-04-15']);
    const done = auditDue().do(auditOf(walk));
    expect(open(done)).toEqual(['T27 2016-03-16 2016-04-15']);
    expect(JSON.parse(done.last('case.TownshipAuditPassed.v1').metadata.due ?? '{}')).toEqual({
      met: [{ term: `T09|${auditOf(walk)}|1`, on: '2016-03-17' }],
    });
    walk.give({
      type: 'LapseCase',
      data: { reason: 'DEATH', papers: { ...NO_PAPERS, evidence: [{ slot: 'CERTIFICATE', digest: 'ab' }] } },
    } as never);
    expect(JSON.parse(walk.last('case.CaseLapsed.v1').metadata.due ?? '{}')).toEqual({ cancelled: [`T09|${auditOf(walk)}|1`] });
  });

  it('begins anew with the round of its part', () => {
    const walk = auditDue();
    const notice = walk.law.order[walk.law.order.indexOf(auditOf(walk)) - 1] ?? '';
    walk.give(
      { type: 'ReturnCase', data: { no: 1, to: notice, level: 'TOWNSHIP', reason: sealed('r'), papers: NO_PAPERS } },
      { role: 'STATION_CLERK', performedBy: holder('TOWNSHIP_HEAD') },
    );
    expect(open(walk)).toEqual(['T27 2016-03-16 2016-04-15']);
    walk.do(notice);
    expect(open(walk)).toEqual(['T27 2016-03-16 2016-04-15', 'T09 2016-03-25 2016-04-11', 'T27 2016-03-25 2016-04-24']);
  });
});

describe('a term that the county has not adopted (R16)', () => {
  it('reminds once and accuses nobody', () => {
    const walk = auditDue();
    expect(walk.rings()).toEqual(['2016-03-27 RemindOfTerm T09', '2016-04-16 MarkTermMissed T27']);
    expect(walk.ringUntil('2016-06-01')).toEqual(['2016-03-27 ReminderDue', '2016-04-16 NoticeCopyExpired']);
    expect(walk.rings()).toEqual([]);
    expect(walk.give({ type: 'MarkTermMissed', data: about(walk, 'T09') }, { role: 'clock' })).toEqual([]);
  });

  it('reminds however late the bell: nothing else is ever said of it', () => {
    const walk = auditDue();
    const order = { type: 'RemindOfTerm', data: about(walk, 'T09') } as const;
    walk.today = day('2016-04-05');
    expect(walk.give(order, { role: 'clock' }).map(({ type }) => type)).toEqual(['case.ReminderDue.v1']);
    expect(walk.give(order, { role: 'clock' })).toEqual([]);
    expect(walk.rings()).toEqual(['2016-04-16 MarkTermMissed T27']);
  });

  it('rings for nobody else and no earlier', () => {
    const walk = auditDue();
    const order = { type: 'RemindOfTerm', data: about(walk, 'T09') } as const;
    expect(walk.refusal(order)).toEqual(['RECORDER_MAY_NOT']);
    expect(walk.refusal(order, { role: 'clock' })).toEqual(['TERM_NOT_OVER']);
    const missed = { type: 'MarkTermMissed', data: about(walk, 'T09') } as const;
    walk.today = day('2016-03-30');
    expect(walk.refusal(missed, { role: 'clock' })).toEqual(['TERM_NOT_OVER']);
  });
});

describe('a term that the county has adopted', () => {
  it('is recorded as missed on the day after, told one level up, and further after the second period', () => {
    const walk = auditDue(['T09']);
    expect(walk.ringUntil('2016-06-01')).toEqual([
      '2016-03-27 ReminderDue',
      '2016-03-31 DeadlineMissed',
      '2016-03-31 Escalated',
      '2016-04-08 Escalated',
      '2016-04-16 NoticeCopyExpired',
    ]);
    const told = walk.events.flatMap((event) => (event.type === 'case.Escalated.v1' ? [event.data] : []));
    const term = { timer: 'T09', part: auditOf(walk), round: 1, dueOn: '2016-03-30' };
    expect(told).toEqual([
      { ...term, times: 1, level: 'COUNTY', area: 'county-1', office: 'COUNTY_POVERTY_OFFICE_HEAD' },
      { ...term, times: 2, level: 'PREFECTURE', office: 'FILING_OFFICER' },
    ]);
    expect(walk.status(auditOf(walk))).toBe('NOT_STARTED:1');
  });

  it('is not missed where it was done on its last day', () => {
    const walk = auditDue(['T09']);
    walk.ringUntil('2016-03-29');
    walk.do(auditOf(walk));
    expect(walk.today).toBe('2016-03-30');
    expect(walk.ringUntil('2016-04-10')).toEqual([]);
  });

  it('was met on paper where the paper date is in time (R16)', () => {
    const walk = auditDue(['T09']);
    walk.ringUntil('2016-03-31');
    const audit = { part: auditOf(walk), round: 1, decision: 'PASS', onSiteCheck: true } as const;
    const on = day('2016-03-29');
    const order = { type: 'RecordAudit', data: { ...audit, papers: walk.papers(audit.part, on) } } as const;
    expect(walk.types(order, { ...walk.handOf(walk.part(audit.part)), on })).toEqual(['TownshipAuditPassed', 'MetOnPaper']);
    expect(walk.last('case.MetOnPaper.v1').data).toEqual({
      timer: 'T09',
      part: audit.part,
      round: 1,
      dueOn: '2016-03-30',
      missedOn: '2016-03-31',
      on: '2016-03-29',
    });
    expect(walk.rings().filter((ring) => ring.endsWith('T09'))).toEqual([]);
  });

  it('stays missed where the work is late on paper too', () => {
    const walk = auditDue(['T09']);
    walk.ringUntil('2016-03-31');
    walk.do(auditOf(walk));
    expect(walk.events.map(({ type }) => type)).not.toContain('case.MetOnPaper.v1');
  });
});

/** A survey is due ten working days after an application of 2 March, which is entered on 1 May. */
const enteredLate = (admitted: boolean): CaseWalk => {
  const walk = new CaseWalk({ adopted: ['T06'] });
  const [application = ''] = walk.law.order;
  walk.today = day('2016-05-01');
  const orders = walk.part(application);
  const on = day('2016-03-02');
  const admit = {
    type: 'AdmitBackfill',
    data: { no: 1, parts: [application], reason: sealed('late'), scanDigest: 'ab' },
  } as const;
  if (admitted) walk.give(admit, { role: 'STATION_HEAD', actor: holder('STATION_HEAD', 3) });
  const persons = walk.state.household.members.map(({ person }) => person);
  const papers = walk.papers(application, on);
  walk.give(
    {
      type: 'SubmitApplication',
      data: { part: application, by: 'HOUSEHOLD', membersListed: persons, authorisedBy: persons, papers },
    },
    { ...walk.handOf(orders), on },
  );
  return walk;
};
const notedOf = (walk: CaseWalk) =>
  walk.events.flatMap(({ type, data }) =>
    type === 'case.FindingNoted.v1' && data.finding.code === 'TERM_OVER_WHEN_RECORDED' ? [data] : [],
  );

describe('an old paper date counts no further back for the next office than for the household (R2)', () => {
  it('where nobody admitted it: the term runs from three days before the entry, and says so', () => {
    const walk = enteredLate(false);
    expect(walk.state.terms).toMatchObject([
      { timer: 'T06', from: '2016-04-28', startedOn: '2016-03-02', counts: 'RECORDING', dueOn: '2016-05-13' },
    ]);
    expect(notedOf(walk)).toEqual([]);
    expect(walk.rings()).toEqual(['2016-05-10 RemindOfTerm T06', '2016-05-14 MarkTermMissed T06']);
  });

  it('where the level above admitted it: it counts as it is', () => {
    expect(enteredLate(true).state.terms).toMatchObject([{ from: '2016-03-02', counts: 'ADMISSION', dueOn: '2016-03-16' }]);
  });

  it('where it lies within those days: it counts, and nothing is said', () => {
    const [term] = auditDue().state.terms;
    expect([term?.startedOn, term?.counts]).toEqual([undefined, undefined]);
  });

  it('of an objection its receipt by anyone counts (R1)', () => {
    const walk = objectedLate(8);
    expect(walk.state.terms.filter(({ no }) => no === 1)).toMatchObject([
      { timer: 'T11', from: '2016-03-08', counts: 'RECEIPT' },
      { timer: 'T12', from: '2016-03-08', counts: 'RECEIPT' },
    ]);
  });
});

describe('a due day that was past when its cause was recorded', () => {
  it('is a finding with its clause, and no alarm', () => {
    const walk = enteredLate(true);
    expect(walk.state.terms).toMatchObject([{ timer: 'T06', dueOn: '2016-03-16', past: true }]);
    expect(walk.rings()).toEqual([]);
    const finding = {
      code: 'TERM_OVER_WHEN_RECORDED',
      class: 'LAW',
      weight: 'REMARK',
      clause: '§5 T06',
      required: { timer: 'T06', part: 'SURVEY.SURVEY', round: 1, notAfter: '2016-03-16' },
      actual: { recordedOn: '2016-05-01' },
      met: false,
    };
    expect(notedOf(walk)).toEqual([{ finding, about: 'case.ApplicationSubmitted.v1' }]);
    const explained = explainHistory(
      walk.events,
      () => walk.law,
      () => ({ offices: {}, opened: {} }),
    );
    expect(explained.flatMap(({ findings }) => findings.filter(({ code }) => code === finding.code))).toEqual([finding]);
  });

  it('is no finding where the term still runs', () => {
    expect(notedOf(auditDue())).toEqual([]);
  });
});

/** Received on 8 March while the village's notice hangs, and entered so many days later. */
const objectedLate = (days: number, adopted: readonly string[] = []): CaseWalk => {
  const walk = new CaseWalk({ adopted });
  const notice = walk.law.order.find((part) => walk.law.parts[part]?.kind === 'notice') ?? '';
  walk.before(notice);
  const receivedOn = walk.wait(1).today;
  walk.post(notice).wait(days);
  walk.give(walk.objection(1, { part: notice, receivedOn }));
  return walk;
};

describe('an objection that was entered late', () => {
  it('is a finding where its days are over, and is told at once to the office that has to decide it', () => {
    const walk = objectedLate(20);
    expect(walk.state.terms.filter(({ no }) => no === 1)).toMatchObject([
      { timer: 'T11', dueOn: '2016-03-15', past: true, remindOn: '2016-03-28' },
      { timer: 'T12', dueOn: '2016-03-23', past: true, remindOn: '2016-03-28' },
    ]);
    expect(notedOf(walk).map(({ finding }) => finding.required)).toMatchObject([
      { timer: 'T11', no: 1 },
      { timer: 'T12', no: 1 },
    ]);
    expect(walk.ringUntil('2016-03-28')).toEqual(['2016-03-28 ReminderDue', '2016-03-28 ReminderDue']);
    expect(walk.last('case.ReminderDue.v1').data).toMatchObject({ timer: 'T12', no: 1, dueOn: '2016-03-23', level: 'TOWNSHIP' });
  });

  it('is told once, and accuses nobody, whatever the county has adopted', () => {
    const walk = objectedLate(20, ['T11', 'T12']);
    const said = walk.ringUntil('2016-08-01').map((one) => one.slice('2016-03-28 '.length));
    expect(said).toEqual(['ReminderDue', 'ReminderDue']);
  });

  it('is told at once where only the day of the reminder is over, and may then be missed', () => {
    const walk = objectedLate(13, ['T12']);
    expect(walk.rings()).toEqual(['2016-03-21 RemindOfTerm T11', '2016-03-21 RemindOfTerm T12', '2016-03-24 MarkTermMissed T12']);
  });

  it('is told in its time where it was entered in time', () => {
    expect(objectedLate(1).rings()).toEqual(['2016-03-14 RemindOfTerm T11', '2016-03-20 RemindOfTerm T12']);
  });
});

describe('orders that terms wait for', () => {
  const registered = (): CaseWalk => {
    const walk = new CaseWalk();
    return walk.upTo(walk.law.order.at(-1) ?? '');
  };

  it('after a registration: pairing, handbook and entry, the list, each public copy', () => {
    const walk = registered();
    const ends = walk.today;
    expect(walk.state.terms.map(({ timer }) => timer)).toEqual(['T27', 'T27', 'T27', 'T16', 'T17', 'T26']);
    walk.give({ type: 'NoteSupportPaired', data: { on: ends, cause: 'event-9' } }, { role: 'process' });
    walk.give({ type: 'IssueHandbook', data: { issuedOn: ends, papers: NO_PAPERS } });
    expect(walk.state.terms.map(({ timer }) => timer)).toContain('T17');
    walk.give({ type: 'RecordRegistryEntry', data: { enteredOn: ends, system: 'NATIONAL' } });
    walk.give({
      type: 'PublishDecidedList',
      data: { publishedOn: ends, medium: 'WEBSITE', documentNo: 'K-9', papers: NO_PAPERS },
    });
    expect(walk.state.terms.map(({ timer }) => timer)).toEqual(['T27', 'T27', 'T27']);
    for (const { part } of walk.state.terms) {
      walk.give({ type: 'TakeDownNotice', data: { part, takenDownOn: ends, papers: NO_PAPERS } });
    }
    expect(walk.state.terms).toEqual([]);
  });

  it('a list is published after the effect; a notice that hangs is not taken down', () => {
    const walk = new CaseWalk();
    const notice = walk.law.order.find((part) => walk.law.parts[part]?.kind === 'notice') ?? '';
    walk.before(notice).wait(1).post(notice);
    const down = { type: 'TakeDownNotice', data: { part: notice, takenDownOn: walk.today, papers: NO_PAPERS } } as const;
    expect(walk.refusal(down)).toEqual(['NOTICE_NOT_OVER']);
    const list = { publishedOn: walk.today, medium: 'WEBSITE', documentNo: 'K-9', papers: NO_PAPERS };
    expect(walk.refusal({ type: 'PublishDecidedList', data: list })).toEqual(['EFFECT_NOT_REACHED']);
    walk.wait(8).confirm(notice);
    expect(walk.refusal({ ...down, data: { ...down.data, takenDownOn: day('2016-03-02') } })).toEqual(['TAKEN_DOWN_TOO_EARLY']);
  });

  it('a copy comes down after the end of its notice, be that the end of the case; a completion that is taken back ends nothing', () => {
    const walk = new CaseWalk();
    const notice = walk.law.order.find((part) => walk.law.parts[part]?.kind === 'notice') ?? '';
    walk.before(notice).wait(1).post(notice).wait(8).confirm(notice);
    const copies = (): readonly string[] =>
      walk.state.terms.flatMap(({ timer, dueOn }) => (timer === 'T27' ? [dueOn ?? ''] : []));
    expect(copies()).toEqual([addDays(walk.today, 30)]);
    const ended = new CaseWalk();
    ended.before(notice).wait(1).post(notice);
    ended.give({ type: 'WithdrawCase', data: { signature: ended.signature(), papers: NO_PAPERS } });
    expect(ended.state.terms.map(({ timer, round, dueOn }) => [timer, round, dueOn])).toEqual([
      ['T27', 1, addDays(ended.today, 30)],
    ]);
  });

  it('of an objection: who investigates, and the decision', () => {
    const walk = new CaseWalk();
    const notice = walk.law.order.find((part) => walk.law.parts[part]?.kind === 'notice') ?? '';
    walk.before(notice).wait(1).post(notice).wait(1);
    walk.give(walk.objection(1, { part: notice }));
    expect(walk.state.terms.map(({ timer, no, level }) => [timer, no, level])).toEqual([
      ['T11', 1, 'TOWNSHIP'],
      ['T12', 1, 'TOWNSHIP'],
    ]);
    walk.give({
      type: 'AssignInvestigation',
      data: { no: 1, level: 'TOWNSHIP', investigators: [holder('STATION_CLERK', 4)] },
    });
    expect(walk.state.terms.map(({ timer }) => timer)).toEqual(['T12']);
  });

  it('of an exit: the window of its year, at the end of which it is listed and nothing is deferred (R1)', () => {
    const walk = new CaseWalk({ kind: 'EXIT-8' });
    expect(walk.ringUntil('2017-01-01')).toEqual(['2016-12-16 ReminderDue', '2017-01-01 ExitWindowEnded']);
    expect(walk.state.phase).toBe('OPEN');
  });
});

describe('the end of the transition period (T20)', () => {
  const TERM = { timer: 'T20', part: 'COUNTY_APPROVAL.APPROVAL', round: 1, due: day('2025-12-31') };
  const t20 = (walk: CaseWalk) => walk.state.terms.filter(({ timer }) => timer === 'T20');

  it('begins with the case, which is named once when the day is over, and goes on as it was (R1)', () => {
    const walk = new CaseWalk({ from: '2024-03-01' });
    const part = walk.law.definition.effect.after;
    expect(t20(walk)).toEqual([
      {
        timer: 'T20',
        part,
        round: 1,
        kind: 'FIXED',
        startFact: 'case.CaseOpened.v1',
        from: '2024-03-01',
        dayCount: 'EXCLUDE_START',
        clause: '§5 T20 [knowledge], of cases under a policy of 2021 to 2025; R1',
        mark: 'ASSUMPTION',
        level: 'COUNTY',
        escalatesTo: 'PREFECTURE',
        ends: 'EFFECT',
        expiry: 'TRANSITION_ENDED',
        on: '2025-12-31',
        dueOn: '2025-12-31',
        escalations: 0,
      },
    ]);
    const { phase, policy, parts } = walk.state;
    expect(walk.ringUntil('2027-01-01')).toEqual(['2026-01-01 TransitionEnded']);
    expect(walk.last('case.TransitionEnded.v1').data).toEqual({ timer: 'T20', part, round: 1, dueOn: '2025-12-31' });
    expect([walk.state.phase, walk.state.policy, walk.state.parts]).toEqual([phase, policy, parts]);
    const again = { type: 'MarkTermMissed', data: { ...TERM, part } } as const;
    expect(walk.give(again, { role: 'clock' })).toEqual([]);
  });

  it('is not rung on its last day', () => {
    const walk = new CaseWalk({ from: '2025-03-03' });
    walk.today = day('2025-12-31');
    const order = { type: 'MarkTermMissed', data: { ...TERM, part: walk.law.definition.effect.after } } as const;
    expect(walk.refusal(order, { role: 'clock' })).toEqual(['TERM_NOT_OVER']);
    walk.today = day('2026-01-01');
    expect(walk.types(order, { role: 'clock' })).toEqual(['TransitionEnded']);
  });

  it('falls where the case has ended before', () => {
    const walk = new CaseWalk({ from: '2025-03-03' });
    const certificate = { ...NO_PAPERS, evidence: [{ slot: 'CERTIFICATE', digest: 'ab' }] };
    walk.give({ type: 'LapseCase', data: { reason: 'DEATH', papers: certificate } } as never);
    const part = walk.law.definition.effect.after;
    expect(JSON.parse(walk.last('case.CaseLapsed.v1').metadata.due ?? '{}')).toEqual({ cancelled: [`T20|${part}|1`] });
    expect([t20(walk), walk.rings()]).toEqual([[], []]);
  });

  /** Rejected on 17 March 2016, and reviewed again by order of the county so many days after. */
  const reopenedAfter = (days: number): CaseWalk => {
    const walk = new CaseWalk({ timers: shippedTimers });
    const part = auditOf(walk);
    walk.before(part).wait(1);
    const reason = sealed('owns a shop');
    const audit = { part, decision: 'REJECT', onSiteCheck: true, papers: walk.papers(part), reason } as const;
    walk.give({ type: 'RecordAudit', data: audit }, walk.handOf(walk.part(part)));
    expect(t20(walk)).toEqual([]);
    const contest = { contested: 'REJECTION', reason, papers: NO_PAPERS } as const;
    walk.give({ type: 'ContestDecision', data: contest }, { performedBy: holder('VILLAGE_DIRECTOR', 1) });
    walk.wait(days);
    const decidedBy = [holder('COUNTY_POVERTY_OFFICER', 5), holder('LEADING_GROUP_MEMBER', 5)];
    const ruling = { upheld: true, resumeAt: part, decidedBy, reason, papers: NO_PAPERS } as const;
    walk.give({ type: 'RuleOnContest', data: ruling }, { performedBy: holder('COUNTY_POVERTY_OFFICE_HEAD', 1) });
    expect(walk.state.phase).toBe('OPEN');
    return walk;
  };
  it('is there again where the case is opened again before that day, and not where it is opened again after it', () => {
    expect(t20(reopenedAfter(1)).map(({ from, dueOn }) => [from, dueOn])).toEqual([['2016-03-18', '2025-12-31']]);
    expect(t20(reopenedAfter(3650))).toEqual([]);
  });

  it('is no term of a case that is opened after it, nor of one under a policy of another year', () => {
    const late = new CaseWalk({ from: '2025-12-31' });
    expect(t20(late).map(({ from }) => from)).toEqual(['2025-12-31']);
    expect(t20(new CaseWalk({ from: '2026-01-01', policyYear: 2025 }))).toEqual([]);
    expect(t20(new CaseWalk({ from: '2020-12-31' }))).toEqual([]);
    expect(t20(new CaseWalk({ kind: 'EXIT-8', from: '2021-03-01' })).map(({ dueOn }) => dueOn)).toEqual(['2025-12-31']);
  });
});

describe('terms are recomputed (architecture §5)', () => {
  it('where a year was published, and nothing where nothing changes', () => {
    const book = new CalendarBook();
    const walk = new CaseWalk({ calendar: book });
    const [application = ''] = walk.law.order;
    walk.do(application);
    const order = (no: number) => ({ type: 'RecomputeTerms', data: { no, because: 'CN-2016@1' } }) as const;
    expect(walk.types(order(1), { role: 'PROGRAMME_ADMINISTRATOR' })).toEqual([]);
    book.publish('CN-2016@1#a', { id: 'CN-2016', version: 1, year: 2016, holidays: [] } as never);
    expect(walk.types(order(2), { role: 'PROGRAMME_ADMINISTRATOR' })).toEqual(['DeadlineRecomputed']);
    expect(walk.last('case.DeadlineRecomputed.v1').data).toMatchObject({
      timer: 'T06',
      old: null,
      new: '2016-03-16',
      because: 'CN-2016@1',
      derivation: { calendar: ['CN-2016@1#a'], dueOn: '2016-03-16' },
    });
    expect(open(walk)).toEqual(['T06 2016-03-02 2016-03-16']);
    expect(walk.rings()).toEqual(['2016-03-13 RemindOfTerm T06']);
    expect(walk.types(order(3), { role: 'PROGRAMME_ADMINISTRATOR' })).toEqual([]);
  });
});

describe('a policy that changes something else than the last day of an open term', () => {
  const policy = (change: Partial<Timer>): Law => {
    const { law } = new CaseWalk();
    const { T09 } = law.timers;
    if (T09 === undefined) throw new Error('no T09');
    return { ...law, timers: { ...law.timers, T09: { ...T09, ...change } } };
  };
  const instrument = { instrument: 'K-2', on: '2016-01-01' };
  const recomputed = (walk: CaseWalk, law: Law, no = 1) => {
    walk.standing = law;
    walk.give({ type: 'RecomputeTerms', data: { no, because: 'K-2' } }, { role: 'PROGRAMME_ADMINISTRATOR' });
    return walk.events.flatMap(({ type, data }) => (type === 'case.DeadlineRecomputed.v1' ? [data] : [])).slice(no - 1);
  };
  const due = { timer: 'T09', round: 1, old: '2016-03-30', new: '2016-03-30', because: 'K-2' };

  test.each<[string, Partial<Timer>, readonly object[]]>([
    [
      'adopts it: it is told upward from now on',
      { adopted: instrument },
      [
        { what: 'ADOPTED', old: null, new: 'K-2' },
        { what: 'SECOND_PERIOD', old: null, new: '2016-04-07' },
      ],
    ],
    ['reminds on another day', { remindDaysBefore: 5 }, [{ what: 'REMINDER', old: '2016-03-27', new: '2016-03-25' }]],
    ['reminds nobody', { remindDaysBefore: undefined }, [{ what: 'REMINDER', old: '2016-03-27', new: null }]],
    [
      'gives it to another level',
      { fallsTo: 'VILLAGE' },
      [
        { what: 'LEVEL', old: 'TOWNSHIP', new: 'VILLAGE' },
        { what: 'ESCALATION', old: 'COUNTY', new: 'TOWNSHIP' },
      ],
    ],
    ['tells another level', { escalatesTo: 'PREFECTURE' }, [{ what: 'ESCALATION', old: 'COUNTY', new: 'PREFECTURE' }]],
  ])('%s: recorded once, with old and new', (_, change, changed) => {
    const walk = auditDue();
    const law = policy({ escalatesTo: undefined, ...change });
    expect(recomputed(walk, law)).toMatchObject([{ ...due, changed }]);
    expect(recomputed(walk, law, 2)).toEqual([]);
  });

  it('is what rings from then on', () => {
    const walk = auditDue();
    recomputed(walk, policy({ adopted: instrument, second: { length: 2, unit: 'wd' } }));
    expect(walk.ringUntil('2016-04-05').filter((said) => !said.endsWith('Expired'))).toEqual([
      '2016-03-27 ReminderDue',
      '2016-03-31 DeadlineMissed',
      '2016-03-31 Escalated',
      '2016-04-02 Escalated',
    ]);
  });

  it('accuses nobody of a day that was over before (R16)', () => {
    const walk = auditDue();
    walk.ringUntil('2016-04-01');
    recomputed(walk, policy({ adopted: instrument }));
    expect(walk.ringUntil('2016-06-01')).toEqual(['2016-04-16 NoticeCopyExpired']);
  });

  it('lets what was missed stay missed: only when the next level is told is another', () => {
    const walk = auditDue(['T09']);
    walk.ringUntil('2016-03-31');
    const adopted = { instrument: 'K-1', on: '2016-01-01' };
    const law = policy({ adopted, second: { length: 10, unit: 'wd' }, escalatesTo: 'PREFECTURE' });
    expect(recomputed(walk, law)).toMatchObject([
      { ...due, changed: [{ what: 'SECOND_PERIOD', old: '2016-04-07', new: '2016-04-14' }] },
    ]);
    expect(recomputed(walk, law, 2)).toEqual([]);
    expect(walk.ringUntil('2016-06-01')).toEqual(['2016-04-15 Escalated', '2016-04-16 NoticeCopyExpired']);
    expect(walk.last('case.Escalated.v1').data).toMatchObject({ times: 2, level: 'PREFECTURE' });
  });

  it('tells nobody further where the county takes the adoption back', () => {
    const walk = auditDue(['T09']);
    walk.ringUntil('2016-03-31');
    recomputed(walk, policy({}));
    expect(walk.ringUntil('2016-06-01')).toEqual(['2016-04-16 NoticeCopyExpired']);
  });

  it('rings still for what was missed and not yet recorded as missed', () => {
    const walk = auditDue(['T09']);
    walk.ringUntil('2016-03-27');
    walk.today = day('2016-04-01');
    const adopted = { instrument: 'K-1', on: '2016-01-01' };
    recomputed(walk, policy({ adopted, second: { length: 2, unit: 'wd' } }));
    expect(walk.rings()[0]).toBe('2016-03-31 MarkTermMissed T09');
  });
});

describe('a second period that falls into a year without a calendar', () => {
  const year = (of: number) => ({ id: `CN-${of}`, version: 1, year: of, holidays: [] }) as never;

  it('is said to wait for it, and is worked out when the year is published, also of what was missed meanwhile', () => {
    const book = new CalendarBook();
    book.publish('CN-2016@1#a', year(2016));
    const walk = new CaseWalk({ from: '2016-12-12', calendar: book, adopted: ['T06'] });
    const [application = ''] = walk.law.order;
    walk.do(application);
    expect(walk.state.terms).toMatchObject([{ timer: 'T06', dueOn: '2016-12-27', secondMissing: 'CN-2017' }]);
    expect(walk.ringUntil('2017-01-09')).toEqual(['2016-12-24 ReminderDue', '2016-12-28 DeadlineMissed', '2016-12-28 Escalated']);
    book.publish('CN-2017@1#b', year(2017));
    const order = { type: 'RecomputeTerms', data: { no: 1, because: 'CN-2017@1' } } as const;
    expect(walk.types(order, { role: 'PROGRAMME_ADMINISTRATOR' })).toEqual(['DeadlineRecomputed']);
    expect(walk.last('case.DeadlineRecomputed.v1').data).toMatchObject({
      old: '2016-12-27',
      new: '2016-12-27',
      changed: [{ what: 'SECOND_PERIOD', old: 'CN-2017', new: '2017-01-03' }],
    });
    expect(walk.rings()).toEqual(['2017-01-04 EscalateTerm T06']);
  });
});

describe('a corrected date (R3)', () => {
  let no = 0;
  const correct = (walk: CaseWalk, type: Parameters<CaseWalk['last']>[0], field: string, old: string, now: string) => {
    const { id, metadata } = walk.last(type);
    no += 1;
    const confirmedBy = holder('COUNTY_POVERTY_OFFICER', 4);
    const data = { no, event: id, field, old, new: now, scanDigest: 'ab', reason: sealed('a slip'), confirmedBy };
    return walk.types({ type: 'CorrectRecord', data }, { actor: metadata.actorId, role: metadata.actorRole });
  };
  const AUDITED = 'case.TownshipAuditPassed.v1';
  const COMPLETED = 'case.NoticePeriodCompleted.v1';
  const applied = (adopted: readonly string[] = []): CaseWalk => {
    const walk = new CaseWalk({ adopted });
    return walk.do(walk.law.order[0] ?? '');
  };
  /** The village's notice may end on 16 March, and is confirmed some days later. */
  const confirmedLate = (): CaseWalk => {
    const walk = new CaseWalk();
    const notice = walk.law.order.find((part) => walk.law.parts[part]?.kind === 'notice') ?? '';
    return walk.before(notice).wait(1).post(notice).wait(12).confirm(notice);
  };

  it('moves the last day of the term that counted from the wrong one, with old and new', () => {
    const walk = applied();
    expect(open(walk)).toEqual(['T06 2016-03-02 2016-03-16']);
    const said = correct(walk, 'case.ApplicationSubmitted.v1', 'occurredOn', '2016-03-02', '2016-03-01');
    expect(said).toEqual(['RecordCorrected', 'DeadlineRecomputed']);
    expect(walk.last('case.DeadlineRecomputed.v1').data).toMatchObject({
      timer: 'T06',
      old: '2016-03-16',
      new: '2016-03-15',
      because: `RecordCorrected ${no}`,
      derivation: { from: '2016-03-01' },
    });
    expect(open(walk)).toEqual(['T06 2016-03-01 2016-03-15']);
    expect(walk.rings()).toEqual(['2016-03-12 RemindOfTerm T06']);
  });

  it('counts no further back than R2 let it when it was entered', () => {
    const walk = confirmedLate();
    expect(open(walk)).toEqual(['T09 2016-03-20 2016-04-01', 'T27 2016-03-20 2016-04-19']);
    walk.wait(5);
    const ended = correct(walk, COMPLETED, 'endedOn', '2016-03-20', '2016-03-16');
    expect(ended).toEqual(['RecordCorrected', 'DeadlineRecomputed']);
    expect(open(walk)).toEqual(['T09 2016-03-20 2016-04-01', 'T27 2016-03-17 2016-04-16']);
    const confirmed = correct(walk, COMPLETED, 'occurredOn', '2016-03-20', '2016-03-16');
    expect(confirmed).toEqual(['RecordCorrected', 'DeadlineRecomputed']);
    expect(walk.state.terms).toMatchObject([
      { timer: 'T09', from: '2016-03-17', startedOn: '2016-03-16', counts: 'RECORDING', dueOn: '2016-03-31' },
      { timer: 'T27', dueOn: '2016-04-16' },
    ]);
  });

  it('that puts the last day into the past is a finding, and accuses nobody', () => {
    const walk = applied(['T06']);
    walk.ringUntil('2016-03-16');
    correct(walk, 'case.ApplicationSubmitted.v1', 'occurredOn', '2016-03-02', '2016-03-01');
    expect(walk.state.terms).toMatchObject([{ timer: 'T06', dueOn: '2016-03-15', past: true }]);
    expect(notedOf(walk)).toMatchObject([{ about: 'case.DeadlineRecomputed.v1', finding: { clause: '§5 T06' } }]);
    expect(walk.rings()).toEqual([]);
  });

  it('of which nothing counts any more, moves no term', () => {
    const walk = auditDue();
    const said = correct(walk, 'case.ApplicationSubmitted.v1', 'occurredOn', '2016-03-02', '2016-03-01');
    expect(said).toEqual(['RecordCorrected']);
  });

  it('leaves a term to the ruling that set the case back', () => {
    const walk = confirmedLate();
    const part = auditOf(walk);
    walk.do(part);
    const ruling = { no: 1, to: part, level: 'TOWNSHIP', reason: sealed('r'), papers: NO_PAPERS } as const;
    walk.give({ type: 'ReturnCase', data: ruling }, { role: 'STATION_CLERK', performedBy: holder('TOWNSHIP_HEAD') });
    expect(open(walk)).toContain('T09 2016-03-21 2016-04-05');
    correct(walk, COMPLETED, 'endedOn', '2016-03-20', '2016-03-19');
    correct(walk, COMPLETED, 'occurredOn', '2016-03-20', '2016-03-19');
    expect(open(walk)).toEqual(['T27 2016-03-19 2016-04-18', 'T09 2016-03-21 2016-04-05']);
  });

  it('follows the policy by which the term was recomputed', () => {
    const walk = applied();
    const { T06 } = walk.law.timers;
    if (T06 === undefined) throw new Error('no T06');
    const part = 'SURVEY.SURVEY';
    const survey = { ...walk.part(part), maxDuration: { length: 5, unit: 'wd', timer: 'T06', basis: T06 } } as Part;
    walk.standing = { ...walk.law, parts: { ...walk.law.parts, [part]: survey } };
    walk.give({ type: 'RecomputeTerms', data: { no: 1, because: 'K-2' } }, { role: 'PROGRAMME_ADMINISTRATOR' });
    expect(open(walk)).toEqual(['T06 2016-03-02 2016-03-09']);
    correct(walk, 'case.ApplicationSubmitted.v1', 'occurredOn', '2016-03-02', '2016-03-01');
    expect(open(walk)).toEqual(['T06 2016-03-01 2016-03-08']);
  });

  it('that brings work into time says so of the term that was missed', () => {
    const walk = auditDue(['T09']);
    walk.ringUntil('2016-03-31');
    walk.do(auditOf(walk));
    expect(correct(walk, AUDITED, 'occurredOn', '2016-04-01', '2016-03-31')).toEqual(['RecordCorrected']);
    expect(correct(walk, AUDITED, 'occurredOn', '2016-03-31', '2016-03-30')).toEqual(['RecordCorrected', 'MetOnPaper']);
    expect(walk.last('case.MetOnPaper.v1').data).toEqual({
      timer: 'T09',
      part: auditOf(walk),
      round: 1,
      dueOn: '2016-03-30',
      missedOn: '2016-03-31',
      on: '2016-03-30',
    });
    expect(correct(walk, AUDITED, 'occurredOn', '2016-03-30', '2016-03-29')).toEqual(['RecordCorrected']);
  });

  it('that moves the last day of what was missed and met late past its work says so, too', () => {
    const walk = new CaseWalk({ adopted: ['T06'] });
    const [application = '', survey = ''] = walk.law.order;
    walk.wait(1);
    const persons = walk.state.household.members.map(({ person }) => person);
    const on = day('2016-03-01');
    const about = { part: application, by: 'HOUSEHOLD', membersListed: persons, authorisedBy: persons } as const;
    const order = { type: 'SubmitApplication', data: { ...about, papers: walk.papers(application, on) } } as const;
    walk.give(order, { ...walk.handOf(walk.part(application)), on });
    expect(walk.ringUntil('2016-03-15')).toEqual(['2016-03-12 ReminderDue']);
    walk.ringUntil('2016-03-16');
    walk.today = day('2016-03-15');
    walk.do(survey);
    expect(walk.state.metLate).toMatchObject([{ term: { timer: 'T06', dueOn: '2016-03-15' }, on: '2016-03-16' }]);
    const said = correct(walk, 'case.ApplicationSubmitted.v1', 'occurredOn', '2016-03-01', '2016-03-02');
    expect(said).toEqual(['RecordCorrected', 'DeadlineRecomputed', 'MetOnPaper']);
    expect(walk.last('case.DeadlineRecomputed.v1').data).toMatchObject({ old: '2016-03-15', new: '2016-03-16' });
    expect(walk.last('case.MetOnPaper.v1').data).toMatchObject({ timer: 'T06', dueOn: '2016-03-16', on: '2016-03-16' });
    expect(walk.state.metLate).toEqual([]);
  });

  it('brings nothing into time that R2 would not have let count when it was entered', () => {
    const walk = auditDue(['T09']);
    walk.ringUntil('2016-04-05');
    walk.do(auditOf(walk));
    expect(correct(walk, AUDITED, 'occurredOn', '2016-04-06', '2016-03-30')).toEqual(['RecordCorrected']);
  });
});
