import { type Wakeup } from '#libs/kernel';
import { InvalidWakeup } from './port.js';

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** A colon, blanks and controls: what some queue does not take for an id. */
const UNFIT = /[:\s\p{Cc}\p{Cs}]/u;

/**
 * Looks at wake-ups before any bell does, so that all adapters refuse the same.
 * @throws InvalidWakeup for an id that is empty, stands there twice or holds a colon, blank or control; for a moment that is no Instant.
 */
export function checkWakeups(wakeups: readonly Wakeup[]): void {
  for (const [index, { id, dueAt }] of wakeups.entries()) {
    if (id === '' || UNFIT.test(id)) throw new InvalidWakeup(id, 'an id is not empty and holds no colon, blank or control');
    if (!MOMENT.test(dueAt)) throw new InvalidWakeup(id, `"${dueAt}" is no moment in UTC with milliseconds`);
    if (wakeups.length < 32 && wakeups.findIndex((other) => other.id === id) !== index) {
      throw new InvalidWakeup(id, 'its id stands there twice');
    }
  }
  if (wakeups.length >= 32 && new Set(wakeups.map(({ id }) => id)).size !== wakeups.length) {
    throw new InvalidWakeup('', 'an id stands there twice');
  }
}
