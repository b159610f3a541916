import { termOf } from '#libs/terms';
import { dates, fractions } from './check-dates.js';
import { malformed } from './check-form.js';
import { type Check, type Checked, type Complaint, type Problem } from './check-problem.js';
import { type Definition, definitionSchema, type Part, type PartId } from './definition.js';
import { placedParts, predecessors } from './law-of.js';
import { policySetSchema } from './policy.js';

/**
 * The self-check of a definition (architecture §5; domain.md §2.6). Takes what was read from a file: a definition that does
 * not have the form is answered with every fault of its form, one that has it with every fault of its sense.
 * Empty: it is sound. Publication refuses all others.
 */
export function checkDefinition(definition: unknown): readonly Problem[] {
  const read = definitionSchema.safeParse(definition);
  const complaints = read.success ? senseless(indexed(read.data)) : malformed(read.error.issues, definition);
  return complaints.map((complaint) => ({ ...complaint, message: termOf('problem', complaint.code) }));
}

/** The form of a policy set; what its figures mean nothing here can prove. Publication refuses all that have a problem. */
export function checkPolicySet(set: unknown): readonly Problem[] {
  const complaints = malformed(policySetSchema.safeParse(set).error?.issues ?? [], set);
  return complaints.map((complaint) => ({ ...complaint, message: termOf('problem', complaint.code) }));
}

/** Where two parts bear one name, nothing said of that name can be checked: that is told alone. */
function senseless(checked: Checked): readonly Complaint[] {
  const ambiguous = uniqueCodes(checked);
  return ambiguous.length > 0 ? ambiguous : CHECKS.flatMap((check) => check(checked));
}

function indexed(definition: Definition): Checked {
  const paths = definition.steps.flatMap((step, s) => step.parts.map((_, p) => `steps.${s}.parts.${p}`));
  const parts = placedParts(definition).map((placed, index) => ({ ...placed, index, path: paths[index] ?? '' }));
  return {
    definition,
    parts,
    byId: Object.fromEntries(parts.map((located) => [located.id, located])),
    after: predecessors(definition),
  };
}

const stepNumbers: Check = ({ definition }) =>
  definition.steps.flatMap((step, s) =>
    step.no === s + 1 ? [] : [{ path: `steps.${s}.no`, code: 'STEP_NUMBERS_NOT_IN_ORDER', expected: s + 1, actual: step.no }],
  );

const uniqueCodes: Check = ({ definition }) => [
  ...repeated(definition.steps.map((step) => step.code)).map(({ value, index }) => ({
    path: `steps.${index}.code`,
    code: 'STEP_CODE_NOT_UNIQUE',
    expected: 'a code of its own',
    actual: value,
  })),
  ...definition.steps.flatMap((step, s) =>
    repeated(step.parts.map((part) => part.code)).map(({ value, index }) => ({
      path: `steps.${s}.parts.${index}.code`,
      code: 'PART_NOT_UNIQUE',
      expected: 'a code of its own within the step',
      actual: value,
    })),
  ),
];

const uniqueSlots: Check = ({ parts }) =>
  parts.flatMap(({ part, path }) =>
    (
      [
        ['evidence', part.evidence.map(({ slot }) => slot)],
        ['seals', part.seals.map(({ org }) => org)],
        ['signatures', part.signatures.map(({ slot }) => slot)],
      ] as const
    ).flatMap(([list, slots]) =>
      repeated(slots).map(({ value, index }) => ({
        path: `${path}.${list}.${index}`,
        code: 'SLOT_NOT_UNIQUE',
        expected: 'each slot once',
        actual: value,
      })),
    ),
  );

const knownPredecessors: Check = ({ parts, byId }) =>
  parts.flatMap(({ part, path }) =>
    (part.after ?? []).flatMap((before, index) =>
      before in byId
        ? []
        : [{ path: `${path}.after.${index}`, code: 'AFTER_UNKNOWN', expected: Object.keys(byId), actual: before }],
    ),
  );

