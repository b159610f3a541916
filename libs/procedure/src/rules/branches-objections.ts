import { type CivilDate, type Finding, isSealed, type Sealed } from '#libs/kernel';
import { type CaseView, type ObjectionView } from '../case-view.js';
import { type Level, type PartId } from '../definition.js';
import { type Evidence, type ObjectionDecided, type ObjectionRaised } from '../facts.js';
import { type Judged, type Law, type Rule } from '../law.js';
import { compareLevels } from '../ready.js';
import { blocks, common, holdsOfficeAt, levelsOf, notAfterRecording, remarksOn, tookEffect } from './branches-findings.js';

interface InvestigationAssigned {
  readonly no: number;
  readonly level: Level;
  readonly investigators: readonly string[];
  readonly reason?: Sealed;
}
type Decided = ObjectionDecided & { readonly evidence: readonly Evidence[] };

const members = (view: CaseView): readonly string[] => view.household.members.map((member) => member.person);
const objectionIn = (view: CaseView, no: number): ObjectionView | undefined =>
  Object.hasOwn(view.objections, no) ? view.objections[String(no)] : undefined;

/**
 * Who investigates (domain.md §2.3): the county an objection to the approval, the township all others.
 * A higher level may always take it over, so that nobody investigates himself.
 */
export function investigatingLevel(law: Law, view: CaseView, part: PartId | undefined): Level {
  const approval = law.order.find((id) => law.parts[id]?.kind === 'approval');
  const approved = approval !== undefined && view.parts[approval]?.status === 'DONE';
  const concernsApproval = approved || (part !== undefined && law.parts[part]?.kind === 'announcement');
  const level = approval === undefined ? undefined : law.parts[approval]?.level;
  return concernsApproval && level !== undefined ? level : 'TOWNSHIP';
}

/** An open objection that stops what is to come: on the entry, or on the form of a notice; never an omission (R11). */
export function holdsCase(objection: ObjectionView): boolean {
  return objection.open && objection.duplicateOf === undefined && objection.target !== 'OMISSION';
}

function raised({ law, view, fact, circumstances }: Judged): readonly Finding[] {
  const data = fact.data as ObjectionRaised;
  const judged = { law, view, fact, circumstances };
  const findings = [notAfterRecording('DATE_IN_FUTURE', 'R2', data.receivedOn, judged)];
  if (data.target !== 'OMISSION') findings.push(...target(data, judged));
  if (!data.anonymous) {
    findings.push(
      blocks(
        'OBJECTOR_NOT_NAMED',
        'INPUT',
        '§2.3',
      )({
        met: data.objector !== undefined || data.byHousehold,
        required: 'the objector, or an anonymous objection',
        actual: { objector: data.objector !== undefined, byHousehold: data.byHousehold },
      }),
    );
  }
  if (data.duplicateOf !== undefined) {
    findings.push(
      remarksOn(
        'DUPLICATE_FACTS',
        'LAW',
        'R11',
      )({
        met: false,
        required: 'facts that no other objection has told',
        actual: { sameAs: data.duplicateOf },
      }),
    );
  }
  if (tookEffect(judged) && view.closedOn !== undefined) {
    findings.push(
      remarksOn(
        'OBJECTION_RECORDED_LATE',
        'LAW',
        'R1',
      )({
        met: data.receivedOn > view.closedOn,
        required: { recordedBefore: view.closedOn },
        actual: { receivedOn: data.receivedOn, recordedOn: circumstances.recordedOn },
      }),
    );
  }
  return findings;
}

function target(data: ObjectionRaised, { law, view }: Judged): readonly Finding[] {
  const findings: Finding[] = [];
  const ended = view.phase === 'CLOSED' && !tookEffect({ view });
  findings.push(
    blocks(
      'OBJECTION_AFTER_ENDING',
      'ORDER',
      'R11',
    )({
      met: !ended,
      required: 'a case that goes on, or whose result has taken effect',
      actual: view.outcome ?? view.phase,
    }),
  );
  const kind = data.part === undefined ? undefined : law.parts[data.part]?.kind;
  if (data.part === undefined && data.target === 'ENTRY') return findings;
  const published = kind === 'notice' || kind === 'announcement';
  const since: CivilDate | undefined = data.part === undefined ? undefined : view.parts[data.part]?.startedOn;
  findings.push(
    blocks(
      'OBJECTION_NOT_TO_A_NOTICE',
      'INPUT',
      'R11',
    )({
      met: published && since !== undefined && since <= data.receivedOn,
      required: 'a notice or announcement that hung on the day of receipt',
      actual: { part: data.part ?? null, postedOn: since ?? null, receivedOn: data.receivedOn },
    }),
  );
  return findings;
}

const stillOpen = (objection: ObjectionView | undefined, no: number): Finding =>
  blocks(
    'OBJECTION_NOT_OPEN',
    'ORDER',
    'R11',
  )({
    met: objection?.open === true,
    required: 'an objection that has not been decided',
    actual: { no, outcome: objection?.outcome ?? null },
  });

