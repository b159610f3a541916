import { type CaseFile } from '#libs/household-case';
import { addDays, type CivilDate } from '#libs/kernel';
import { type Law, type Papers, type Part, type PartId, type Signature } from '#libs/procedure';
import {
  AREA,
  BOTH_OF_VILLAGE,
  CLERK_AND_COMMITTEE,
  clerk,
  holder,
  personOf,
  PROCESS,
  RELATED,
  rosterOf,
  sealed,
  SECRETARY_AND_TEAM,
  TWO_LEVELS,
} from './people.js';
import { householdSigns } from './lawful.js';
import { type Tape } from './tape.js';
import { type Wish } from './village.js';

/** A lawful order about to be given, and the choices of the run. */
export interface Faulty {
  readonly wish: Wish;
  readonly state: CaseFile;
  readonly law: Law;
  readonly id: PartId;
  readonly part: Part;
  readonly today: CivilDate;
  readonly tape: Tape;
  /** The order by which a later part would be done. */
  readonly ahead: (id: PartId) => Wish | undefined;
}

export interface Fault {
  readonly name: string;
  /** Only for orders of this type; of any where absent. */
  readonly type?: string;
  readonly of: (faulty: Faulty) => Wish | undefined;
}

type Data = Readonly<Record<string, unknown>>;
const dataOf = ({ wish }: Faulty): Data => wish.order.data as Data;

const saying = ({ wish }: Faulty, change: object): Wish => ({
  ...wish,
  order: { type: wish.order.type, data: { ...wish.order.data, ...change } },
});

/** The papers of the order, changed; nothing where it has none. */
function withPapers(faulty: Faulty, change: (papers: Papers) => Papers | undefined): Wish | undefined {
  const { papers } = dataOf(faulty) as { readonly papers?: Papers };
  const changed = papers === undefined ? undefined : change(papers);
  return changed === undefined ? undefined : saying(faulty, { papers: changed });
}

const withSignature = (
  faulty: Faulty,
  change: (signature: Signature, index: number) => Partial<Signature> | undefined,
): Wish | undefined =>
  withPapers(faulty, (papers) => {
    const signatures = papers.signatures.map((signature, index) => ({ ...signature, ...change(signature, index) }));
    return papers.signatures.length === 0 ? undefined : { ...papers, signatures };
  });

const fault = (name: string, of: Fault['of']): Fault => ({ name, of });
/** Only for orders of one type. */
const to = (type: string, name: string, of: Fault['of']): Fault => ({ name, type, of });

interface MeetingWords {
  readonly presentPersons: readonly string[];
  readonly body: string;
}
const voters = (faulty: Faulty): number => (dataOf(faulty) as unknown as MeetingWords).presentPersons.length;

const laterPart = ({ law, id, tape }: Faulty): PartId | undefined => {
  const later = law.order.slice(law.order.indexOf(id) + 1);
  return tape.chance(700) ? later[0] : tape.one(later);
};

