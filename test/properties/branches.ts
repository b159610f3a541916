import { type CaseFile } from '#libs/household-case';
import { addDays, type CivilDate, type Order } from '#libs/kernel';
import { type Law, type PartId, type Signature } from '#libs/procedure';
import { householdSigns, NO_PAPERS } from './lawful.js';
import { CLOCK, clerk, ELSEWHERE, holder, newMember, OTHER_TOWNSHIP, personOf, PROCESS, sealed, TWO_LEVELS } from './people.js';
import { type Tape } from './tape.js';
import { type Village, type Wish } from './village.js';

/** What may happen beside the straight way, lawful or not as the case stands. */
export interface Branching {
  readonly village: Village;
  readonly caseId: string;
  readonly state: CaseFile;
  readonly law: Law;
  readonly tape: Tape;
  readonly today: CivilDate;
}

export interface Branch {
  readonly name: string;
  readonly when: (state: CaseFile) => boolean;
  readonly wish: (branching: Branching) => Wish | undefined;
}

const OFFICIALS = [
  holder('VILLAGE_SECRETARY', 5),
  holder('TOWNSHIP_HEAD', 5),
  holder('STATION_HEAD', 5),
  holder('COUNTY_POVERTY_OFFICER', 5),
  holder('LEADING_GROUP_HEAD', 5),
  holder('FILING_OFFICER', 5),
  TWO_LEVELS,
  'nobody-of-it',
] as const;

/** Whose ruling an order is. */
const RULED_BY: Readonly<Record<string, string>> = {
  ContestDecision: 'VILLAGE',
  OrderSignedRoll: 'TOWNSHIP',
  OrderReReview: 'TOWNSHIP',
  AdmitBackfill: 'PREFECTURE',
};
const levelFor = ({ type, data }: Order): string => (data as { readonly level?: string }).level ?? RULED_BY[type] ?? 'COUNTY';

const open = ({ phase }: CaseFile): boolean => phase === 'OPEN';
const always = (): boolean => true;
const ended = ({ phase }: CaseFile): boolean => phase === 'CLOSED';
const rejected = ({ outcome }: CaseFile): boolean => outcome === 'REJECTED';

function branch(
  name: string,
  when: Branch['when'],
  order: (branching: Branching) => Order | undefined,
  hand?: (branching: Branching) => Partial<Wish>,
): Branch {
  return {
    name,
    when,
    wish: (branching) => {
      const given = order(branching);
      if (given === undefined) return undefined;
      return {
        target: `case-${branching.caseId}`,
        order: given,
        by: clerk('STATION_CLERK'),
        performedBy: personOfLevel(levelFor(given), branching),
        ...hand?.(branching),
      };
    },
  };
}

const days = ({ today, tape }: Branching): CivilDate =>
  tape.chance(750) ? today : addDays(today, tape.pick([0, -1, -3, -8, 1, -40]));
const someone = ({ state, tape }: Branching): string =>
  tape.chance(700)
    ? state.household.head
    : tape.pick([
        state.household.head,
        personOf(state.householdId, 2),
        personOf(state.householdId, 3),
        holder('VILLAGE_SECRETARY'),
        'nobody-of-it',
      ]);
const signs = (branching: Branching) =>
  householdSigns(
    someone(branching),
    days(branching),
    branching.tape.chance(750)
      ? {}
      : branching.tape.pick<Partial<Signature>>([
          {},
          { capacity: 'ADULT_MEMBER' },
          { capacity: 'OFFICE', offices: ['VILLAGE_SECRETARY'] },
          { capacity: 'ATTORNEY' },
        ]),
  );
