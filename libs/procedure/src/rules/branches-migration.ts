import { type Finding } from '#libs/kernel';
import { type PartId } from '../definition.js';
import { type CaseMigrated } from '../facts.js';
import { type Judged, type Law, type Rule } from '../law.js';
import { compareLevels } from '../ready.js';
import { blocks, levelsOf } from './branches-findings.js';

const otherLevel = blocks('MIGRATED_BY_OTHER_LEVEL', 'RIGHTS', '§2.2; architecture §5');
const confirmerIsRecorder = blocks('CONFIRMER_IS_RECORDER', 'RIGHTS', 'R4');
const confirmerNotInOffice = blocks('CONFIRMER_NOT_IN_OFFICE', 'RIGHTS', 'R4');
const notEvidenced = blocks('MIGRATION_NOT_EVIDENCED', 'LAW', '§2.2; §10 F18');
const changesNothing = blocks('MIGRATION_CHANGES_NOTHING', 'INPUT', '§2.2');
const otherKind = blocks('DEFINITION_OF_OTHER_KIND', 'INPUT', '§2.2');
const notInForce = blocks('DEFINITION_NOT_IN_FORCE', 'LAW', 'R5');
const withoutCounterpart = blocks('PART_WITHOUT_COUNTERPART', 'LAW', '§2.2');
const keepsItsLaw = blocks('CASE_KEEPS_ITS_LAW', 'LAW', '§2.2');
const wouldTakeEffect = blocks('MIGRATION_WOULD_TAKE_EFFECT', 'LAW', 'R1; §2.2');

type Progress = Judged['view']['parts'];

const begun = (parts: Progress, id: PartId): boolean => (parts[id]?.status ?? 'NOT_STARTED') !== 'NOT_STARTED';

/** Only an office of the county or of a level above it moves a case to other law, and a second person of such an office confirms. */
function ordered({ fact, circumstances }: Judged): readonly Finding[] {
  const { confirmedBy, papers } = fact.data as CaseMigrated;
  const { performedBy, actor } = circumstances;
  const mayOrder = (person: string): boolean =>
    levelsOf(circumstances, person).some((level) => compareLevels(level, 'COUNTY') >= 0);
  const required = { atLeast: 'COUNTY' };
  return [
    otherLevel({ met: mayOrder(performedBy), required, actual: performedBy }),
    confirmerIsRecorder({
      met: confirmedBy !== actor.id && confirmedBy !== performedBy,
      required: 'a second person',
      actual: confirmedBy,
    }),
    confirmerNotInOffice({ met: mayOrder(confirmedBy), required, actual: confirmedBy }),
    notEvidenced({
      met: papers.evidence.length > 0,
      required: 'the document that orders it',
      actual: papers.evidence.length,
    }),
  ];
}

/** Parts of which something was done and that the new law does not have, or has as something else. Nobody says what becomes of them. */
function lost(law: Law, newLaw: Law, parts: Progress): readonly PartId[] {
  return Object.keys(parts).filter((id) => begun(parts, id) && newLaw.parts[id]?.kind !== law.parts[id]?.kind);
}

/** The new law is other law of the same kind, in force, and says itself who keeps the old one (§2.2, R5). */
function goesOver({ law, view, fact, circumstances }: Judged): readonly Finding[] {
  const { newLaw, occurredOn } = circumstances;
  if (newLaw === undefined) return [];
  const { from, to, kept } = fact.data as CaseMigrated;
  const { kind, effective, transition, effect } = newLaw.definition;
  const { parts } = view;
  const missing = lost(law, newLaw, parts);
  const moves = from.definition !== to.definition;
  const findings = [
    changesNothing({
      met: moves || from.policy !== to.policy,
      required: 'another definition or policy than the case has pinned',
      actual: { ...to },
    }),
    otherKind({ met: kind === view.kind, required: { kind: view.kind }, actual: { kind, definition: to.definition } }),
    notInForce({
      met: occurredOn >= effective.from && (effective.until === undefined || occurredOn <= effective.until),
      required: { from: effective.from, until: effective.until ?? null },
      actual: { on: occurredOn, definition: to.definition },
    }),
    withoutCounterpart({ met: missing.length === 0, required: 'parts of the same name and kind', actual: [...missing] }),
    wouldTakeEffect({
      met: !kept.includes(effect.after) || parts[effect.after]?.status !== 'DONE',
      required: { notDone: effect.after },
      actual: { done: parts[effect.after]?.doneOn ?? null },
    }),
  ];
  if (moves && transition !== undefined) {
    findings.push(
      keepsItsLaw({
        met: !begun(parts, transition.keepsFrom),
        required: { notBegun: transition.keepsFrom, clause: transition.basis.clause },
        actual: parts[transition.keepsFrom]?.status ?? 'NOT_STARTED',
      }),
    );
  }
  return findings;
}

/** An open case goes over to other law only by an order that names the clause (domain.md §2.2). */
export const migrationRules: readonly Rule[] = [
  { name: 'migration-ordered', about: ['case.CaseMigrated.v1'], find: ordered },
  { name: 'migration-goes-over', about: ['case.CaseMigrated.v1'], find: goesOver },
];