const ANY: readonly Fault[] = [
  fault('a step skipped', (faulty) => {
    const later = laterPart(faulty);
    return later === undefined ? undefined : faulty.ahead(later);
  }),
  fault('recorded by who admitted its date', ({ wish, state, id }) => {
    const admitter = state.admittedBy?.[id];
    return admitter === undefined ? undefined : { ...wish, by: { ...wish.by, id: admitter } };
  }),
  fault('a later step', ({ wish, law, id, tape }) => {
    const later = tape.one(
      law.order.slice(law.order.indexOf(id) + 1).filter((other) => law.parts[other]?.kind === law.parts[id]?.kind),
    );
    return later === undefined
      ? undefined
      : { ...wish, order: { type: wish.order.type, data: { ...wish.order.data, part: later, round: 1 } } };
  }),
  fault('a part of another kind', (faulty) => saying(faulty, { part: faulty.tape.one(['NO.PART', ...faulty.law.order]) })),
  fault('an older or a later round', (faulty) => saying(faulty, { round: faulty.tape.pick([2, 3, 7]) })),
  fault('without evidence', (faulty) =>
    withPapers(faulty, (papers) => {
      const left = papers.evidence.filter(() => faulty.tape.next() % 3 !== 0);
      return left.length === papers.evidence.length ? { ...papers, evidence: [] } : { ...papers, evidence: left };
    }),
  ),
  fault('without a seal', (faulty) =>
    withPapers(faulty, (papers) => (papers.seals.length === 0 ? undefined : { ...papers, seals: [] })),
  ),
  fault('without a signature', (faulty) =>
    withPapers(faulty, (papers) => {
      const gone = faulty.tape.next() % Math.max(1, papers.signatures.length);
      return papers.signatures.length === 0
        ? undefined
        : { ...papers, signatures: papers.signatures.filter((_, index) => index !== gone) };
    }),
  ),
  fault('without the household’s signature', (faulty) =>
    withPapers(faulty, (papers) => ({
      ...papers,
      signatures: papers.signatures.filter(({ capacity }) => capacity === 'OFFICE'),
    })),
  ),
  fault('signed in an office that the signer does not hold', (faulty) =>
    withSignature(faulty, ({ capacity }, index) =>
      capacity === 'OFFICE' && index === 0 ? { person: holder('INSPECTOR') } : undefined,
    ),
  ),
  fault('a person signs twice', (faulty) =>
    withPapers(faulty, (papers) => {
      const [first] = papers.signatures;
      return first === undefined ? undefined : { ...papers, signatures: [...papers.signatures, first] };
    }),
  ),
  fault('one person for two slots', (faulty) =>
    withPapers(faulty, (papers) => {
      const [first, second, ...others] = papers.signatures.filter(({ capacity }) => capacity === 'OFFICE');
      if (first === undefined || second === undefined) return undefined;
      const own = papers.signatures.filter(({ capacity }) => capacity !== 'OFFICE');
      return { ...papers, signatures: [{ ...first, offices: [...first.offices, ...second.offices] }, ...others, ...own] };
    }),
  ),
  fault('a lawful pair signs once', (faulty) =>
    withPapers(faulty, (papers) => {
      const rest = papers.signatures.filter(({ offices }) => !offices.some((one) => /VILLAGE_(SECRETARY|DIRECTOR)/.test(one)));
      const [model] = papers.signatures.filter(({ offices }) => offices.some((one) => /VILLAGE_(SECRETARY|DIRECTOR)/.test(one)));
      if (model === undefined) return undefined;
      const pair = { ...model, person: BOTH_OF_VILLAGE, offices: ['VILLAGE_SECRETARY', 'VILLAGE_DIRECTOR'] };
      return { ...papers, signatures: [pair, ...rest] };
    }),
  ),
  fault('an unlawful pair', (faulty) =>
    withPapers(faulty, (papers) => {
      const [model] = papers.signatures.filter(({ capacity }) => capacity === 'OFFICE');
      if (model === undefined) return undefined;
      const pair = { ...model, person: SECRETARY_AND_TEAM, offices: ['VILLAGE_SECRETARY', 'RESIDENT_TEAM_LEADER'] };
      return { ...papers, signatures: [...papers.signatures, pair] };
    }),
  ),
  fault('the same office twice instead of one of each', (faulty) =>
    withSignature(faulty, ({ capacity }, index) =>
      capacity === 'OFFICE' ? { person: holder('VILLAGE_SECRETARY', index), offices: ['VILLAGE_SECRETARY'] } : undefined,
    ),
  ),
  fault('a stranger signs for the household', (faulty) =>
    withSignature(faulty, ({ capacity }) =>
      capacity === 'OFFICE' ? undefined : { person: 'nobody-of-it', capacity: 'ADULT_MEMBER' },
    ),
  ),
  fault('a member of the household signs as official', (faulty) =>
    withSignature(faulty, ({ capacity, offices }, index) =>
      capacity === 'OFFICE' && index < 2 && offices.length === 1 ? { person: RELATED } : undefined,
    ),
  ),
  fault('a member of the household performs it', ({ wish }) => ({ ...wish, performedBy: RELATED })),
  fault('somebody decides who decided at another level', (faulty) =>
    withSignature(faulty, ({ offices }, index) =>
      index === 0 &&
      offices.some((one) => /VILLAGE_SECRETARY|FIRST_SECRETARY|TOWNSHIP_HEAD|TOWNSHIP_PARTY|LEADING_GROUP_HEAD/.test(one))
        ? { person: TWO_LEVELS }
        : undefined,
    ),
  ),
  fault('performed by somebody who decided at another level', ({ wish, part }) =>
    part.performedBy.some((office) => /VILLAGE_SECRETARY|TOWNSHIP_HEAD|LEADING_GROUP_HEAD/.test(office))
      ? { ...wish, performedBy: TWO_LEVELS }
      : undefined,
  ),
  fault('recorded by an office that may not', ({ wish, tape }) => ({
    ...wish,
    by: clerk(
      tape.pick([
        'INSPECTOR',
        'PROGRAMME_ADMINISTRATOR',
        'GROUP_LEADER',
        'LINE_DEPARTMENT_OFFICER',
        'VILLAGE_REPRESENTATIVE',
        'DATA_CLERK',
      ]),
    ),
  })),
  fault('recorded by who confirms it', ({ wish, part }) => {
    const role = part.recordedBy.find((office) => /DATA_CLERK|STATION_HEAD|COUNTY_POVERTY_OFFICER$/.test(office)) ?? 'DATA_CLERK';
    return { ...wish, by: { id: CLERK_AND_COMMITTEE, role, area: AREA.village }, performedBy: CLERK_AND_COMMITTEE };
  }),
  fault('posted and confirmed by one', ({ wish, part, state, id }) => {
    if (wish.order.type === 'ConfirmNoticeResult') return { ...wish, performedBy: state.parts[id]?.recordedBy[0] ?? '' };
    if (wish.order.type !== 'PostNotice') return undefined;
    const role = part.recordedBy.find((office) => part.performedBy.some((one) => one === office)) ?? 'DATA_CLERK';
    return { ...wish, by: { id: holder(part.performedBy[0] ?? 'DATA_CLERK'), role, area: AREA.village } };
  }),
  fault('performed by another office', ({ wish, tape }) => ({
    ...wish,
    performedBy: tape.pick([holder('INSPECTOR'), holder('VILLAGE_REPRESENTATIVE'), holder('GROUP_LEADER', 4), 'nobody-of-it']),
  })),
  fault('given in the name of the engine', ({ wish }) => ({ ...wish, by: PROCESS })),
  fault('as if it came by an act', (faulty) => saying(faulty, { act: 'act-of-nobody', present: 30, rosterTotal: 30 })),
  fault('dated tomorrow', ({ wish, today }) => ({ ...wish, on: addDays(today, 1) })),
  fault('signed tomorrow', (faulty) => withSignature(faulty, () => ({ signedOn: addDays(faulty.today, 1) }))),
  fault('signed before what stands before it', (faulty) =>
    withSignature(faulty, () => ({ signedOn: addDays(faulty.today, -20) })),
  ),
  fault('an old paper date', ({ wish, today, tape }) => ({ ...wish, on: addDays(today, tape.pick([-1, -4, -9, -30])) })),
  fault('an old paper, entered late', (faulty) => {
    const back = (date: unknown): CivilDate => addDays(date as CivilDate, -5);
    const data = dataOf(faulty);
    const moved = Object.fromEntries(
      ['visitedOn', 'heldOn', 'endedOn'].flatMap((field) => (data[field] === undefined ? [] : [[field, back(data[field])]])),
    );
    return { ...saying(faulty, moved), on: addDays(faulty.today, -5) };
  }),
  fault('by officials who propose it', (faulty) =>
    dataOf(faulty)['by'] === undefined
      ? undefined
      : {
          ...saying(faulty, { by: faulty.tape.pick(['CADRES', 'GROUP', 'PLAN', 'WRITTEN_FOR', 'HOUSEHOLD']) }),
          performedBy: faulty.tape.pick([holder('VILLAGE_SECRETARY', 3), faulty.state.household.head]),
        },
  ),
  fault('parked where it is early', (faulty) => {
    const later = laterPart(faulty);
    const wish = later === undefined ? undefined : faulty.ahead(later);
    return wish === undefined
      ? undefined
      : { ...wish, order: { type: wish.order.type, data: { ...wish.order.data, parkIfEarly: true } } };
  }),
];