const part = ({ law, tape }: Branching): PartId => tape.one(law.order) ?? '';
/** A part to which a case may be returned: one that is done, most of the time. */
const partDone = (branching: Branching): PartId => {
  const { state, law, tape } = branching;
  const done = law.order.filter((id) => state.parts[id]?.status === 'DONE');
  return (tape.chance(800) ? tape.one(done) : undefined) ?? part(branching);
};
/** A part that nobody has entered yet: its old papers may be admitted. */
const notBegun = (branching: Branching): PartId => {
  const { state, law, tape } = branching;
  return (
    tape.one(law.order.filter((id) => (state.parts[id]?.status ?? 'NOT_STARTED') === 'NOT_STARTED').slice(0, 2)) ??
    part(branching)
  );
};
/** A notice that hangs, most of the time; else one that hung. */
const hanging = ({ state, tape }: Branching): PartId | undefined => {
  const all = Object.keys(state.notices);
  const running = all.filter((id) => state.parts[id]?.status === 'RUNNING');
  return (tape.chance(800) ? tape.one(running) : undefined) ?? tape.one(all);
};
const objection = ({ state, tape }: Branching): number => {
  const open = Object.values(state.objections).filter((one) => one.open);
  return (tape.chance(800) ? tape.one(open)?.no : undefined) ?? Number(tape.one([...Object.keys(state.objections), '7']) ?? 7);
};
const OF_LEVEL: Readonly<Record<string, string>> = {
  VILLAGE: holder('VILLAGE_SECRETARY', 5),
  TOWNSHIP: holder('STATION_HEAD', 5),
  COUNTY: holder('LEADING_GROUP_MEMBER', 7),
  PREFECTURE: holder('FILING_OFFICER', 5),
};
/** Somebody of the level, most of the time. */
const personOfLevel = (level: string, { tape }: Branching): string =>
  (tape.chance(800) ? OF_LEVEL[level] : undefined) ?? tape.pick(OFFICIALS);
const level = ({ tape }: Branching): string => tape.pick(['COUNTY', 'TOWNSHIP', 'COUNTY', 'VILLAGE', 'PREFECTURE']);
const deciders = (branching: Branching, of: string): readonly string[] => {
  const { tape, state } = branching;
  if (tape.chance(800)) return [personOfLevel(of, branching)];
  return tape.pick([
    [tape.pick(OFFICIALS)],
    [],
    [state.household.head],
    state.rejection?.decidedBy ?? [holder('STATION_HEAD', 5)],
    [state.returned?.decidedBy ?? 'nobody-of-it'],
  ]);
};
const evidence = ({ today }: Branching) => [{ slot: 'CERTIFICATE', digest: 'd', date: today }];
const papers = (branching: Branching) =>
  branching.tape.chance(700) ? { ...NO_PAPERS, evidence: evidence(branching) } : NO_PAPERS;

function investigation(b: Branching): object {
  const no = objection(b);
  const at = level(b);
  const { against } = b.state.objections[String(no)] ?? {};
  return { no, level: at, investigators: against !== undefined && b.tape.chance(300) ? [against] : deciders(b, at) };
}

const OBJECTIONS: readonly Branch[] = [
  branch('an objection', always, (b) => {
    const no = Object.keys(b.state.objections).length + 1;
    const target = b.tape.pick(['ENTRY', 'ENTRY', 'NOTICE', 'OMISSION']);
    const to = b.tape.chance(850) ? hanging(b) : b.tape.one([undefined, part(b)]);
    const begun = to === undefined ? undefined : b.state.parts[to]?.startedOn;
    const receivedOn = begun !== undefined && b.tape.chance(500) ? begun : days(b);
    const anonymous = b.tape.chance(700);
    const against = b.tape.chance(400) ? b.tape.pick(OFFICIALS) : undefined;
    return {
      type: 'RaiseObjection',
      data: {
        no,
        target,
        ...(to === undefined ? {} : { part: to }),
        receivedOn,
        receivedBy: holder('VILLAGE_SUPERVISOR'),
        anonymous,
        facts: sealed(b.tape.chance(150) ? 'facts 1' : `facts ${no}`),
        byHousehold: b.tape.chance(300),
        ...(against === undefined ? {} : { against }),
      },
    };
  }),
  branch('an investigation', always, (b) => ({
    type: 'AssignInvestigation',
    data: investigation(b),
  })),
  branch('an objection decided', always, (b) => {
    const no = objection(b);
    const assigned = b.state.objections[String(no)]?.investigators ?? [];
    const outcome = b.tape.pick(['DISMISSED', 'UPHELD', 'PARTLY', 'NOT_ACCEPTED', 'WITHDRAWN']);
    const ground = b.tape.pick([undefined, 'DUPLICATE', 'NO_FACT']);
    return {
      type: 'DecideObjection',
      data: {
        no,
        outcome,
        ...(ground === undefined ? {} : { ground }),
        material: b.tape.chance(500),
        decidedBy: assigned.length > 0 && b.tape.chance(800) ? assigned : deciders(b, 'COUNTY'),
        reason: sealed(`decided ${no}`),
        evidence: b.tape.chance(500) ? evidence(b) : [],
      },
    };
  }),
];