const parallelEarlier: Check = ({ parts, byId }) =>
  parts.flatMap(({ part, path, index }) => {
    const beside = part.parallelWith;
    if (beside === undefined || (byId[beside]?.index ?? index) < index) return [];
    const earlier = parts.slice(0, index).map(({ id }) => id);
    return [{ path: `${path}.parallelWith`, code: 'PARALLEL_NOT_EARLIER', expected: earlier, actual: beside }];
  });

/** Takes away, again and again, the parts that wait for nobody: who is left waits in a circle, or for one in it. */
const reachable: Check = ({ parts, byId, after }) => {
  const reached = new Set<PartId>();
  let grown: boolean;
  do {
    grown = false;
    for (const { id } of parts) {
      if (reached.has(id) || !(after[id] ?? []).every((before) => reached.has(before))) continue;
      reached.add(id);
      grown = true;
    }
  } while (grown);
  return parts
    .filter(({ id }) => !reached.has(id))
    .map(({ id, path }) => ({
      path,
      code: standsOn(after, id).includes(id) ? 'AFTER_IN_CIRCLE' : 'PART_UNREACHABLE',
      expected: 'parts that can be done before it',
      actual: (after[id] ?? []).filter((before) => !reached.has(before) || !(before in byId)),
    }));
};

const effect: Check = ({ definition, parts, byId, after }) => {
  const { after: last, result } = definition.effect;
  const due = ({ IDENTIFICATION: 'REGISTERED', EXIT: 'EXITED', MONITORING: 'MONITORED' } as const)[definition.kind];
  const wrongResult =
    result === due ? [] : [{ path: 'effect.result', code: 'EFFECT_WRONG_RESULT', expected: due, actual: result }];
  if (!(last in byId)) {
    return [...wrongResult, { path: 'effect.after', code: 'EFFECT_UNKNOWN', expected: Object.keys(byId), actual: last }];
  }
  const needed = [last, ...standsOn(after, last)];
  return [
    ...wrongResult,
    ...parts
      .filter(({ id, part }) => part.kind !== 'filing' && !needed.includes(id))
      .map(({ id, path }) => ({ path, code: 'PART_BYPASSED', expected: `before ${last}`, actual: id })),
  ];
};

const SLOGAN_OF: Readonly<Partial<Record<Part['kind'], Part['slogan']>>> = {
  review: 'REVIEW',
  notice: 'NOTICE',
  comparison: 'COMPARISON',
  announcement: 'ANNOUNCEMENT',
};

const slogan: Check = ({ definition, parts }) => {
  const marks = (mark: Part['slogan']): number => parts.filter(({ part }) => part.slogan === mark).length;
  const counted = {
    steps: definition.steps.length,
    reviews: marks('REVIEW'),
    notices: marks('NOTICE'),
    comparisons: marks('COMPARISON'),
    announcements: marks('ANNOUNCEMENT'),
  };
  return [
    ...parts
      .filter(({ part }) => part.slogan !== SLOGAN_OF[part.kind])
      .map(({ part, path }) => ({
        path: `${path}.slogan`,
        code: 'SLOGAN_MARK_WRONG',
        expected: SLOGAN_OF[part.kind] ?? null,
        actual: part.slogan ?? null,
      })),
    ...(Object.keys(counted) as (keyof typeof counted)[])
      .filter((what) => definition.slogan[what] !== counted[what])
      .map((what) => ({
        path: `slogan.${what}`,
        code: 'SLOGAN_COUNT_WRONG',
        expected: counted[what],
        actual: definition.slogan[what],
      })),
  ];
};