const SURVEYS: readonly Fault[] = [
  to('RecordSurvey', 'too few surveyors', (faulty) => {
    const { surveyors } = dataOf(faulty) as { readonly surveyors: readonly object[] };
    return saying(faulty, { surveyors: surveyors.slice(0, faulty.tape.pick([1, 0])) });
  }),
  to('RecordSurvey', 'a surveyor without office', (faulty) => {
    const { surveyors } = dataOf(faulty) as { readonly surveyors: readonly object[] };
    return saying(faulty, { surveyors: [surveyors[0], { person: 'nobody-of-it', offices: ['VILLAGE_SECRETARY'] }] });
  }),
  to('RecordSurvey', 'a form with a gap', (faulty) => {
    const { criteria } = dataOf(faulty) as { readonly criteria: readonly object[] };
    return saying(faulty, { criteria: faulty.tape.chance(500) ? [...criteria, criteria[0]] : criteria.slice(1) });
  }),
  to('RecordSurvey', 'a criterion unmet', (faulty) => {
    const { criteria } = dataOf(faulty) as { readonly criteria: readonly { readonly code: string }[] };
    return saying(faulty, { criteria: criteria.map((one) => (one.code === 'HOUSING' ? { ...one, result: 'NOT_MET' } : one)) });
  }),
  to('RecordSurvey', 'an income on the other side of the line', (faulty) => {
    const { income } = dataOf(faulty) as { readonly income: { readonly ref: string } };
    return saying(faulty, { income: sealed(income.ref === 'income-low' ? 'income-high' : 'income-low') });
  }),
  to('RecordSurvey', 'an income that cannot be read', (faulty) => saying(faulty, { income: sealed('nothing') })),
  to('RecordSurvey', 'shared by more than there are', (faulty) => saying(faulty, { sharingIncome: faulty.tape.pick([9, 0, 1]) })),
  to('RecordSurvey', 'the team of before', (faulty) => {
    const before = (faulty.state.surveyedBy ?? [])[0];
    if (before === undefined) return undefined;
    const { surveyors } = dataOf(faulty) as { readonly surveyors: readonly { readonly offices: readonly string[] }[] };
    return saying(faulty, { surveyors: [{ person: before, offices: OFFICES_OF_SURVEYORS }, ...surveyors] });
  }),
  to('RecordVerification', 'failed', (faulty) =>
    saying(faulty, { passed: false, ...(faulty.tape.chance(300) ? {} : { reason: sealed('not so') }) }),
  ),
  to('SubmitApplication', 'a member left out', (faulty) => saying(faulty, { membersListed: [faulty.state.household.head] })),
  to('SubmitApplication', 'an authorisation left out', (faulty) =>
    saying(faulty, { authorisedBy: [faulty.state.household.head] }),
  ),
];
const OFFICES_OF_SURVEYORS = [
  'VILLAGE_SECRETARY',
  'VILLAGE_DIRECTOR',
  'COMMITTEE_MEMBER',
  'FIRST_SECRETARY',
  'RESIDENT_TEAM_LEADER',
];