const TURNS: readonly Branch[] = [
  branch('a return', open, (b) => ({
    type: 'ReturnCase',
    data: {
      no: b.village.log.length,
      to: b.tape.chance(50) ? 'NO.PART' : partDone(b),
      level: level(b),
      reason: sealed('go back'),
      papers: NO_PAPERS,
    },
  })),
  branch(
    'a move to other law',
    (state) => open(state) && state.kind === 'IDENTIFICATION',
    (b) => {
      if (b.tape.chance(600)) return undefined;
      const confirmedBy = b.tape.pick([holder('LEADING_GROUP_HEAD', 4), holder('LEADING_GROUP_HEAD', 4), b.tape.pick(OFFICIALS)]);
      const definition = b.tape.pick(['IDENT-8@2', 'IDENT-8@2', 'IDENT-8@1', 'EXIT-8@1', 'IDENT-8@99']);
      const instrument = { documentNo: 'county 2016-9', clause: 'art. 3' };
      const said = { no: b.village.log.length, definition, instrument, confirmedBy, reason: sealed('new law') };
      return { type: 'MigrateCase', data: { ...said, papers: b.tape.chance(900) ? papers(b) : NO_PAPERS } };
    },
  ),
  branch('a withdrawal', open, (b) =>
    b.tape.chance(350) ? { type: 'WithdrawCase', data: { signature: signs(b), papers: NO_PAPERS } } : undefined,
  ),
  branch('a lapse', open, (b) =>
    b.tape.chance(200) ? { type: 'LapseCase', data: { reason: 'DEATH', papers: papers(b) } } : undefined,
  ),
  branch('a deferral', always, (b) =>
    b.tape.chance(400)
      ? {
          type: 'DeferExit',
          data: { toYear: b.state.programYear + b.tape.pick([1, 0]), reason: sealed('deferred'), papers: NO_PAPERS },
        }
      : undefined,
  ),
  branch('an approval revoked', open, (b) => ({
    type: 'RevokeApproval',
    data: { documentNo: `revoked ${b.village.log.length}`, reason: sealed('error'), papers: NO_PAPERS },
  })),
  branch('a consent revoked', open, (b) =>
    b.tape.chance(500) ? { type: 'RevokeConsent', data: { signature: signs(b), reason: sealed('no more') } } : undefined,
  ),
  branch('a signed roll', open, (b) => ({
    type: 'OrderSignedRoll',
    data: {
      part: b.tape.pick(['REVIEW_GROUP.REVIEW', 'REVIEW_VILLAGE.REVIEW', part(b)]),
      reason: sealed('nobody comes'),
      papers: NO_PAPERS,
    },
  })),
];

