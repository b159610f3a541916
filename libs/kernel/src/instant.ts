/** A moment, ISO 8601 in UTC with milliseconds (`2026-03-01T01:00:00.000Z`), so that order of text is order in time. */
export type Instant = string & { readonly __instant: unique symbol };

const WITH_ZONE = /T.*(Z|[+-]\d{2}:?\d{2})$/;

/**
 * Normalises an ISO 8601 moment with an offset to UTC.
 * @throws RangeError where the text is no moment, or names no offset.
 */
export function instant(text: string): Instant {
  const ms = WITH_ZONE.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) {
    throw new RangeError(`"${text}" is not a moment; expected ISO 8601 with an offset, such as 2024-03-01T09:00:00+08:00`);
  }
  return new Date(ms).toISOString() as Instant;
}

export function instantOfMs(ms: number): Instant {
  return new Date(ms).toISOString() as Instant;
}

export function msOf(moment: Instant): number {
  return Date.parse(moment);
}
