import { digestOf, type LawBook } from '#libs/application';
import { type CalendarYear } from '#libs/calendar';
import { type CaseFile } from '#libs/household-case';
import { type CivilDate } from '#libs/kernel';
import { CalendarBook, type Definition, type Law, lawOf, type Policy, policyOf, type PolicySet, RULES } from '#libs/procedure';
import { type References } from '../references.js';

/** Law to which open cases are to go over: a definition, policy sets, or both, published or drafts. */
export interface NewLaw {
  readonly definition?: Definition;
  readonly policies: readonly PolicySet[];
  /** Whether cases go over to the policy that stands, also where none is named. */
  readonly standingPolicy: boolean;
}

export interface LawsOfACase {
  readonly law: Law;
  readonly newLaw: Law;
  readonly standingLaw: Law;
}

/** The law that each case pins, and the one to which it would go over. */
export class LawToGoOverTo {
  private readonly calendar: CalendarBook;
  private readonly lawBook: LawBook;
  private readonly known = new Map<string, LawsOfACase>();

  constructor(
    references: References,
    private readonly proposed: NewLaw,
    private readonly from: string | undefined,
  ) {
    this.lawBook = references.now().lawBook;
    this.calendar = new CalendarBook();
    for (const { ref, calendar } of references.calendars()) this.calendar.publish(ref, calendar satisfies CalendarYear);
  }

  /** The first day on which the definition is in force. */
  get since(): CivilDate | undefined {
    return this.proposed.definition?.effective.from as CivilDate | undefined;
  }

  /** Whether the new law could be about a case: it pins the definition that was named, or one of the same id. */
  concerns({ definition }: Pick<CaseFile, 'definition'>): boolean {
    const [pinned = ''] = definition.split('#');
    const named = this.from ?? this.proposed.definition?.id;
    return named === undefined || pinned === named || pinned.split('@')[0] === named;
  }

  /** @throws MissingLaw where the log does not hold what the case pins, or no policy stands for it. */
  of({ definition, policy, programYear }: CaseFile, lineage: readonly string[]): LawsOfACase {
    const key = [definition, policy, programYear, ...lineage].join('|');
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const law = this.lawBook.law(definition, policy);
    const standing = this.policyFor(lineage, programYear, law.policy);
    const other = this.proposed.definition ?? law.definition;
    const definitionRef = other === law.definition ? definition : `${other.id}@${other.version}#${digestOf(other)}`;
    const lawUnder = (of: Policy, ref: string): Law => lawOf(other, of, definitionRef, ref, this.calendar, RULES);
    const standingLaw = lawUnder(standing, `${standing.id}@${standing.version}#${digestOf(standing)}`);
    const moves = this.proposed.standingPolicy || this.proposed.policies.length > 0;
    const laws = { law, newLaw: moves ? standingLaw : lawUnder(law.policy, policy), standingLaw };
    this.known.set(key, laws);
    return laws;
  }

  /** What stands for an area and year with the drafts in the place of the sets of their own; what is pinned where nothing does. */
  private policyFor(lineage: readonly string[], year: number, pinned: Policy): Policy {
    const { policies } = this.proposed;
    const replaced = ({ area, year: of }: PolicySet): boolean => policies.some((set) => set.area === area && set.year === of);
    const sets = this.lawBook.allPolicySets();
    const policy = policyOf([...sets.filter((set) => !replaced(set)), ...policies], lineage, year);
    return 'missing' in policy ? pinned : policy;
  }
}