const REMEDIES: readonly Branch[] = [
  branch('a rejection notified', always, (b) => ({ type: 'NotifyRejection', data: { deliveredOn: days(b), papers: NO_PAPERS } })),
  branch('a recheck requested', always, (b) => ({
    type: 'RequestRecheck',
    data: { requestedOn: days(b), signature: signs(b), reason: sealed('look again') },
  })),
  branch('a recheck decided', always, (b) => {
    const at = b.state.rejection?.level === 'TOWNSHIP' ? 'COUNTY' : level(b);
    const outcome = b.tape.pick(['NEW_SURVEY', 'RE_REVIEW', 'CONFIRMED']);
    const said = { outcome, level: at, decidedBy: deciders(b, at), reason: sealed('looked'), papers: NO_PAPERS };
    return { type: 'DecideRecheck', data: { no: b.village.log.length, ...said } };
  }),
  branch('a contest', always, (b) => ({
    type: 'ContestDecision',
    data: {
      no: (b.state.contests?.length ?? 0) + 1,
      contested: b.tape.chance(800) === (b.state.phase === 'CLOSED') ? 'REJECTION' : 'RETURN',
      reason: sealed('not so'),
      papers: NO_PAPERS,
    },
  })),
  branch('a contest ruled', always, (b) => {
    const at = b.tape.chance(700) ? (b.state.rejection?.part ?? b.state.returned?.to) : b.tape.one([undefined, part(b)]);
    const resumeAt = at === undefined ? {} : { resumeAt: at };
    const said = { upheld: b.tape.chance(650), ...resumeAt, decidedBy: deciders(b, 'COUNTY') };
    return {
      type: 'RuleOnContest',
      data: { no: b.state.contests?.length ?? 1, ...said, reason: sealed('ruled'), papers: NO_PAPERS },
    };
  }),
  branch('a re-review', rejected, (b) => ({
    type: 'OrderReReview',
    data: {
      part: b.tape.chance(900) ? (b.state.rejection?.part ?? '') : part(b),
      reason: sealed('again'),
      papers: NO_PAPERS,
    },
  })),
];

const NOTICES: readonly Branch[] = [
  branch(
    'a notice corrected',
    (state) => Object.keys(state.notices).length > 0,
    (b) => ({
      type: 'CorrectNotice',
      data: {
        part: hanging(b) ?? '',
        no: b.village.log.length,
        field: b.tape.pick(['NAME', 'PHONE', 'HEAD_COUNT']),
        correctedOn: days(b),
        contentDigest: 'corrected',
        papers: NO_PAPERS,
      },
    }),
  ),
  branch(
    'a notice interrupted',
    (state) => Object.keys(state.notices).length > 0,
    (b) => {
      const missingFrom = addDays(b.today, b.tape.pick([-1, -2, -5, -3, -6, 0, 1]));
      const restoredOn = b.tape.chance(800) ? b.today : addDays(b.today, b.tape.pick([1, -9]));
      const place = b.tape.pick(['VILLAGE_BOARD', 'VILLAGE_BOARD', 'NOWHERE']);
      return {
        type: 'InterruptNotice',
        data: {
          part: hanging(b) ?? '',
          no: b.village.log.length,
          place,
          missingFrom,
          restoredOn,
          withdrawnByIssuer: b.tape.chance(200),
          evidence: [],
        },
      };
    },
  ),
  branch(
    'a notice interrupted late',
    (state) => Object.keys(state.notices).some((id) => state.parts[id]?.status === 'DONE'),
    (b) => {
      const ended = Object.entries(b.state.notices).filter(([id]) => b.state.parts[id]?.status === 'DONE');
      const [part, notice] = b.tape.one(ended) ?? ['', undefined];
      const missingFrom = addDays(notice?.runsFrom ?? b.today, 1);
      const restoredOn = addDays(missingFrom, b.tape.pick([1, 2, 3]));
      const gap = { place: 'VILLAGE_BOARD', missingFrom, restoredOn, withdrawnByIssuer: b.tape.chance(300), evidence: [] };
      return { type: 'InterruptNotice', data: { part, no: b.village.log.length, ...gap } };
    },
  ),
  branch(
    'the bell rings',
    (state) => Object.keys(state.notices).length > 0,
    (b) => {
      const id = hanging(b) ?? '';
      const due = b.state.notices[id]?.earliestClose ?? b.today;
      return { type: 'MarkNoticePeriodElapsed', data: { part: id, round: b.state.parts[id]?.round ?? 1, due } };
    },
    (b) => ({ by: b.tape.chance(800) ? CLOCK : clerk('DATA_CLERK') }),
  ),
];

