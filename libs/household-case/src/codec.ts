import { type Upcast } from '#libs/kernel';

/**
 * How events of a case that were stored in older versions are read: one step from each version to the next. Names and shapes in events.ts
 * are those of the newest. A change that an older reader would misunderstand is a new version there and a step here, with a stored
 * sample of the old one (test/replay/stored) as its proof. No version has been left behind yet.
 */
export const caseUpcasts: readonly Upcast[] = [];