/** One of those present was not there in person for himself. */
function otherwise(faulty: Faulty, how: (present: readonly string[]) => object): Wish | undefined {
  const { presentPersons } = dataOf(faulty) as unknown as MeetingWords;
  const row = { capacity: 'MEMBER', mode: 'IN_PERSON', ...how(presentPersons) };
  return saying(faulty, { otherwisePresent: [row] });
}

const MEETINGS: readonly Fault[] = [
  to('RecordReview', 'one short of the quorum', (faulty) => {
    const { body } = dataOf(faulty) as unknown as MeetingWords;
    const roster = rosterOf(body);
    const least = faulty.state.bodyKind === 'RESIDENTS' ? roster.length / 2 + 1 : (roster.length * 2) / 3;
    const present = least - faulty.tape.pick([1, 0, 2]);
    return saying(faulty, { presentPersons: roster.slice(0, present), tally: { votesFor: present - 1, against: 1, abstain: 0 } });
  }),
  to('RecordReview', 'half of the votes', (faulty) => {
    const count = voters(faulty) - (voters(faulty) % 2);
    const { presentPersons } = dataOf(faulty) as unknown as MeetingWords;
    return saying(faulty, {
      presentPersons: presentPersons.slice(0, count),
      tally: { votesFor: count / 2, against: count / 2, abstain: 0 },
    });
  }),
  to('RecordReview', 'voted down', (faulty) =>
    saying(faulty, { tally: { votesFor: 2, against: voters(faulty) - 2, abstain: 0 } }),
  ),
  to('RecordReview', 'carried by one vote, one recused', (faulty) => {
    const { presentPersons } = dataOf(faulty) as unknown as MeetingWords;
    const left = voters(faulty) - 1;
    const yes = Math.floor(left / 2) + 1;
    return saying(faulty, { recused: presentPersons.slice(0, 1), tally: { votesFor: yes, against: left - yes, abstain: 0 } });
  }),
  to('RecordReview', 'votes that do not add up', (faulty) =>
    saying(faulty, { tally: { votesFor: voters(faulty), against: 3, abstain: 0 } }),
  ),
  to('RecordReview', 'somebody who is not of the body', (faulty) => {
    const { presentPersons } = dataOf(faulty) as unknown as MeetingWords;
    return saying(faulty, { presentPersons: [...presentPersons.slice(1), 'nobody-of-it'] });
  }),
  to('RecordReview', 'another body', (faulty) =>
    saying(faulty, { body: 'VILLAGE_MEETING', presentPersons: rosterOf('VILLAGE_MEETING').slice(0, voters(faulty)) }),
  ),
  to('RecordReview', 'a name twice', (faulty) => {
    const { presentPersons } = dataOf(faulty) as unknown as MeetingWords;
    return saying(faulty, { presentPersons: [...presentPersons.slice(1), presentPersons.at(-1)] });
  }),
  to('RecordReview', 'there from afar', (faulty) => otherwise(faulty, ([person]) => ({ person, mode: 'REMOTE' }))),
  to('RecordReview', 'there in writing', (faulty) => otherwise(faulty, ([person]) => ({ person, mode: 'WRITTEN' }))),
  to('RecordReview', 'spoken for', (faulty) => otherwise(faulty, ([absent]) => ({ person: 'grown-up', speaksFor: absent }))),
  to('RecordReview', 'a proxy', (faulty) =>
    otherwise(faulty, ([absent]) => ({ person: 'neighbour', capacity: 'PROXY', speaksFor: absent })),
  ),
  to('RecordReview', 'one of the body for two', (faulty) =>
    otherwise(faulty, ([absent, person]) => ({ person, speaksFor: absent })),
  ),
  to('RecordReview', 'the household votes on itself', (faulty) => {
    const { presentPersons } = dataOf(faulty) as unknown as MeetingWords;
    const own = [...presentPersons.slice(1), faulty.state.household.head];
    const half = Math.floor(own.length / 2);
    const close = {
      votesFor: own.length - half + (own.length % 2 === 0 ? 1 : 0),
      against: half - (own.length % 2 === 0 ? 1 : 0),
      abstain: 0,
    };
    return saying(faulty, {
      presentPersons: own,
      ...(faulty.tape.chance(500) ? { tally: close } : {}),
      ...(faulty.tape.chance(300) ? { recused: own.slice(-1) } : {}),
    });
  }),
  to('RecordReview', 'a roll that nobody ordered', (faulty) => saying(faulty, { method: 'SIGNED_ROLL' })),
  to('RecordReview', 'no names', (faulty) => saying(faulty, { presentPersons: undefined })),
  to('RecordReview', 'before there was a roster', (faulty) => saying(faulty, { heldOn: '2009-05-01' })),
  to('RecordReview', 'the comparison not read out', (faulty) => saying(faulty, { comparisonReadOut: false })),
];