const CORRECTABLE: readonly (readonly [type: string, field: string])[] = [
  ['ReviewHeld', 'tally'],
  ['ReviewHeld', 'presentAndTally'],
  ['ReviewHeld', 'heldOn'],
  ['HomeVisitRecorded', 'visitedOn'],
  ['HomeVisitRecorded', 'sharingIncome'],
  ['NoticePosted', 'places.0.postedOn'],
  ['CountyApproved', 'documentNo'],
  ['TownshipAuditPassed', 'occurredOn'],
  ['ReviewHeld', 'method'],
  ['ReviewHeld', 'result'],
  ['ApplicationSubmitted', 'by'],
];

function standing(data: object, field: string, occurredOn: string): string {
  if (field === 'occurredOn') return occurredOn;
  const { tally, present } = data as {
    readonly tally?: { readonly votesFor: number; readonly against: number; readonly abstain: number };
    readonly present?: number;
  };
  const votes = tally === undefined ? '' : `${tally.votesFor}/${tally.against}/${tally.abstain}`;
  if (field === 'tally') return votes;
  if (field === 'presentAndTally') return `${present ?? 0}:${votes}`;
  return String(field.split('.').reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], data));
}

function corrected(field: string, old: string, { tape }: Branching): string {
  if (field === 'tally') {
    const [yes = 0, no = 0, none = 0] = old.split('/').map(Number);
    return tape.pick([`${yes - 1}/${no + 1}/${none}`, `${no}/${yes}/${none}`, `${yes + 5}/${no}/${none}`, old, 'many']);
  }
  if (field === 'presentAndTally') {
    const present = Number(old.split(':')[0]);
    return tape.pick([`${present - 1}:${present - 4}/2/1`, `${present - 9}:${present - 10}/1/0`]);
  }
  if (/^\d{4}-/.test(old)) return addDays(old as CivilDate, tape.pick([-1, 0, 1, -10, 3]));
  if (/^\d+$/.test(old)) return tape.pick(['1', '2', '9']);
  return tape.pick([`${old} bis`, 'SHOW_OF_HANDS', 'WRITTEN_FOR', '']);
}

