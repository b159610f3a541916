import { type AreaPath, type Definition, placedParts } from '#libs/procedure';
import { type Language, type Named } from '#libs/terms';

/** What stands in events as a key, as people call it. */
export interface Names {
  /** Of an area; undefined where the log knows none of this id. */
  readonly area: (id: string) => string | undefined;
  /** The law that an event or a case pins, by which its steps have names. */
  readonly definition: (ref: string) => Definition | undefined;
}

/** An area by its name, with the key that tells two of one name apart. */
export function areaText(id: string, { area }: Pick<Names, 'area'>): string {
  const name = area(id);
  return name === undefined || name === id ? id : `${name} ${id}`;
}

/** Where something lies, from the county down, with the key of the lowest area. */
export function placeText(
  { county, township, village, group }: AreaPath,
  { area }: Pick<Names, 'area'>,
  language: Language,
): string {
  const ids = [county, township, village, ...(group === undefined ? [] : [group])];
  const names = ids.map((id) => area(id) ?? id).join(language === 'zh' ? '' : ', ');
  const lowest = group ?? village;
  return area(lowest) === undefined ? ids.join(' ') : `${names} ${lowest}`;
}

/** A step or part of a case by the label of the law that it pins, with its key. */
export function stepText(
  step: string,
  ref: string | null,
  { definition }: Pick<Names, 'definition'>,
  language: Language,
): string {
  const law = ref === null ? undefined : definition(ref);
  const label =
    law === undefined
      ? undefined
      : (placedParts(law).find(({ id }) => id === step)?.part.label ?? law.steps.find(({ code }) => code === step)?.label);
  return label === undefined ? step : `${label[language]} ${step}`;
}

/**
 * How the log calls what a finding or a state names by its key: an area by its name, a part of the law `ref` by its label, both with the
 * key, and a paper that this law asks for by its label.
 */
export function namedIn(ref: string | null, names: Names, language: Language): Named {
  const law = ref === null ? undefined : names.definition(ref);
  const papers = new Map(
    law === undefined
      ? []
      : placedParts(law).flatMap(({ part }) => part.evidence.map(({ slot, label }) => [slot, label[language]])),
  );
  return (code) => {
    if (names.area(code) !== undefined) return areaText(code, names);
    const step = stepText(code, ref, names, language);
    return step === code ? papers.get(code) : step;
  };
}
