import { addDays, type CivilDate, isCivilDate } from '#libs/kernel';
import { type Check, type Complaint } from './check-problem.js';
import { type Definition } from './definition.js';

/** Dates are dates, and each kind of body has one quorum on each day. */
export const dates: Check = ({ definition, parts }) => [
  ...spanOf('effective', definition.effective),
  ...parts.flatMap(({ part, path }) => {
    if (part.kind !== 'review') return [];
    const faults = part.quorums.flatMap((quorum, index) => spanOf(`${path}.quorums.${index}`, quorum));
    return faults.length > 0 ? faults : seams(part.quorums, path, definition.effective);
  }),
];

type Span = { readonly from?: string | undefined; readonly until?: string | undefined };

function spanOf(path: string, span: Span): readonly Complaint[] {
  const wrong = (['from', 'until'] as const)
    .filter((end) => span[end] !== undefined && !isCivilDate(span[end]))
    .map((end) => ({ path: `${path}.${end}`, code: 'DATE_NOT_VALID', expected: 'YYYY-MM-DD', actual: span[end] ?? null }));
  if (wrong.length > 0 || span.from === undefined || span.until === undefined || span.from <= span.until) return wrong;
  return [{ path: `${path}.until`, code: 'DATES_REVERSED', expected: `${span.from} or later`, actual: span.until }];
}

/** Each kind of body has exactly one quorum on every day on which the definition is in force. */
function seams(
  quorums: readonly (Span & { readonly bodyKind: string })[],
  path: string,
  effective: Definition['effective'],
): readonly Complaint[] {
  return [...new Set(quorums.map(({ bodyKind }) => bodyKind))].flatMap((bodyKind) => {
    const own = quorums.filter((quorum) => quorum.bodyKind === bodyKind);
    const seam = own.findIndex((quorum, index) => {
      const before = own[index - 1];
      if (before === undefined) return quorum.from !== undefined && quorum.from > effective.from;
      return before.until === undefined || quorum.from !== addDays(before.until as CivilDate, 1);
    });
    const last = own.at(-1);
    const open = last?.until === undefined || (effective.until !== undefined && effective.until <= last.until);
    if (seam < 0 && open) return [];
    const at = own[seam < 0 ? own.length - 1 : seam];
    return [
      {
        path: `${path}.quorums`,
        code: 'QUORUM_DATES_NOT_SEAMLESS',
        expected: 'one quorum on every day in force',
        actual: { bodyKind, from: at?.from ?? null, until: at?.until ?? null },
      },
    ];
  });
}

/** A quorum or majority can be reached. */
export const fractions: Check = ({ parts }) =>
  parts.flatMap(({ part, path }) => {
    if (part.kind !== 'review') return [];
    const all = [
      ...part.quorums.map(({ fraction }, index) => ({ at: `${path}.quorums.${index}.fraction`, fraction })),
      { at: `${path}.majority`, fraction: part.majority },
    ];
    return all
      .filter(({ fraction }) => fraction.numerator > fraction.denominator - (fraction.strict ? 1 : 0))
      .map(({ at, fraction }) => ({
        path: at,
        code: 'FRACTION_ABOVE_ONE',
        expected: 'a part of the whole that can be reached',
        actual: `${fraction.strict ? '>' : '>='} ${fraction.numerator}/${fraction.denominator}`,
      }));
  });