const RECORDS: readonly Branch[] = [
  branch(
    'a correction',
    always,
    (b) => {
      const [type, field] = b.tape.pick([...CORRECTABLE] as [(typeof CORRECTABLE)[number], ...(typeof CORRECTABLE)[number][]]);
      const events = b.village.eventsOf(`case-${b.caseId}`).filter((event) => event.type === `case.${type}.v1`);
      const event = b.tape.chance(950) ? events.at(-1) : b.village.log[0];
      if (event === undefined) return undefined;
      const old = b.tape.chance(950) ? standing(event.data, field, event.metadata.occurredOn) : 'something else';
      const confirmedBy = b.tape.pick([
        holder('COUNTY_POVERTY_OFFICE_HEAD', 5),
        holder('COUNTY_POVERTY_OFFICE_HEAD', 5),
        holder('FILING_OFFICER', 5),
        undefined,
        event.metadata.actorId,
        holder('VILLAGE_SECRETARY', 5),
      ]);
      return {
        type: 'CorrectRecord',
        data: {
          no: b.village.log.length,
          event: event.id,
          field,
          old,
          new: corrected(field, old, b),
          scanDigest: 'scan',
          ...(confirmedBy === undefined ? {} : { confirmedBy }),
          reason: sealed('slip'),
        },
      };
    },
    (b) => ({ by: b.tape.pick([clerk('DATA_CLERK'), clerk('STATION_CLERK')]) }),
  ),
  branch('an entry of another case', always, (b) => ({
    type: 'ReassignEntry',
    data: {
      no: b.village.log.length,
      act: b.tape.one(b.village.streamsOf('act').map((name) => name.slice(4))) ?? 'none',
      part: part(b),
      toCase: b.tape.pick(['another', b.caseId]),
      confirmedBy: b.tape.pick([
        holder('COUNTY_POVERTY_OFFICE_HEAD', 5),
        holder('FILING_OFFICER', 5),
        holder('STATION_CLERK', 9),
      ]),
      reason: sealed('other'),
    },
  })),
  branch(
    'a backfill admitted',
    open,
    (b) => ({
      type: 'AdmitBackfill',
      data: {
        no: b.village.log.length,
        parts: b.tape.chance(850) ? [notBegun(b)] : b.tape.pick([[part(b)], [], ['NO.PART']]),
        reason: sealed('stack'),
        scanDigest: 'scan',
      },
    }),
    (b) => {
      // The one who sits at the desk everywhere admits what he then records: R2 keeps these hands apart.
      const by = b.tape.pick([undefined, 'STATION_CLERK', 'COUNTY_POVERTY_OFFICER']);
      return by === undefined ? {} : { performedBy: holder(by, 9), by: clerk(by, b.tape.pick([8, 9])) };
    },
  ),
];

const HOUSEHOLD: readonly Branch[] = [
  branch('management handed over', open, (b) => ({
    type: 'TransferManagement',
    data: {
      no: b.village.log.length,
      to: b.tape.pick([ELSEWHERE, b.state.area]),
      confirmedByFrom: b.tape.pick([holder('TOWNSHIP_HEAD', 5), 'nobody-of-it']),
      confirmedByTo: b.tape.pick([OTHER_TOWNSHIP, OTHER_TOWNSHIP, holder('TOWNSHIP_HEAD', 5)]),
    },
  })),
  branch('a change that the register did not report', open, (b) => ({
    type: 'NoteHouseholdChange',
    data: { change: 'HEAD', on: b.today, household: b.state.household, cause: `cause ${b.village.log.length}` },
  })),
  branch('a letter', always, (b) => ({ type: 'IssueConfirmationLetter', data: { deliveredOn: days(b), papers: NO_PAPERS } })),
  branch('a handbook', always, (b) => ({ type: 'IssueHandbook', data: { issuedOn: days(b), papers: NO_PAPERS } })),
  branch('a registry entry', always, (b) => ({
    type: 'RecordRegistryEntry',
    data: { enteredOn: days(b), system: `system ${b.village.log.length}` },
  })),
  branch('an application after all', ended, (b) => ({
    type: 'SubmitApplication',
    data: { part: part(b), by: 'HOUSEHOLD', membersListed: [], authorisedBy: [], papers: NO_PAPERS },
  })),
  branch('the case opened again', always, () => ({ type: 'OpenCase', data: {} })),
  branch('asked by an act', open, (b) => ({
    type: 'JoinAct',
    data: { act: 'act-of-nobody', part: part(b), round: 1, no: b.village.log.length },
  })),
  branch('freed by an act', open, (b) => ({ type: 'LeaveAct', data: { act: 'act-of-nobody', no: b.village.log.length } })),
  branch(
    'something parked',
    open,
    () => ({ type: 'ReleaseParked', data: { key: 'nothing' } }),
    (b) => ({ by: b.tape.chance(500) ? PROCESS : clerk('STATION_CLERK') }),
  ),
];

