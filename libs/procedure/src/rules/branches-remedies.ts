import { addDays, type CivilDate, type Finding } from '#libs/kernel';
import { type CaseView } from '../case-view.js';
import { type Level, type PartId } from '../definition.js';
import { type Evidence, type Signature } from '../facts.js';
import { type Judged, type Law, type Rule } from '../law.js';
import { countsFrom } from '../period.js';
import { isAbove } from '../ready.js';
import { blocks, common, holdsOfficeAt, notAfterRecording } from './branches-findings.js';
import { signedByHousehold } from './branches-signers.js';

interface RecheckRequested {
  readonly requestedOn: CivilDate;
  readonly signature: Signature;
  /** By what a guardian or an attorney stands for the household (R12). */
  readonly evidence?: readonly Evidence[];
}
interface RecheckDecided {
  readonly outcome: 'CONFIRMED' | 'NEW_SURVEY' | 'RE_REVIEW';
  readonly level: Level;
  readonly decidedBy: readonly string[];
}
interface ContestRuled {
  readonly upheld: boolean;
  readonly resumeAt?: PartId;
  readonly decidedBy: readonly string[];
}

const rejected = (view: CaseView): Finding =>
  blocks(
    'NOT_REJECTED',
    'ORDER',
    'R13',
  )({
    met: view.outcome === 'REJECTED' && view.rejection !== undefined,
    required: 'REJECTED',
    actual: view.outcome ?? view.phase,
  });

const notBeforeRejection = (code: string, date: CivilDate, view: CaseView): readonly Finding[] =>
  view.rejection === undefined
    ? []
    : [
        blocks(
          code,
          'LAW',
          'R13; §10 F16',
        )({
          met: date >= view.rejection.on,
          required: { notBefore: view.rejection.on },
          actual: date,
        }),
      ];

function notified(judged: Judged): readonly Finding[] {
  const { deliveredOn } = judged.fact.data as { readonly deliveredOn: CivilDate };
  const { view } = judged;
  return [
    rejected(view),
    blocks(
      'REJECTION_ALREADY_NOTIFIED',
      'ORDER',
      '§2.3, T13',
    )({
      met: view.rejection?.notifiedOn === undefined,
      required: 'one notification of each rejection',
      actual: view.rejection?.notifiedOn ?? null,
    }),
    ...notBeforeRejection('DATED_BEFORE_REJECTION', deliveredOn, view),
    notAfterRecording('DATE_IN_FUTURE', 'R2', deliveredOn, judged),
  ];
}

/**
 * Recheck days are calendar days after the notification, which counts no earlier than R2 lets it; after the rejection itself
 * where none was delivered (R13).
 */
function recheckRequested(judged: Judged): readonly Finding[] {
  const { requestedOn, signature, evidence = [] } = judged.fact.data as RecheckRequested;
  const { law, view, circumstances } = judged;
  const rejection = view.rejection;
  const findings: Finding[] = [rejected(view)];
  if (rejection !== undefined) {
    const days = law.policy.parameters.recheckDays;
    const { notifiedOn, notifiedRecordedOn } = rejection;
    const maxDays = law.policy.parameters.backfillMaxDays.value;
    const told =
      notifiedOn === undefined ? rejection.on : countsFrom(notifiedOn, notifiedRecordedOn ?? notifiedOn, maxDays, false);
    const last = addDays(told, days.value);
    const again = view.recheck?.of === rejection.no;
    findings.push(
      blocks(
        'RECHECK_ALREADY_REQUESTED',
        'ORDER',
        'R13',
      )({
        met: !again,
        required: 'once per rejection',
        actual: again ? (view.recheck?.requestedOn ?? null) : null,
      }),
      blocks(
        'RECHECK_TOO_LATE',
        'LAW',
        `R13; ${days.clause}`,
      )({
        met: requestedOn <= last,
        required: { days: days.value, until: last },
        actual: requestedOn,
      }),
    );
  }
  findings.push(
    ...notBeforeRejection('DATED_BEFORE_REJECTION', requestedOn, view),
    notAfterRecording('DATE_IN_FUTURE', 'R2', requestedOn, judged),
    ...signedByHousehold(signature, evidence, view, circumstances),
  );
  return findings;
}

