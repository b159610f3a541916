import { digestOf, type LawBook } from '#libs/application';
import { type CalendarYear } from '#libs/calendar';
import {
  CalendarBook,
  type Definition,
  type Law,
  lawOf,
  type Policy,
  policyOf,
  type PolicySet,
  type Rule,
  RULES,
} from '#libs/procedure';
import { type References } from '../references.js';

/** Law that is tried in the place of what was in force: published, shipped or a draft. */
export interface Proposal {
  /** Each stands in for every version of the definition of its id. */
  readonly definitions: readonly Definition[];
  /** Each stands in for the sets of its area and year. */
  readonly policies: readonly PolicySet[];
  /** Each stands in for the calendars of its year. */
  readonly calendars: readonly CalendarYear[];
}

/** What a case pins, and where it is. */
export interface Pinned {
  readonly definition: string;
  readonly policy: string;
  readonly programYear: number;
  /** The village of the case, then the areas above it, to the nation. */
  readonly lineage: readonly string[];
}

/** The law of a case as it was and as it would be; `concerned` where the two are not the same. */
export interface BothLaws {
  readonly recorded: Law;
  readonly under: Law;
  readonly concerned: boolean;
}

/**
 * The law of any case under a proposal. Both laws count by the calendars of the whole log: what a decision could not know then
 * is the same on both sides, and makes no difference.
 */
export class ProposedLaws {
  private readonly known = new Map<string, BothLaws>();
  private readonly calendar: CalendarBook;
  private readonly lawBook: LawBook;

  constructor(
    references: References,
    private readonly proposal: Proposal,
    private readonly rules: readonly Rule[] = RULES,
  ) {
    this.calendar = calendarUnder(references, proposal.calendars);
    this.lawBook = references.now().lawBook;
  }

  /** @throws MissingLaw where the log does not hold what the case pins. */
  of(pinned: Pinned): BothLaws {
    const { definition, policy, programYear, lineage } = pinned;
    const key = [definition, policy, programYear, ...lineage].join('|');
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const { lawBook } = this;
    const recorded = lawBook.law(definition, policy);
    const other = this.proposal.definitions.findLast(({ id }) => id === recorded.definition.id);
    const otherPolicy = this.policyUnder(recorded.policy, pinned, lawBook.allPolicySets());
    // The pins stay as they were: what is tried has no name in the log, and a name is no difference.
    const under = lawOf(
      other ?? lawBook.definition(definition)?.definition ?? recorded.definition,
      otherPolicy ?? recorded.policy,
      definition,
      policy,
      this.calendar,
      this.rules,
    );
    const concerned = other !== undefined || otherPolicy !== undefined || this.proposal.calendars.length > 0;
    const both = { recorded, under, concerned };
    this.known.set(key, both);
    return both;
  }

  /** What the log holds under a name, to which a recorded case went over. */
  definition(name: string): ReturnType<LawBook['definition']> {
    return this.lawBook.definition(name);
  }

  /** Undefined where no set of the proposal is about the case. */
  private policyUnder(recorded: Policy, { programYear, lineage }: Pinned, sets: readonly PolicySet[]): Policy | undefined {
    const about = this.proposal.policies.filter(({ area, year }) => year === programYear && lineage.includes(area));
    if (about.length === 0) return undefined;
    const replaced = (set: PolicySet): boolean => about.some(({ area, year }) => set.area === area && set.year === year);
    const before = setsOf(recorded, lineage, programYear, sets);
    const policy = policyOf([...before.filter((set) => !replaced(set)), ...about], lineage, programYear);
    return 'missing' in policy ? undefined : policy;
  }
}

/** The published sets as they stood when a policy was pinned; all of them where none of these give it. */
function setsOf(policy: Policy, lineage: readonly string[], year: number, sets: readonly PolicySet[]): readonly PolicySet[] {
  const wanted = digestOf(policy);
  for (let known = sets.length; known > 0; known--) {
    const then = sets.slice(0, known);
    const merged = policyOf(then, lineage, year);
    if (!('missing' in merged) && digestOf(merged) === wanted) return then;
  }
  return sets;
}

function calendarUnder(references: References, proposed: readonly CalendarYear[]): CalendarBook {
  const book = new CalendarBook();
  const published = references.calendars();
  for (const { ref, calendar } of published) book.publish(ref, calendar);
  for (const calendar of proposed) {
    const newest = published.reduce(
      (most, one) => (one.calendar.year === calendar.year ? Math.max(most, one.calendar.version) : most),
      0,
    );
    // Newer than all that is published: the newest counts.
    const version = Math.max(calendar.version, newest + 1);
    book.publish(`${calendar.id}@${calendar.version}#${digestOf(calendar)}`, { ...calendar, version });
  }
  return book;
}