const COMPARISONS: readonly Fault[] = [
  to('RequestComparison', 'an unknown source', (faulty) => saying(faulty, { sources: ['HEARSAY'] })),
  to('RequestComparison', 'about a stranger', (faulty) => saying(faulty, { persons: ['nobody-of-it'] })),
  to('GrantQueryAuthorisation', 'leave of a stranger', (faulty) => saying(faulty, { person: 'nobody-of-it' })),
  to('GrantQueryAuthorisation', 'asked without leave', ({ wish, state, id, part }) => {
    if (part.kind !== 'comparison') return undefined;
    const data = {
      part: id,
      round: state.parts[id]?.round ?? 1,
      persons: state.household.members.map(({ person }) => person),
      sources: part.sources.map(({ source }) => source),
    };
    return { ...wish, order: { type: 'RequestComparison', data } };
  }),
  to('RecordComparisonResult', 'an unknown source', (faulty) => saying(faulty, { source: 'HEARSAY' })),
  to('RecordComparisonResult', 'about a stranger', (faulty) =>
    saying(faulty, { answers: [{ person: 'nobody-of-it', result: 'CLEAR' }] }),
  ),
  to('RecordComparisonResult', 'twice about one', (faulty) => {
    const { answers } = dataOf(faulty) as { readonly answers: readonly object[] };
    return saying(faulty, { answers: [...answers, answers[0]] });
  }),
  to('RecordComparisonResult', 'a code that it may not give', (faulty) =>
    saying(faulty, { answers: [{ person: faulty.state.household.head, result: 'HIT', code: 'R99' }] }),
  ),
  to('RecordComparisonResult', 'not answered, or not found', (faulty) => {
    const { answers } = dataOf(faulty) as { readonly answers: readonly object[] };
    return saying(faulty, {
      answers: answers.map((one) => ({ ...one, result: faulty.tape.pick(['NOT_ANSWERED', 'NOT_FOUND']) })),
    });
  }),
  to('RecordComparisonResult', 'a hit', (faulty) => {
    const { answers, source } = dataOf(faulty) as { readonly answers: readonly object[]; readonly source: string };
    const lawful =
      faulty.part.kind === 'comparison' ? faulty.part.sources.find((one) => one.source === source)?.answers : undefined;
    const code = faulty.tape.one(lawful ?? []);
    return saying(faulty, { answers: answers.map((one, index) => (index === 0 ? { ...one, result: 'HIT', code } : one)) });
  }),
  to('RecordComparisonResult', 'registers of long ago', (faulty) => saying(faulty, { asOf: addDays(faulty.today, -80) })),
  to('RecordComparisonResult', 'registers of tomorrow', (faulty) => saying(faulty, { asOf: addDays(faulty.today, 1) })),
  to('DispositionHit', 'without proof', (faulty) => saying(faulty, { evidence: [] })),
  to('DispositionHit', 'confirmed', (faulty) => saying(faulty, { disposition: 'CONFIRMED' })),
  to('DispositionHit', 'an error of the register', (faulty) => saying(faulty, { disposition: 'DATA_ERROR' })),
  to('DispositionHit', 'a hit that nobody gave', (faulty) => saying(faulty, { hit: 'nobody|HEARSAY|R01' })),
];