/** Orders to the register while a case is open: what the household itself brings about. */
const REGISTER: readonly Branch[] = [
  {
    name: 'a member added',
    when: open,
    wish: (b) =>
      ofRegister(b, {
        type: 'AddMember',
        data: {
          member: newMember(`${personOf(b.state.householdId, 4)}${b.village.log.length}`, 'PARENT', '1944-02-02'),
          reason: 'OMITTED',
          on: b.today,
          papers: NO_PAPERS,
        },
      }),
  },
  {
    name: 'a member gone',
    when: open,
    wish: (b) =>
      ofRegister(b, {
        type: 'RemoveMember',
        data: {
          no: b.village.log.length,
          person: b.tape.pick([personOf(b.state.householdId, 2), personOf(b.state.householdId, 1), 'nobody-of-it']),
          reason: b.tape.pick(['DEATH', 'MARRIED_OUT']),
          on: days(b),
          papers: NO_PAPERS,
        },
      }),
  },
  {
    name: 'another head',
    when: open,
    wish: (b) =>
      ofRegister(b, {
        type: 'ChangeHead',
        data: { no: b.village.log.length, head: personOf(b.state.householdId, 2), on: b.today, papers: NO_PAPERS },
      }),
  },
  {
    name: 'a measure',
    when: open,
    wish: (b) =>
      ofRegister(b, {
        type: 'DeliverMeasure',
        data: { no: b.village.log.length, measure: 'INDUSTRY', amountFen: 100_000, on: b.today },
      }),
  },
  {
    name: 'a second case',
    when: open,
    wish: (b) =>
      ofRegister(b, {
        type: 'AdmitCase',
        data: {
          kind: b.tape.pick(['IDENTIFICATION', 'EXIT']),
          origin: 'OWN',
          no: b.village.log.length,
          definition: b.tape.pick(['IDENT-8@1', 'EXIT-8@1']),
          programYear: b.state.programYear,
        },
      }),
  },
  {
    name: 'an identity corrected',
    when: open,
    wish: (b) =>
      ofRegister(b, {
        type: 'CorrectIdentity',
        data: {
          no: b.village.log.length,
          person: personOf(b.state.householdId, 2),
          idNumber: sealed('another'),
          idCheckDigitHolds: true,
          idFingerprint: b.tape.pick(['id another', 'id of p-2-1']),
          papers: NO_PAPERS,
        },
      }),
  },
  {
    name: 'a result without a case',
    when: always,
    wish: (b) =>
      ofRegister(
        b,
        {
          type: 'RecordCaseResult',
          data: {
            caseId: b.caseId,
            outcome: 'REGISTERED',
            on: b.today,
            programYear: b.state.programYear,
            no: b.village.log.length,
          },
        },
        clerk('STATION_CLERK'),
      ),
  },
];

const ofRegister = ({ state }: Branching, order: Order, by = clerk('STATION_CLERK')): Wish => ({
  target: `household-${state.householdId}`,
  order,
  by,
});

export const BRANCHES: readonly Branch[] = [
  ...OBJECTIONS,
  ...TURNS,
  ...REMEDIES,
  ...NOTICES,
  ...RECORDS,
  ...HOUSEHOLD,
  ...REGISTER,
];

export function branchOf(branching: Branching, habit?: Branch): { readonly name: string; readonly wish: Wish } | undefined {
  const { state, tape } = branching;
  const usual = habit?.when(state) === true && tape.chance(500) ? habit.wish(branching) : undefined;
  if (habit !== undefined && usual !== undefined) return { name: habit.name, wish: usual };
  const groups =
    state.phase === 'CLOSED' && rejected(state) && tape.chance(700)
      ? [REMEDIES]
      : [OBJECTIONS, TURNS, REMEDIES, NOTICES, RECORDS, HOUSEHOLD, REGISTER];
  const chosen = tape.one((tape.one(groups) ?? BRANCHES).filter(({ when }) => when(state)));
  const wish = chosen?.wish(branching);
  return chosen === undefined || wish === undefined ? undefined : { name: chosen.name, wish };
}
