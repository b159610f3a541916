import { type CivilDate, type Finding } from '#libs/kernel';
import { type Part, type PartId } from '../definition.js';
import { type NoticePlace, type OfPart, type Papers, type Signature } from '../facts.js';
import { type Judged, type Rule } from '../law.js';
import { officesOf } from './branches-findings.js';
import { type PartView } from '../part-view.js';

const NOT_STARTED: PartView = { round: 1, status: 'NOT_STARTED', persons: [], recordedBy: [], signedOn: [] };

/** Facts that begin a part or do it in one go. */
export const STARTS: readonly string[] = [
  'case.ApplicationSubmitted.v1',
  'case.ExitNominated.v1',
  'case.HomeVisitRecorded.v1',
  'case.VillageVerificationPassed.v1',
  'case.VillageVerificationFailed.v1',
  'case.ReviewHeld.v1',
  'case.MeetingInquorate.v1',
  'case.ExitConsentGiven.v1',
  'case.ExitConsentRefused.v1',
  'case.NoticePosted.v1',
  'case.AnnouncementPosted.v1',
  'case.TownshipAuditPassed.v1',
  'case.CountyApproved.v1',
  'case.FilingRecorded.v1',
  'case.CaseRejected.v1',
  'case.ExitDeferred.v1',
];
/** Facts that begin a part or add to it while it runs. */
export const STARTS_OR_GOES_ON: readonly string[] = ['case.ComparisonRequested.v1'];
/** What a person records of a part that runs. */
export const GOES_ON: readonly string[] = ['case.ComparisonResultReceived.v1', 'case.HitDispositioned.v1'];
/** Facts that complete a notice or an announcement. */
export const COMPLETIONS: readonly string[] = ['case.NoticePeriodCompleted.v1', 'case.AnnouncementCompleted.v1'];
/** Facts by which somebody decides over the household, so that hands must be apart (R4). */
export const DECISIONS: readonly string[] = [
  'case.VillageVerificationPassed.v1',
  'case.VillageVerificationFailed.v1',
  'case.TownshipAuditPassed.v1',
  'case.CountyApproved.v1',
  'case.CaseRejected.v1',
  'case.ExitDeferred.v1',
];
/** Every fact that a person, or an act on his behalf, records of a part. */
export const RECORDED: readonly string[] = [...STARTS, ...STARTS_OR_GOES_ON, ...GOES_ON, ...COMPLETIONS];

/** A fact of one part, with that part as the definition has it and as the case stands. */
export interface PartFact {
  readonly id: PartId;
  readonly part: Part;
  readonly data: OfPart;
  readonly view: PartView;
}

/**
 * The part that a fact is about; absent where it is about none, or is only said to follow (a rejection without a round
 * of its own).
 */
function partFactOf({ law, view, fact }: Judged): PartFact | undefined {
  const data = fact.data as Partial<OfPart>;
  if (data.part === undefined || data.round === undefined) return undefined;
  const part = law.parts[data.part];
  return part === undefined
    ? undefined
    : { id: data.part, part, data: data as OfPart, view: view.parts[data.part] ?? NOT_STARTED };
}

/** What was judged last, and the part that it is about: all rules of a fact are asked one after the other. */
let last: { readonly judged: Judged; readonly of: PartFact | undefined } | undefined;

function partOfLast(judged: Judged): PartFact | undefined {
  if (last?.judged !== judged) last = { judged, of: partFactOf(judged) };
  return last.of;
}

/** A rule about facts of parts. It finds nothing where the fact is of none. */
export function partRule(
  name: string,
  about: readonly string[],
  find: (of: PartFact, judged: Judged) => readonly Finding[],
): Rule {
  return {
    name,
    about,
    find: (judged) => {
      const of = partOfLast(judged);
      return of === undefined ? [] : find(of, judged);
    },
  };
}

interface Dated {
  readonly visitedOn?: CivilDate;
  readonly heldOn?: CivilDate;
  readonly places?: readonly NoticePlace[];
  readonly signature?: Signature;
}

/** The day on the paper of a fact: of the visit, the meeting, the first place, the household's answer, or the order itself. */
export function paperDateOf({ fact, circumstances }: Judged): CivilDate {
  const { visitedOn, heldOn, places, signature } = fact.data as Dated;
  const first = places?.reduce<CivilDate | undefined>(
    (day, { postedOn }) => (day === undefined || postedOn < day ? postedOn : day),
    undefined,
  );
  return visitedOn ?? heldOn ?? first ?? signature?.signedOn ?? circumstances.occurredOn;
}

/** The papers of a fact, the signature of a consent among them; absent where the fact has none. */
export function papersOf({ fact }: Judged): Papers | undefined {
  const { papers, signature } = fact.data as { readonly papers?: Papers; readonly signature?: Signature };
  if (papers === undefined || signature === undefined) return papers;
  return { ...papers, signatures: [...papers.signatures, signature] };
}

/** Who signed for an office. */
export function officeSigners(papers: Papers | undefined): readonly string[] {
  const persons: string[] = [];
  for (const { capacity, person } of papers?.signatures ?? []) {
    if (capacity === 'OFFICE' && !persons.includes(person)) persons.push(person);
  }
  return persons;
}

export const isMember = ({ view }: Judged, person: string): boolean =>
  view.household.members.some((member) => member.person === person);

export const holds = ({ circumstances }: Judged, person: string, office: string): boolean =>
  officesOf(circumstances, person).some((held) => held.office === office);

export const holdsOneOf = (judged: Judged, person: string, offices: readonly string[]): boolean =>
  offices.some((office) => holds(judged, person, office));
