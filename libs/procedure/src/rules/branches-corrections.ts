import { type Finding } from '#libs/kernel';
import { type KeptFact } from '../branch-view.js';
import { type PartId } from '../definition.js';
import { type Judged, type Law, type Rule } from '../law.js';
import { afterwards } from '../ready.js';
import { asText, correctable, readAs, valueAt } from './branches-correctable.js';
import { blocks, holdsOfficeAbove } from './branches-findings.js';

interface RecordCorrected {
  readonly event: string;
  readonly field: string;
  readonly old: string;
  readonly new: string;
  readonly confirmedBy?: string;
}
interface EntryReassigned {
  readonly act: string;
  readonly part: PartId;
  readonly toCase: string;
  readonly confirmedBy: string;
}
interface BackfillAdmitted {
  readonly parts: readonly PartId[];
}

/** The part of which a kept fact tells; absent for one that tells of none. */
export function partOfFact(fact: KeptFact): PartId | undefined {
  return (fact.data as { readonly part?: PartId }).part;
}

/** What stands in a field; `occurredOn` is the paper date of the whole event. */
export function standsIn(fact: KeptFact, field: string): string | number | boolean | undefined {
  return field === 'occurredOn' ? fact.occurredOn : valueAt(fact.data, field);
}

function confirmer(
  code: { readonly self: string; readonly level: string },
  confirmedBy: string,
  recorders: readonly string[],
  part: PartId | undefined,
  { law, circumstances }: Judged,
): readonly Finding[] {
  const level = (part === undefined ? undefined : law.parts[part]?.level) ?? 'VILLAGE';
  return [
    blocks(
      code.self,
      'RIGHTS',
      'R3; R4',
    )({
      met: !recorders.includes(confirmedBy),
      required: 'a second person',
      actual: confirmedBy,
    }),
    blocks(
      code.level,
      'RIGHTS',
      'R3',
    )({
      met: holdsOfficeAbove(circumstances, confirmedBy, level),
      required: { above: level },
      actual: confirmedBy,
    }),
  ];
}

const CONFIRMER = { self: 'CONFIRMER_IS_RECORDER', level: 'CONFIRMER_NOT_OF_LEVEL_ABOVE' };

/** Whether something that stands on the part has begun: the next step. */
function wentOn(law: Law, judged: Judged, part: PartId): boolean {
  return afterwards(law, part).some((later) => (judged.view.parts[later]?.status ?? 'NOT_STARTED') !== 'NOT_STARTED');
}

function corrected(judged: Judged): readonly Finding[] {
  const { law, view, fact, circumstances } = judged;
  const data = fact.data as RecordCorrected;
  const kept = view.facts?.find((one) => one.id === data.event);
  const known = blocks(
    'CORRECTED_EVENT_UNKNOWN',
    'INPUT',
    'R3',
  )({
    met: kept !== undefined,
    required: 'an event of this case',
    actual: data.event,
  });
  if (kept === undefined) return [known];
  const rule = correctable(kept.type, data.field);
  const stands = rule === undefined ? undefined : standsIn(kept, data.field);
  const may = blocks(
    'FIELD_NOT_CORRECTABLE',
    'INPUT',
    'R3',
  )({
    met: rule !== undefined && stands !== undefined,
    required: 'a field in which a slip can be corrected',
    actual: { event: kept.type, field: data.field },
  });
  if (rule === undefined || stands === undefined) return [known, may];
  const value = readAs(data.field, stands, data.new, rule);
  const findings = [
    known,
    may,
    blocks('OLD_VALUE_DIFFERS', 'INPUT', 'R3')({ met: asText(stands) === data.old, required: asText(stands), actual: data.old }),
    blocks(
      'NEW_VALUE_UNREADABLE',
      'INPUT',
      'R3',
    )({
      met: value !== undefined,
      required: rule.oneOf === undefined ? { like: asText(stands) } : [...rule.oneOf],
      actual: data.new,
    }),
    blocks(
      'CORRECTION_CHANGES_NOTHING',
      'INPUT',
      'R3',
    )({ met: data.new !== data.old, required: 'another value', actual: data.new }),
  ];
  const part = partOfFact(kept);
  const late = part !== undefined && wentOn(law, judged, part);
  const needsSecond = rule.confirmed || late || kept.actor.id !== circumstances.actor.id;
  if (needsSecond || data.confirmedBy !== undefined) {
    findings.push(
      blocks(
        'CORRECTION_NOT_CONFIRMED',
        'RIGHTS',
        'R3',
      )({
        met: data.confirmedBy !== undefined,
        required: 'a second person of the level above',
        actual: data.confirmedBy ?? null,
      }),
    );
  }
  if (data.confirmedBy !== undefined) {
    findings.push(...confirmer(CONFIRMER, data.confirmedBy, [circumstances.actor.id, kept.actor.id], part, judged));
  }
  return findings;
}

