import { civilDateOf } from '#libs/kernel';
import { type AreaPath, type Definition, placedParts } from '#libs/procedure';
import { differenceText, type Language, toldLaterText, type Words } from '#libs/terms';
import { type DecisionKnowledge, type ToldLater } from './decision-knowledge.js';
import { type Difference } from './differences.js';
import { type Names, placeText } from './names.js';
import { type Recording } from './recording.js';

/** With one sentence of each language. */
export type Said<T> = T & { readonly sentence: Words };

const recorded = ({ recordedAt, recordedBy }: Recording): { recordedOn: string; office: string; person: string } => ({
  recordedOn: civilDateOf(recordedAt),
  office: recordedBy.office,
  person: recordedBy.id,
});

const PLACES: ReadonlySet<string> = new Set(['HUKOU_AREA', 'RESIDENCE_AREA', 'MANAGEMENT_AREA']);

/** What a fact of the register says, as far as it is called otherwise than by its key: a place by the names of its areas. */
export function namedValue(subject: string, value: unknown, names: Pick<Names, 'area'>, language: Language): unknown {
  const isPlace = PLACES.has(subject) && typeof value === 'object' && value !== null && 'village' in value;
  return isPlace ? placeText(value as AreaPath, names, language) : value;
}

/** @param definitionOf what the case of a stream pins, by which its parts have names. */
export function differencesSaid(
  differences: readonly Difference[],
  definitionOf: (stream: string) => Definition | undefined,
  names: Pick<Names, 'area'>,
): readonly Said<Difference>[] {
  return differences.map((difference) => {
    const { subject, key, stream, by } = difference;
    const definition = subject === 'PART' ? definitionOf(stream) : undefined;
    const placed = definition === undefined ? undefined : placedParts(definition).find(({ id }) => id === key);
    const words = { ...difference, label: placed?.part.label ?? null, by: by === null ? null : recorded(by) };
    const said = (language: Language): string => {
      const named = (value: unknown): unknown => namedValue(subject, value, names, language);
      return differenceText({ ...words, before: named(words.before), after: named(words.after) }, language);
    };
    return { ...difference, sentence: { zh: said('zh'), en: said('en') } };
  });
}

/** What was told only after a decision, each in a sentence. */
export function laterSaid({ known, decision, later }: DecisionKnowledge): readonly Said<ToldLater>[] {
  const typeOf = (id: string): string => [...known, decision].find((event) => event.id === id)?.type ?? '';
  return later.map((told) => {
    const corrected = told.corrected === null ? null : { ...told.corrected, type: typeOf(told.corrected.event) };
    const words = { ...told, ...recorded(told), corrected };
    return { ...told, sentence: { zh: toldLaterText(words, 'zh'), en: toldLaterText(words, 'en') } };
  });
}
