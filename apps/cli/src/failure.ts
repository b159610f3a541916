import { type Language, type Words } from '#libs/terms';

/** What a command cannot do, in one line for the person who gave it; in his language where it was said in both. */
export class Failure extends Error {
  constructor(
    readonly said: string | Words,
    options?: ErrorOptions,
  ) {
    super(typeof said === 'string' ? said : said.en, options);
  }
}

/** The one line that a person gets for an error: no stack, whatever it was. */
export function lineOf(error: unknown, language: Language = 'en'): string {
  const said = error instanceof Failure && typeof error.said !== 'string' ? error.said[language] : undefined;
  const message = said ?? messageOf(error);
  const line = message.replaceAll(/\s*\n\s*/g, ' ').trim();
  return line === '' ? String(error instanceof Error ? error.name : error) : line;
}

/** Also of an error that was thrown in another realm than ours, and so is no `Error` of it. */
function messageOf(error: unknown): string {
  const told = typeof error === 'object' && error !== null && 'message' in error ? error.message : undefined;
  return typeof told === 'string' ? told : String(error);
}