const notOfHousehold = (code: string, persons: readonly string[], view: CaseView): Finding =>
  blocks(
    code,
    'RIGHTS',
    '§8',
  )({
    met: common(persons, members(view)).length === 0,
    required: 'nobody of the household',
    actual: [...common(persons, members(view))],
  });

const notAccused = (code: string, persons: readonly string[], objection: ObjectionView): Finding =>
  blocks(
    code,
    'RIGHTS',
    'R4; §8',
  )({
    met: objection.against === undefined || !persons.includes(objection.against),
    required: 'nobody against whom the objection is made',
    actual: objection.against ?? null,
  });

function assigned({ law, view, fact, circumstances }: Judged): readonly Finding[] {
  const { no, level, investigators, reason } = fact.data as InvestigationAssigned;
  const objection = objectionIn(view, no);
  const least = investigatingLevel(law, view, objection?.part);
  const findings = [
    stillOpen(objection, no),
    blocks(
      'INVESTIGATORS_NOT_NAMED',
      'INPUT',
      '§2.3',
    )({
      met: investigators.length > 0,
      required: 'at least one',
      actual: investigators.length,
    }),
    blocks(
      'INVESTIGATION_LEVEL_TOO_LOW',
      'LAW',
      '§2.3',
    )({
      met: compareLevels(level, least) >= 0,
      required: least,
      actual: level,
    }),
  ];
  if (objection !== undefined) findings.push(notAccused('INVESTIGATOR_IS_ACCUSED', investigators, objection));
  if ((objection?.investigators.length ?? 0) > 0) {
    findings.push(
      blocks(
        'REASON_MISSING',
        'INPUT',
        '§2.3',
      )({
        met: isSealed(reason),
        required: 'the reason why others investigate',
        actual: isSealed(reason),
      }),
    );
  }
  findings.push(
    notOfHousehold('INVESTIGATOR_IS_HOUSEHOLD', investigators, view),
    blocks(
      'INVESTIGATOR_NOT_OF_LEVEL',
      'RIGHTS',
      '§2.3; §8',
    )({
      met: investigators.every((person) => holdsOfficeAt(circumstances, person, level)),
      required: level,
      actual: investigators.filter((person) => !holdsOfficeAt(circumstances, person, level)),
    }),
  );
  return findings;
}

function decided({ law, view, fact, circumstances }: Judged): readonly Finding[] {
  const data = fact.data as Decided;
  const objection = objectionIn(view, data.no);
  const findings = [
    stillOpen(objection, data.no),
    blocks(
      'DECIDERS_NOT_NAMED',
      'INPUT',
      '§2.3',
    )({
      met: data.decidedBy.length > 0,
      required: 'at least one',
      actual: data.decidedBy.length,
    }),
  ];
  if (objection === undefined) return findings;
  findings.push(
    notAccused('DECIDER_IS_ACCUSED', data.decidedBy, objection),
    notOfHousehold('DECIDER_IS_HOUSEHOLD', data.decidedBy, view),
  );
  if (data.outcome === 'NOT_ACCEPTED') {
    const least = investigatingLevel(law, view, objection.part);
    const below = data.decidedBy.filter(
      (person) => !levelsOf(circumstances, person).some((level) => compareLevels(level, least) >= 0),
    );
    findings.push(
      blocks(
        'GROUND_MISSING',
        'INPUT',
        'R11',
      )({
        met: data.ground !== undefined,
        required: ['DUPLICATE', 'NO_FACT', 'OTHER_MATTER'],
        actual: data.ground ?? null,
      }),
      blocks('DECIDER_NOT_OF_LEVEL', 'RIGHTS', '§2.3')({ met: below.length === 0, required: least, actual: below }),
    );
    if (data.ground === 'DUPLICATE') findings.push(hasOther(view, objection));
  } else if (data.outcome === 'WITHDRAWN') {
    findings.push(
      blocks(
        'WITHDRAWAL_NOT_EVIDENCED',
        'LAW',
        'R11',
      )({
        met: data.evidence.length > 0,
        required: 'the signed withdrawal of the objector',
        actual: data.evidence.length,
      }),
    );
  } else {
    const strangers = data.decidedBy.filter((person) => !objection.investigators.includes(person));
    findings.push(
      blocks(
        'DECIDER_NOT_ASSIGNED',
        'RIGHTS',
        '§2.3; R11',
      )({
        met: strangers.length === 0,
        required: [...objection.investigators],
        actual: strangers,
      }),
    );
  }
  return findings;
}

function hasOther(view: CaseView, objection: ObjectionView): Finding {
  const others = Object.values(view.objections).filter((other) => other.no !== objection.no);
  return blocks('NO_OTHER_OBJECTION', 'LAW', 'R11')({ met: others.length > 0, required: 'an objection told before', actual: [] });
}

export const objectionRules: readonly Rule[] = [
  { name: 'objection-raised', about: ['case.ObjectionRaised.v1'], find: raised },
  { name: 'investigation-assigned', about: ['case.InvestigationAssigned.v1'], find: assigned },
  { name: 'objection-decided', about: ['case.ObjectionDecided.v1'], find: decided },
];