/** The review to be held again: the one that failed, or else the last one before the part that failed. */
export function reviewToRepeat(law: Law, failed: PartId): PartId | undefined {
  const until = law.order.slice(0, law.order.indexOf(failed) + 1);
  return until.findLast((id) => law.parts[id]?.kind === 'review');
}

/** The survey to be made again: the last one before the part that failed, or else the first of the definition. */
export function surveyToRepeat(law: Law, failed: PartId): PartId | undefined {
  const until = law.order.slice(0, law.order.indexOf(failed) + 1);
  const isSurvey = (id: PartId): boolean => law.parts[id]?.kind === 'survey';
  return until.findLast(isSurvey) ?? law.order.find(isSurvey);
}

const named = (persons: readonly string[]): Finding =>
  blocks('DECIDERS_NOT_NAMED', 'INPUT', 'R13')({ met: persons.length > 0, required: 'at least one', actual: persons.length });

function recheckDecided({ law, view, fact, circumstances }: Judged): readonly Finding[] {
  const { outcome, level, decidedBy } = fact.data as RecheckDecided;
  const rejection = view.rejection;
  // A rejection that a contest or a re-review has overtaken is no more: the case goes on, or has taken effect (R1, R13).
  const stands = rejection !== undefined && view.outcome === 'REJECTED';
  const pending = stands && view.recheck?.of === rejection.no && view.recheck.outcome === undefined;
  const findings: Finding[] = [
    blocks(
      'RECHECK_NOT_PENDING',
      'ORDER',
      'R13',
    )({
      met: pending,
      required: 'a recheck of a rejection that stands, requested and not decided',
      actual: view.recheck?.outcome ?? null,
    }),
    named(decidedBy),
  ];
  if (rejection === undefined) return findings;
  const strangers = decidedBy.filter((person) => !holdsOfficeAt(circumstances, person, level));
  const repeats =
    outcome === 'CONFIRMED' ||
    (outcome === 'RE_REVIEW' ? reviewToRepeat(law, rejection.part) : surveyToRepeat(law, rejection.part)) !== undefined;
  findings.push(
    blocks(
      'LEVEL_NOT_ABOVE_DECIDER',
      'RIGHTS',
      'R13',
    )({
      met: isAbove(level, rejection.level),
      required: { above: rejection.level },
      actual: level,
    }),
    blocks('DECIDER_NOT_OF_LEVEL', 'RIGHTS', 'R13')({ met: strangers.length === 0, required: level, actual: strangers }),
    decidedByOthers(decidedBy, rejection.decidedBy, 'R13; R4'),
    blocks(
      'NOTHING_TO_REPEAT',
      'LAW',
      'R13',
    )({ met: repeats, required: 'a part of this kind in the definition', actual: outcome }),
  );
  return findings;
}

const decidedByOthers = (persons: readonly string[], before: readonly string[], clause: string): Finding =>
  blocks(
    'DECIDER_DECIDED_BEFORE',
    'RIGHTS',
    clause,
  )({
    met: common(persons, before).length === 0,
    required: 'nobody who took the decision in question',
    actual: [...common(persons, before)],
  });

/** Which return or rejection a contest would be about; absent where there is nothing to contest. */
export function contestable(view: CaseView, contested: 'RETURN' | 'REJECTION'): number | undefined {
  if (contested === 'REJECTION') return view.outcome === 'REJECTED' ? view.rejection?.no : undefined;
  return view.phase === 'OPEN' && view.returned?.because === 'RULING' ? view.returned.no : undefined;
}

/** The contest that waits for the county; none of a return or rejection that no longer stands. */
export const pendingContest = (view: CaseView) =>
  view.contests?.findLast((contest) => contest.upheld === undefined && contestable(view, contest.contested) === contest.of);

