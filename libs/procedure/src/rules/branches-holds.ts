import { type Finding } from '#libs/kernel';
import { type PartId, type PartKind } from '../definition.js';
import { type OfPart } from '../facts.js';
import { type Judged, type Rule } from '../law.js';
import { blocks, partsBefore } from './branches-findings.js';
import { holdsCase } from './branches-objections.js';

const COMPLETIONS = ['case.NoticePeriodCompleted.v1', 'case.AnnouncementCompleted.v1'];
/** Of a part where they carry its round; otherwise they follow from something that is lawful while the case is held. */
const ENDINGS = ['case.CaseRejected.v1', 'case.ExitDeferred.v1'];
const DECISIONS = ['case.TownshipAuditPassed.v1', 'case.CountyApproved.v1'];

/**
 * No notice closes, no approval is given and no announcement takes effect over an open objection (§2.3, `GATE`).
 * A defect in the form of another notice does not keep this one open, but stops the effect (R1).
 */
function openObjections({ law, view, fact }: Judged): readonly Finding[] {
  const { part } = fact.data as OfPart;
  const completes = COMPLETIONS.includes(fact.type);
  const takesEffect = law.definition.effect.after === part;
  if (completes && law.parts[part]?.onObjection?.mode === 'NONE') return [];
  const open = Object.values(view.objections)
    .filter((objection) => holdsCase(objection))
    .filter((objection) => !completes || takesEffect || objection.target !== 'NOTICE' || objection.part === part)
    .map((objection) => objection.no);
  return [blocks('OBJECTION_OPEN', 'LAW', '§2.3; R1')({ met: open.length === 0, required: 'no open objection', actual: open })];
}

/** Nothing goes on that would have to be undone; the household may always answer, and what ends the case by itself ends it. */
function held({ view, fact }: Judged): readonly Finding[] {
  if (ENDINGS.includes(fact.type) && !('round' in fact.data)) return [];
  return [
    blocks(
      'CASE_HELD',
      'ORDER',
      'R1; R3',
    )({
      met: view.held === undefined,
      required: 'a case on which no ruling is awaited',
      actual: view.held?.reason ?? null,
    }),
  ];
}

const STANDING: Readonly<Partial<Record<PartKind, { readonly code: string; readonly clause: string }>>> = {
  consent: { code: 'CONSENT_NOT_STANDING', clause: 'R12; §3.4' },
  comparison: { code: 'COMPARISON_STALE', clause: 'R9' },
  notice: { code: 'NOTICE_RESULT_NOT_STANDING', clause: 'R1' },
};

/**
 * What had been done and no longer counts must be done again before the case is decided or takes effect: a consent in
 * doubt, a comparison of a person who changed, a notice completed before a late objection was known.
 */
function standing({ law, view, fact }: Judged): readonly Finding[] {
  const { part } = fact.data as OfPart;
  const completes = fact.type === 'case.NoticePeriodCompleted.v1' || fact.type === 'case.TownshipAuditPassed.v1';
  const statusOf = (id: PartId): string => view.parts[id]?.status ?? 'NOT_STARTED';
  const findings: Finding[] = [];
  for (const before of partsBefore(law, part)) {
    const kind = law.parts[before]?.kind;
    const rule = kind === undefined ? undefined : STANDING[kind];
    const status = statusOf(before);
    if (rule === undefined || status === 'DONE' || (completes && kind === 'comparison')) continue;
    const builtOn = law.order.some((id) => law.after[id]?.includes(before) === true && statusOf(id) !== 'NOT_STARTED');
    if (!builtOn) continue;
    const actual = { part: before, status, persons: kind === 'comparison' ? [...(view.comparisonSuperseded ?? [])] : [] };
    findings.push(blocks(rule.code, 'LAW', rule.clause)({ met: false, required: { part: before, status: 'DONE' }, actual }));
  }
  return findings;
}

/** Consent that answers the household's own objection is given in person, not by telephone (R12). */
function inPerson({ view, fact }: Judged): readonly Finding[] {
  if (view.consentAnew !== 'OWN_OBJECTION') return [];
  const { signature } = fact.data as { readonly signature: { readonly method: string } };
  return [
    blocks(
      'CONSENT_NOT_IN_PERSON',
      'LAW',
      'R12',
    )({
      met: signature.method !== 'REMOTE',
      required: 'signed in person',
      actual: signature.method,
    }),
  ];
}

export const holdRules: readonly Rule[] = [
  {
    name: 'case-held',
    about: [
      'case.JoinedAct.v1',
      'case.CaseMigrated.v1',
      'case.ApplicationSubmitted.v1',
      'case.ExitNominated.v1',
      'case.ComparisonRequested.v1',
      'case.HomeVisitRecorded.v1',
      'case.VillageVerificationPassed.v1',
      'case.VillageVerificationFailed.v1',
      'case.ReviewHeld.v1',
      'case.NoticePosted.v1',
      'case.AnnouncementPosted.v1',
      ...COMPLETIONS,
      ...DECISIONS,
      ...ENDINGS,
    ],
    find: held,
  },
  { name: 'objection-open', about: [...COMPLETIONS, 'case.CountyApproved.v1'], find: openObjections },
  { name: 'earlier-result-standing', about: [...COMPLETIONS, ...DECISIONS], find: standing },
  { name: 'consent-in-person', about: ['case.ExitConsentGiven.v1'], find: inPerson },
];
