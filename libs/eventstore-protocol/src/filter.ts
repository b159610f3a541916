import { type StoredEvent } from '#libs/event-store';
import { badRequest } from './refusal.js';
import { type Expression, type FilterOptions } from './wire.js';

/** What a filter counts as one window where the client names none. */
const WINDOW = 32;

export interface Filter {
  matches(event: StoredEvent): boolean;
  /** After so many events looked at a checkpoint is sent. */
  readonly checkpointEvery: number;
}

/** @throws Refusal for a regular expression that is none. */
export function filterOf(options: FilterOptions): Filter {
  const matches = matcher(options.stream_identifier ?? options.event_type ?? {});
  const onStream = options.stream_identifier !== undefined;
  return {
    matches: (event) => matches(onStream ? event.stream : event.type),
    checkpointEvery: (options.max ?? WINDOW) * Math.max(options.checkpoint_interval_multiplier ?? 1, 1),
  };
}

function matcher({ regex, prefix }: Expression): (text: string) => boolean {
  if (prefix !== undefined && prefix.length > 0) return (text) => prefix.some((start) => text.startsWith(start));
  try {
    const expression = new RegExp(regex ?? '', 'u');
    return (text) => expression.test(text);
  } catch (error) {
    throw badRequest(`the filter is no regular expression: ${error instanceof Error ? error.message : String(error)}`);
  }
}
