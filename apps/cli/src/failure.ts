/** What a command cannot do, in one line for the person who gave it. */
export class Failure extends Error {}

/** The one line that a person gets for an error: no stack, whatever it was. */
export function lineOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const line = message.replaceAll(/\s*\n\s*/g, ' ').trim();
  return line === '' ? String(error instanceof Error ? error.name : error) : line;
}