function contested({ view, fact, circumstances }: Judged): readonly Finding[] {
  const data = fact.data as { readonly contested: 'RETURN' | 'REJECTION' };
  const of = contestable(view, data.contested);
  const before = view.contests?.some((contest) => contest.contested === data.contested && contest.of === of) ?? false;
  const level = data.contested === 'RETURN' ? view.returned?.level : view.rejection?.level;
  const above = level !== undefined && level !== 'LAW' && isAbove(level, 'VILLAGE');
  return [
    blocks(
      'NOTHING_TO_CONTEST',
      'ORDER',
      'R13',
    )({ met: of !== undefined, required: data.contested, actual: view.outcome ?? view.phase }),
    blocks('DECISION_ALREADY_CONTESTED', 'LAW', 'R13')({ met: !before, required: 'once', actual: before ? 1 : 0 }),
    blocks(
      'OWN_DECISION_CONTESTED',
      'LAW',
      'R13',
    )({
      met: of === undefined || above,
      required: 'a decision of a level above the village',
      actual: level ?? null,
    }),
    blocks(
      'CONTESTED_BY_OTHER_LEVEL',
      'RIGHTS',
      'R13',
    )({
      met: holdsOfficeAt(circumstances, circumstances.performedBy, 'VILLAGE'),
      required: 'VILLAGE',
      actual: circumstances.performedBy,
    }),
  ];
}

function ruled({ law, view, fact, circumstances }: Judged): readonly Finding[] {
  const { upheld, resumeAt, decidedBy } = fact.data as ContestRuled;
  const contest = pendingContest(view);
  const strangers = decidedBy.filter((person) => !holdsOfficeAt(circumstances, person, 'COUNTY'));
  const findings = [
    blocks(
      'NO_CONTEST_PENDING',
      'ORDER',
      'R13',
    )({
      met: contest !== undefined,
      required: 'a contest that has not been ruled on',
      actual: view.contests?.length ?? 0,
    }),
    named(decidedBy),
    blocks('DECIDER_NOT_OF_LEVEL', 'RIGHTS', 'R13')({ met: strangers.length === 0, required: 'COUNTY', actual: strangers }),
  ];
  if (contest === undefined) return findings;
  const before = contest.contested === 'REJECTION' ? (view.rejection?.decidedBy ?? []) : [view.returned?.decidedBy ?? ''];
  findings.push(decidedByOthers(decidedBy, before, 'R13; R4'));
  if (upheld) {
    findings.push(
      blocks(
        'RESUME_PART_MISSING',
        'INPUT',
        'R13',
      )({
        met: resumeAt !== undefined && law.parts[resumeAt] !== undefined,
        required: 'the part at which the case goes on',
        actual: resumeAt ?? null,
      }),
    );
  }
  return findings;
}

/** Whoever surveyed the household before does not survey it again after a recheck or a refused consent (R13, §3.4). */
function otherTeam({ view, fact }: Judged): readonly Finding[] {
  if (view.otherTeam !== true) return [];
  const { surveyors } = fact.data as { readonly surveyors: readonly { readonly person: string }[] };
  const again = common(
    surveyors.map((surveyor) => surveyor.person),
    view.surveyedBy ?? [],
  );
  return [
    blocks(
      'SURVEYED_BY_SAME_TEAM',
      'LAW',
      'R13; §3.4',
    )({
      met: again.length === 0,
      required: 'another team than before',
      actual: [...again],
    }),
  ];
}

export const remedyRules: readonly Rule[] = [
  { name: 'rejection-notified', about: ['case.RejectionNotified.v1'], find: notified },
  { name: 'recheck-requested', about: ['case.RecheckRequested.v1'], find: recheckRequested },
  { name: 'recheck-decided', about: ['case.RecheckDecided.v1'], find: recheckDecided },
  { name: 'decision-contested', about: ['case.DecisionContested.v1'], find: contested },
  { name: 'contest-ruled', about: ['case.ContestRuled.v1'], find: ruled },
  { name: 'survey-by-other-team', about: ['case.HomeVisitRecorded.v1'], find: otherTeam },
];
