import { type Words } from '#libs/terms';

/** What is wrong with a script, in both languages. */
export class Told extends Error {
  constructor(readonly words: Words) {
    super(words.en);
  }
}
