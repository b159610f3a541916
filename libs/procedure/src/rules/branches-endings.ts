import { type CivilDate, type Finding } from '#libs/kernel';
import { type Evidence, type OfPart, type Papers, type Signature } from '../facts.js';
import { type Judged, type Rule } from '../law.js';
import { blocks, holdsOfficeAt, notAfterRecording, tookEffect } from './branches-findings.js';
import { signedByHousehold } from './branches-signers.js';

function withdrawn({ view, fact, circumstances }: Judged): readonly Finding[] {
  const { signature, papers } = fact.data as { readonly signature: Signature; readonly papers: Papers };
  return [
    blocks(
      'WITHDRAWAL_OF_EXIT',
      'LAW',
      'R12',
    )({
      met: view.kind !== 'EXIT',
      required: 'a household that does not want to exit refuses or revokes its consent',
      actual: view.kind,
    }),
    blocks(
      'APPROVAL_NOT_REVOKED',
      'ORDER',
      'R12',
    )({
      met: view.approval === undefined,
      required: 'after the approval, its revocation by the level that approved',
      actual: view.approval?.documentNo ?? null,
    }),
    ...signedByHousehold(signature, papers.evidence, view, circumstances),
  ];
}

/** A lapse that the register reports rests on its papers; one that a person records needs papers of its own. */
function lapsed({ fact, circumstances }: Judged): readonly Finding[] {
  if (circumstances.actor.role === 'process') return [];
  const { papers } = fact.data as { readonly papers: Papers };
  return [
    blocks(
      'LAPSE_NOT_EVIDENCED',
      'LAW',
      '§2.3; §10 F18',
    )({
      met: papers.evidence.length > 0,
      required: 'a certificate of the death or the move',
      actual: papers.evidence.length,
    }),
  ];
}

function deferred({ view, fact, circumstances }: Judged): readonly Finding[] {
  const { toYear, because } = fact.data as { readonly toYear: number; readonly because: string };
  const findings = [
    blocks('NOT_AN_EXIT', 'LAW', 'R13; §5 T21')({ met: view.kind === 'EXIT', required: 'EXIT', actual: view.kind }),
    blocks(
      'DEFERRED_TO_NO_LATER_YEAR',
      'INPUT',
      'R15; §5 T21',
    )({
      met: toYear > view.programYear,
      required: { after: view.programYear },
      actual: toYear,
    }),
  ];
  if (because === 'RULING') {
    findings.push(
      blocks(
        'DEFERRED_BY_OTHER_LEVEL',
        'RIGHTS',
        'R1',
      )({
        met: holdsOfficeAt(circumstances, circumstances.performedBy, 'COUNTY'),
        required: 'COUNTY',
        actual: circumstances.performedBy,
      }),
    );
  }
  return findings;
}

function approvalRevoked({ law, view, circumstances }: Judged): readonly Finding[] {
  const approval = view.approval;
  const findings = [
    blocks(
      'NOT_APPROVED',
      'ORDER',
      'R12',
    )({
      met: approval !== undefined,
      required: 'an approval that stands',
      actual: approval?.documentNo ?? null,
    }),
  ];
  if (approval !== undefined) {
    const level = law.parts[approval.part]?.level ?? approval.level;
    findings.push(
      blocks(
        'REVOKED_BY_OTHER_LEVEL',
        'RIGHTS',
        'R12',
      )({
        met: holdsOfficeAt(circumstances, circumstances.performedBy, level),
        required: level,
        actual: circumstances.performedBy,
      }),
    );
  }
  return findings;
}

function consentRevoked({ law, view, fact, circumstances }: Judged): readonly Finding[] {
  const { signature, evidence = [] } = fact.data as { readonly signature: Signature; readonly evidence?: readonly Evidence[] };
  const consent = law.order.find((part) => law.parts[part]?.kind === 'consent');
  const given = consent !== undefined && view.parts[consent]?.status === 'DONE';
  return [
    blocks('NOT_AN_EXIT', 'LAW', 'R12')({ met: view.kind === 'EXIT', required: 'EXIT', actual: view.kind }),
    blocks(
      'CONSENT_NOT_GIVEN',
      'ORDER',
      'R12',
    )({ met: given, required: 'a consent that stands', actual: view.consent?.part ?? null }),
    ...signedByHousehold(signature, evidence, view, circumstances),
  ];
}