function reassigned(judged: Judged): readonly Finding[] {
  const { view, fact, circumstances } = judged;
  const { act, part, toCase, confirmedBy } = fact.data as EntryReassigned;
  const round = view.parts[part]?.round ?? 1;
  const entries = (view.facts ?? []).filter((kept) => {
    const data = kept.data as { readonly part?: PartId; readonly round?: number; readonly act?: string };
    return data.part === part && data.act === act && data.round === round;
  });
  return [
    blocks(
      'ENTRY_NOT_OF_ACT',
      'INPUT',
      'R3',
    )({
      met: entries.length > 0,
      required: 'a result that stands and came by this act',
      actual: { act, part, round },
    }),
    blocks('REASSIGNED_TO_ITSELF', 'INPUT', 'R3')({ met: toCase !== view.caseId, required: 'another case', actual: toCase }),
    ...confirmer(CONFIRMER, confirmedBy, [circumstances.actor.id, ...entries.map((entry) => entry.actor.id)], part, judged),
  ];
}

/** Admits old paper dates before they are entered; who admits them does not enter them (R2). */
function admitted(judged: Judged): readonly Finding[] {
  const { law, view, fact, circumstances } = judged;
  const { parts } = fact.data as BackfillAdmitted;
  const by = circumstances.performedBy;
  const unknown = parts.filter((part) => law.parts[part] === undefined);
  const begun = parts.filter((part) => (view.parts[part]?.status ?? 'NOT_STARTED') !== 'NOT_STARTED');
  const recorders = parts.flatMap((part) => view.parts[part]?.recordedBy ?? []);
  const notAbove = parts.filter((part) => {
    const level = law.parts[part]?.level;
    return level !== undefined && !holdsOfficeAbove(circumstances, by, level);
  });
  return [
    blocks(
      'BACKFILL_PARTS_UNKNOWN',
      'INPUT',
      'R2',
    )({
      met: parts.length > 0 && unknown.length === 0,
      required: 'parts of the pinned definition',
      actual: parts.length === 0 ? [] : unknown,
    }),
    blocks('BACKFILL_AFTER_ENTRY', 'ORDER', 'R2')({ met: begun.length === 0, required: 'parts not yet entered', actual: begun }),
    blocks(
      'ADMITTER_IS_RECORDER',
      'RIGHTS',
      'R2; R4',
    )({
      met: !recorders.includes(by) && !recorders.includes(circumstances.actor.id),
      required: 'an officer who did not record them',
      actual: by,
    }),
    blocks(
      'ADMITTER_NOT_OF_LEVEL_ABOVE',
      'RIGHTS',
      'R2',
    )({
      met: notAbove.length === 0,
      required: 'the level above each part',
      actual: notAbove,
    }),
  ];
}

function recorderAdmitted({ view, fact, circumstances }: Judged): readonly Finding[] {
  const data = fact.data as { readonly part: PartId; readonly round?: number };
  const admitter = data.round === undefined ? undefined : view.admittedBy?.[data.part];
  if (admitter === undefined) return [];
  return [
    blocks(
      'RECORDER_ADMITTED_BACKFILL',
      'RIGHTS',
      'R2; R4',
    )({
      met: circumstances.actor.id !== admitter,
      required: 'a recorder who did not admit the old date',
      actual: circumstances.actor.id,
    }),
  ];
}

export const correctionRules: readonly Rule[] = [
  { name: 'record-corrected', about: ['case.RecordCorrected.v1'], find: corrected },
  { name: 'entry-reassigned', about: ['case.EntryReassigned.v1'], find: reassigned },
  { name: 'backfill-admitted', about: ['case.BackfillAdmitted.v1'], find: admitted },
  { name: 'recorder-did-not-admit', about: ['*'], find: recorderAdmitted },
];