const CONSENTS: readonly Fault[] = [
  to('RecordConsent', 'refused', (faulty) => saying(faulty, { given: false, reason: sealed('no') })),
  to('RecordConsent', 'signed by a cadre', (faulty) =>
    saying(faulty, {
      signature: householdSigns(
        holder('RESPONSIBLE_CADRE'),
        faulty.today,
        faulty.tape.chance(500) ? { capacity: 'OFFICE', offices: ['RESPONSIBLE_CADRE'] } : {},
      ),
    }),
  ),
  to('RecordConsent', 'a cadre as attorney', (faulty) =>
    saying(faulty, {
      signature: householdSigns(holder('RESPONSIBLE_CADRE'), faulty.today, { capacity: 'ATTORNEY' }),
      papers: {
        ...(dataOf(faulty)['papers'] as Papers),
        evidence: ['CONSENT_FORM', 'POWER_OF_ATTORNEY'].map((slot) => ({ slot, digest: 'd', date: faulty.today })),
      },
    }),
  ),
  to('RecordConsent', 'signed by the child', (faulty) =>
    saying(faulty, { signature: householdSigns(personOf(faulty.state.householdId, 3), faulty.today) }),
  ),
  to('RecordConsent', 'a guardian without instrument', (faulty) =>
    saying(faulty, { signature: householdSigns('guardian', faulty.today, { capacity: 'GUARDIAN' }) }),
  ),
  to('RecordConsent', 'a fingerprint', (faulty) =>
    saying(faulty, {
      signature: householdSigns(faulty.state.household.head, faulty.today, {
        method: 'FINGERPRINT',
        witnesses: faulty.tape.pick([
          ['neighbour-1', 'neighbour-2'],
          ['neighbour-1'],
          [holder('RESPONSIBLE_CADRE'), holder('RESPONSIBLE_CADRE', 1)],
        ]),
      }),
    }),
  ),
  to('RecordConsent', 'by telephone', (faulty) =>
    saying(faulty, {
      signature: householdSigns(faulty.state.household.head, faulty.today, { method: 'REMOTE' }),
      recordedBy: faulty.tape.pick([
        [holder('RESPONSIBLE_CADRE'), holder('VILLAGE_SECRETARY')],
        [holder('RESPONSIBLE_CADRE')],
        [],
      ]),
    }),
  ),
];