function afterEffect(dateOf: (data: object) => CivilDate): (judged: Judged) => readonly Finding[] {
  return (judged) => {
    const { view, fact } = judged;
    const date = dateOf(fact.data);
    const findings = [
      blocks(
        'EFFECT_NOT_REACHED',
        'ORDER',
        '§2.1 (post)',
      )({
        met: tookEffect(judged),
        required: ['REGISTERED', 'EXITED', 'MONITORED'],
        actual: view.outcome ?? view.phase,
      }),
    ];
    if (view.closedOn !== undefined) {
      findings.push(
        blocks(
          'DATED_BEFORE_EFFECT',
          'LAW',
          '§10 F16',
        )({ met: date >= view.closedOn, required: { notBefore: view.closedOn }, actual: date }),
      );
    }
    return [...findings, notAfterRecording('DATE_IN_FUTURE', 'R2', date, judged)];
  };
}

function handbook({ view }: Judged): readonly Finding[] {
  return [
    blocks(
      'HANDBOOK_WITHOUT_REGISTRATION',
      'LAW',
      '§1.1; §2.1 (post)',
    )({
      met: view.kind !== 'EXIT',
      required: 'a household that is registered or monitored',
      actual: view.kind,
    }),
  ];
}

/** A notice that still hangs is not taken down: that would interrupt it (R10; §7). An older round's copy may always go. */
function takenDown(judged: Judged): readonly Finding[] {
  const { law, view, fact } = judged;
  const { part, round, takenDownOn } = fact.data as OfPart & { readonly takenDownOn: CivilDate };
  const kind = law.parts[part]?.kind;
  const stands = view.parts[part];
  const hung = (kind === 'notice' || kind === 'announcement') && stands !== undefined && round <= stands.round;
  const over = hung && (round < stands.round || stands.status === 'DONE' || view.phase === 'CLOSED');
  const findings = [
    blocks(
      'NOTICE_NOT_OVER',
      'ORDER',
      '§7; R10',
    )({
      met: over,
      required: 'a notice or announcement whose time is over',
      actual: { part, round, status: stands?.status ?? null },
    }),
  ];
  const ended = stands?.round === round ? stands.doneOn : undefined;
  if (ended !== undefined) {
    findings.push(
      blocks(
        'TAKEN_DOWN_TOO_EARLY',
        'LAW',
        'R10',
      )({
        met: takenDownOn >= ended,
        required: { notBefore: ended },
        actual: takenDownOn,
      }),
    );
  }
  return [...findings, notAfterRecording('DATE_IN_FUTURE', 'R2', takenDownOn, judged)];
}

export const endingRules: readonly Rule[] = [
  { name: 'case-withdrawn', about: ['case.CaseWithdrawn.v1'], find: withdrawn },
  { name: 'case-lapsed', about: ['case.CaseLapsed.v1'], find: lapsed },
  { name: 'exit-deferred', about: ['case.ExitDeferred.v1'], find: deferred },
  { name: 'approval-revoked', about: ['case.ApprovalRevoked.v1'], find: approvalRevoked },
  { name: 'consent-revoked', about: ['case.ExitConsentRevoked.v1'], find: consentRevoked },
  {
    name: 'letter-after-effect',
    about: ['case.ConfirmationLetterIssued.v1'],
    find: afterEffect((data) => (data as { readonly deliveredOn: CivilDate }).deliveredOn),
  },
  {
    name: 'handbook-after-effect',
    about: ['case.HandbookIssued.v1'],
    find: afterEffect((data) => (data as { readonly issuedOn: CivilDate }).issuedOn),
  },
  { name: 'handbook-of-registered', about: ['case.HandbookIssued.v1'], find: handbook },
  {
    name: 'registry-after-effect',
    about: ['case.RegistryEntryRecorded.v1'],
    find: afterEffect((data) => (data as { readonly enteredOn: CivilDate }).enteredOn),
  },
  {
    name: 'list-after-effect',
    about: ['case.DecidedListPublished.v1'],
    find: afterEffect((data) => (data as { readonly publishedOn: CivilDate }).publishedOn),
  },
  { name: 'copy-after-its-period', about: ['case.NoticeCopyTakenDown.v1'], find: takenDown },
];
