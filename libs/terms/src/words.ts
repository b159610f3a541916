/** One thing in both languages of the house. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

export type Language = keyof Words;

export type Vocabulary = Readonly<Record<string, Words>>;
