import { type JsonValue } from '#libs/kernel';
import { type Words } from '#libs/terms';
import { type Definition, type PartId } from './definition.js';
import { type PlacedPart } from './law-of.js';

/** What is not sound in a definition, in words for the person who wrote it. */
export interface Problem {
  /** Where: `steps.2.parts.0.after.1`. */
  readonly path: string;
  readonly code: string;
  readonly message: Words;
  readonly expected: JsonValue;
  readonly actual: JsonValue;
}

/** A problem before it is put into words. */
export type Complaint = Omit<Problem, 'message'>;

/** A part with the place at which its faults are told. */
export interface LocatedPart extends PlacedPart {
  readonly path: string;
  readonly index: number;
}

/** A definition of good form, with what the checks look up. */
export interface Checked {
  readonly definition: Definition;
  readonly parts: readonly LocatedPart[];
  readonly byId: Readonly<Record<PartId, LocatedPart>>;
  readonly after: Readonly<Record<PartId, readonly PartId[]>>;
}

export type Check = (checked: Checked) => readonly Complaint[];
