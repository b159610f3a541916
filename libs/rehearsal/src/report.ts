import { type Words } from '#libs/terms';
import { type Finding, type Instant } from '#libs/kernel';
import { type Script, type ScriptLine } from './script.js';

export interface EventSeen {
  readonly stream: string;
  readonly type: string;
  readonly data: object;
  readonly occurredOn?: string;
}

/** What became of one line of a script. */
export interface LineReport {
  readonly line: number;
  readonly kind: ScriptLine['kind'];
  readonly at: Instant;
  readonly comment?: string;
  /** What was said, in short: the order, the moment, the part. */
  readonly said: string;
  readonly actor?: string;
  readonly performedBy?: string;
  readonly dryRun?: boolean;
  readonly events: readonly EventSeen[];
  readonly refused: readonly Finding[];
  /** What does not hold, in both languages; empty where all is as expected. */
  readonly faults: readonly Words[];
}

/** What a line did: all that its report needs besides its place. */
export type Done = Omit<LineReport, 'line' | 'kind' | 'at' | 'comment'>;

export interface RehearsalReport {
  readonly ok: boolean;
  readonly lines: readonly LineReport[];
  /** Lines that could not be understood: then nothing was run. */
  readonly notUnderstood: Script['faults'];
  readonly orders: number;
  readonly expectations: number;
  readonly failed: number;
}

/** A line that did nothing worth telling, or what does not hold of it. */
export function done(said: string, ...faults: readonly Words[]): Done {
  return { said, events: [], refused: [], faults };
}

export function codesOf(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.map(({ code }) => code))].sort();
}

export function seenOf(event: {
  readonly stream: string;
  readonly type: string;
  readonly data: object;
  readonly metadata?: { readonly occurredOn: string };
}): EventSeen {
  const { stream, type, data, metadata } = event;
  return { stream, type, data, ...(metadata === undefined ? {} : { occurredOn: metadata.occurredOn }) };
}