const lost = ({ tape, today: _day, state }: Faulty) => ({
  statedBy: tape.pick([
    [holder('VILLAGE_SUPERVISOR'), holder('COMMITTEE_MEMBER', 3)],
    [holder('VILLAGE_SUPERVISOR'), holder('COMMITTEE_MEMBER', 3)],
    [holder('VILLAGE_SUPERVISOR')],
    [holder('VILLAGE_SUPERVISOR'), state.household.head],
  ]),
  waivedBy: tape.pick([holder('LEADING_GROUP_HEAD', 6), holder('FILING_OFFICER', 6), holder('VILLAGE_SECRETARY', 6)]),
  statement: 'statement',
});

const NOTICES: readonly Fault[] = [
  to('PostNotice', 'a photo lost', (faulty) => {
    const { places } = dataOf(faulty) as { readonly places: readonly object[] };
    return saying(faulty, {
      places: places.map((place, index) => (index === 0 ? { ...place, photo: '', lostPhoto: lost(faulty) } : place)),
    });
  }),
  to('ConfirmNoticeResult', 'the photo of the end lost', (faulty) => {
    const { papers } = dataOf(faulty) as { readonly papers: Papers };
    const kept = papers.evidence.filter(({ slot }) => slot !== 'END_PHOTO');
    return saying(faulty, { papers: { ...papers, evidence: kept }, lostPhoto: lost(faulty) });
  }),
  to('PostNotice', 'a place forgotten', (faulty) => {
    const { places } = dataOf(faulty) as { readonly places: readonly object[] };
    return saying(faulty, {
      places: faulty.tape.chance(500) ? places.slice(1) : places.map((place) => ({ ...place, photo: '' })),
    });
  }),
  to('PostNotice', 'a wrong end printed', (faulty) =>
    saying(faulty, { printedEnd: addDays(faulty.today, faulty.tape.pick([6, 8])) }),
  ),
  to('PostNotice', 'a wrong head count', (faulty) => saying(faulty, { householdSize: 9 })),
  to('PostNotice', 'posted long before it is entered', (faulty) => {
    const posted = addDays(faulty.today, faulty.tape.pick([-1, -2, -3, -5, -9]));
    const { places } = dataOf(faulty) as { readonly places: readonly object[] };
    return {
      ...saying(faulty, { places: places.map((place) => ({ ...place, postedOn: posted })), printedEnd: addDays(posted, 7) }),
      on: posted,
    };
  }),
  to('PostNotice', 'posted tomorrow', (faulty) => {
    const { places } = dataOf(faulty) as { readonly places: readonly object[] };
    const day = addDays(faulty.today, 1);
    return saying(faulty, { places: places.map((place) => ({ ...place, postedOn: day })), printedEnd: addDays(day, 7) });
  }),
  to('ConfirmNoticeResult', 'a day too early', (faulty) => {
    const close = faulty.state.notices[faulty.id]?.earliestClose ?? faulty.today;
    return saying(faulty, { endedOn: addDays(close, faulty.tape.pick([-1, -2, -6])) });
  }),
  to('ConfirmNoticeResult', 'ended after it is confirmed', (faulty) => ({ ...faulty.wish, on: addDays(faulty.today, -1) })),
  to('ConfirmNoticeResult', 'objections of nobody', (faulty) => saying(faulty, { objections: [77] })),
  to('ConfirmNoticeResult', 'none, though there were some', (faulty) => saying(faulty, { objections: 'NONE' })),
];

