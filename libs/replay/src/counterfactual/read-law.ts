import { type CalendarYear, checkCalendarYear } from '#libs/calendar';
import { checkDefinition, checkPolicySet, type Definition, type PolicySet } from '#libs/procedure';
import { type Proposal } from './proposal.js';

/** Why something cannot be tried as law: where, and what is wrong there. */
export interface NotLaw {
  readonly problems: readonly { readonly path: string; readonly code: string }[];
}

/**
 * One law to be tried: a definition by its steps, the calendar of a year by its holidays, a policy set by its parameters. Held
 * to the same self-checks as one that is published: what could never be law is not tried.
 */
export function lawToTry(value: unknown): Proposal | NotLaw {
  if (typeof value !== 'object' || value === null) return { problems: [{ path: '', code: 'NOT_A_LAW' }] };
  if ('steps' in value) {
    const problems = checkDefinition(value);
    return problems.length > 0 ? { problems } : { ...NOTHING, definitions: [value as Definition] };
  }
  if ('holidays' in value) {
    const problems = checkCalendarYear(value);
    return problems.length > 0 ? { problems } : { ...NOTHING, calendars: [value as unknown as CalendarYear] };
  }
  if ('parameters' in value) {
    const problems = checkPolicySet(value);
    return problems.length > 0 ? { problems } : { ...NOTHING, policies: [value as PolicySet] };
  }
  return { problems: [{ path: '', code: 'NOT_A_LAW' }] };
}

/** All of them at once. */
export function together(proposals: readonly Proposal[]): Proposal {
  return {
    definitions: proposals.flatMap(({ definitions }) => definitions),
    policies: proposals.flatMap(({ policies }) => policies),
    calendars: proposals.flatMap(({ calendars }) => calendars),
  };
}

const NOTHING: Proposal = { definitions: [], policies: [], calendars: [] };