const references: Check = ({ definition, parts, byId }) => {
  const known = Object.keys(byId);
  const unknown = (path: string, name: PartId): readonly Complaint[] =>
    name in byId ? [] : [{ path, code: 'REFERENCE_UNKNOWN', expected: known, actual: name }];
  return [
    ...definition.dateRules.flatMap((rule, index) => [
      ...unknown(`dateRules.${index}.part`, rule.part),
      ...unknown(`dateRules.${index}.other`, rule.other),
    ]),
    ...(definition.transition === undefined ? [] : unknown('transition.keepsFrom', definition.transition.keepsFrom)),
    ...parts.flatMap(({ part, path, index }) => {
      const returns: readonly (readonly [string, PartId | undefined])[] = [
        [`${path}.onObjection.returnTo`, part.onObjection?.returnTo],
        [`${path}.returnTo`, part.kind === 'consent' ? part.returnTo : undefined],
      ];
      return returns.flatMap(([at, to]) => {
        if (to === undefined) return [];
        const target = byId[to];
        if (target === undefined) return unknown(at, to);
        const earlier = parts.slice(0, index).map(({ id }) => id);
        return target.index < index ? [] : [{ path: at, code: 'RETURN_NOT_EARLIER', expected: earlier, actual: to }];
      });
    }),
  ];
};

const announcementNeedsApproval: Check = ({ parts }) =>
  parts.some(({ part }) => part.kind === 'approval')
    ? []
    : parts
        .filter(({ part }) => part.kind === 'announcement')
        .map(({ path }) => ({ path, code: 'ANNOUNCEMENT_WITHOUT_APPROVAL', expected: 'an approval', actual: null }));

const hands: Check = ({ parts }) =>
  parts.flatMap(({ part, path }) => {
    const slots = part.signatures.flatMap(({ offices }) => offices);
    return [
      ...(part.performedBy.length === 0 && part.level !== 'HOUSEHOLD'
        ? [{ path: `${path}.performedBy`, code: 'PERFORMER_MISSING', expected: 'an office', actual: [] }]
        : []),
      ...(part.recordedBy.length === 0
        ? [{ path: `${path}.recordedBy`, code: 'RECORDER_MISSING', expected: 'an office', actual: [] }]
        : []),
      ...(part.oneOfEach ?? []).flatMap((offices, index) =>
        offices.some((office) => slots.includes(office))
          ? []
          : [{ path: `${path}.oneOfEach.${index}`, code: 'OFFICE_WITHOUT_SLOT', expected: offices, actual: slots }],
      ),
    ];
  });

const content: Check = ({ parts, after }) =>
  parts.flatMap(({ part, path, id }): readonly Complaint[] => {
    if (part.kind === 'review' && part.readOutComparison) {
      const before = standsOn(after, id);
      const compared = parts.some((other) => other.part.kind === 'comparison' && before.includes(other.id));
      return compared
        ? []
        : [
            {
              path: `${path}.readOutComparison`,
              code: 'READ_OUT_WITHOUT_COMPARISON',
              expected: 'a comparison before',
              actual: before,
            },
          ];
    }
    if (part.kind === 'notice' && part.minDuration === undefined) {
      return [{ path: `${path}.minDuration`, code: 'NOTICE_WITHOUT_PERIOD', expected: 'a least time', actual: null }];
    }
    if (part.kind === 'survey' && part.maxSurveyors !== undefined && part.maxSurveyors < part.minSurveyors) {
      return [
        { path: `${path}.maxSurveyors`, code: 'SURVEYORS_REVERSED', expected: part.minSurveyors, actual: part.maxSurveyors },
      ];
    }
    return [];
  });

const CHECKS: readonly Check[] = [
  stepNumbers,
  uniqueSlots,
  knownPredecessors,
  parallelEarlier,
  reachable,
  effect,
  slogan,
  references,
  announcementNeedsApproval,
  hands,
  dates,
  fractions,
  content,
];

/** All that stands before `id`, near or far; `id` itself where it waits for itself. */
function standsOn(after: Readonly<Record<PartId, readonly PartId[]>>, id: PartId): readonly PartId[] {
  const found = new Set<PartId>();
  const open = [...(after[id] ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(after[next] ?? []));
  }
  return [...found];
}

function repeated(values: readonly string[]): readonly { readonly value: string; readonly index: number }[] {
  return values.map((value, index) => ({ value, index })).filter(({ value, index }) => values.indexOf(value) !== index);
}