const DECISIONS: readonly Fault[] = [
  to('RecordApproval', 'without a number', (faulty) => saying(faulty, { documentNo: ' ' })),
  to('RecordApproval', 'rejected', (faulty) =>
    saying(faulty, { decision: 'REJECT', ...(faulty.tape.chance(300) ? {} : { reason: sealed('no') }) }),
  ),
  to('RecordAudit', 'rejected', (faulty) =>
    saying(faulty, { decision: 'REJECT', ...(faulty.tape.chance(300) ? {} : { reason: sealed('no') }) }),
  ),
];

export const FAULTS: readonly Fault[] = [...ANY, ...SURVEYS, ...MEETINGS, ...COMPARISONS, ...CONSENTS, ...NOTICES, ...DECISIONS];

/**
 * A fault that the order can have, chosen by the tape: the habit of the run where it fits, else half of the time one that is
 * about orders of its type alone.
 */
export function faultOf(
  faulty: Faulty,
  habits: readonly Fault[] = [],
): { readonly name: string; readonly wish: Wish } | undefined {
  const fitting = habits.filter(({ type }) => type === undefined || type === faulty.wish.order.type);
  const habit = faulty.tape.one(fitting);
  const usual = habit !== undefined && faulty.tape.chance(600) ? habit.of(faulty) : undefined;
  if (habit !== undefined && usual !== undefined) return { name: habit.name, wish: usual };
  const special = FAULTS.filter(({ type }) => type === faulty.wish.order.type);
  const choices = special.length > 0 && faulty.tape.chance(500) ? special : ANY;
  const start = faulty.tape.next();
  for (let step = 0; step < choices.length; step += 1) {
    const chosen = choices[(start + step * 7) % choices.length];
    const wish = chosen?.of(faulty);
    if (chosen !== undefined && wish !== undefined) return { name: chosen.name, wish };
  }
  return undefined;
}
