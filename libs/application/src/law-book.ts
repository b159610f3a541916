import { type StoredEvent } from '#libs/event-store';
import { type CivilDate } from '#libs/kernel';
import { type CalendarYear } from '#libs/calendar';
import {
  CalendarBook,
  type Definition,
  type Law,
  lawOf,
  type Policy,
  policyOf,
  type PolicySet,
  RULES,
  type Rule,
  setsOfChain,
} from '#libs/procedure';
import { MissingLaw } from './aggregate.js';
import { digestOf } from './canonical.js';

export interface PublishedDefinition {
  readonly ref: string;
  readonly definition: Definition;
}

/** A text of the law, whole, as its digest was taken. */
export interface LawText {
  readonly kind: 'DEFINITION' | 'POLICY' | 'CALENDAR';
  readonly text: object;
}

/**
 * The law as the log holds it: every published definition, policy set and calendar, by reference `id@version#digest`.
 * `decide` takes law from here and from nowhere else (architecture §2).
 */
export class LawBook {
  private readonly definitions = new Map<string, PublishedDefinition>();
  /** In the order of publication, each with its position in the log. */
  private readonly sets: PolicySet[] = [];
  private readonly publishedAt = new Map<PolicySet, bigint>();
  private readonly policies = new Map<string, Policy>();
  private readonly policyRefs = new Map<string, string>();
  /** By definition, then by policy. */
  private readonly laws = new Map<string, Map<string, Law>>();
  private readonly calendars = new CalendarBook();
  /** By reference, each as it was published. */
  private readonly calendarTexts = new Map<string, CalendarYear>();
  private newest: Pick<StoredEvent, 'id' | 'position'> = { id: '', position: -1n };

  constructor(private readonly rules: readonly Rule[] = RULES) {}

  apply(event: StoredEvent): void {
    if (event.type === 'definition.DefinitionPublished.v1') {
      const { definition, ref } = event.data as { definition: Definition; ref: string };
      this.definitions.set(`${definition.id}@${definition.version}`, { ref, definition });
    } else if (event.type === 'policy.PolicyPublished.v1') {
      const { set } = event.data as { set: PolicySet };
      this.sets.push(set);
      this.publishedAt.set(set, event.position);
      // At start the streams are read one after the other, not in the order of the log.
      this.sets.sort((a, b) => Number((this.publishedAt.get(a) ?? 0n) - (this.publishedAt.get(b) ?? 0n)));
      this.policyRefs.clear();
    } else if (event.type === 'calendar.CalendarPublished.v1') {
      const { calendar, ref } = event.data as { calendar: CalendarYear; ref: string };
      this.calendars.publish(ref, calendar);
      this.calendarTexts.set(ref, calendar);
    } else return;
    if (event.position > this.newest.position) this.newest = event;
  }

  /** Names what was known: the id of the newest event of a definition, policy or calendar, the same in every store. */
  digest(): string {
    return this.newest.id;
  }

  /** By `id@version`, with or without its digest. */
  definition(idAndVersion: string): PublishedDefinition | undefined {
    return this.definitions.get(idAndVersion.split('#')[0] ?? idAndVersion);
  }

  /** All published, in the order of publication. */
  allDefinitions(): readonly PublishedDefinition[] {
    return [...this.definitions.values()];
  }

  allPolicySets(): readonly PolicySet[] {
    return this.sets;
  }

  /**
   * Reference of the policy in force for an area (the area itself first, then those above it) in a year.
   * @throws MissingLaw where no set covers the year.
   */
  policyRefFor(areas: readonly string[], year: number): string {
    const key = `${areas.join('<')}|${year}`;
    const known = this.policyRefs.get(key);
    if (known !== undefined) return known;
    const policy = policyOf(this.sets, areas, year);
    if ('missing' in policy) throw new MissingLaw(policy.missing);
    const ref = refOf(policy);
    this.policies.set(ref, policy);
    this.policyRefs.set(key, ref);
    return ref;
  }

  /** The law that a case has pinned. @throws MissingLaw where the log does not hold it in these very bytes. */
  law(definitionRef: string, policyRef: string): Law {
    const underDefinition = this.laws.get(definitionRef) ?? new Map<string, Law>();
    const known = underDefinition.get(policyRef);
    if (known !== undefined) return known;
    const published = this.definition(definitionRef);
    if (published === undefined || published.ref !== definitionRef)
      throw new MissingLaw(`definition ${definitionRef} is not in the log`);
    const policy = this.policies.get(policyRef) ?? this.everMerged().get(policyRef);
    if (policy === undefined) throw new MissingLaw(`policy ${policyRef} is not in the log`);
    const law = lawOf(published.definition, policy, definitionRef, policyRef, this.calendars, this.rules);
    this.laws.set(definitionRef, underDefinition.set(policyRef, law));
    return law;
  }

  /** The text that a reference `id@version#digest` pins, of a policy as merged; undefined where the log does not hold it in these very bytes. */
  text(ref: string): LawText | undefined {
    const published = this.definition(ref);
    if (published?.ref === ref) return { kind: 'DEFINITION', text: published.definition };
    const calendar = this.calendarTexts.get(ref);
    if (calendar !== undefined) return { kind: 'CALENDAR', text: calendar };
    const policy = this.policies.get(ref) ?? this.everMerged().get(ref);
    return policy === undefined ? undefined : { kind: 'POLICY', text: policy };
  }

  /** Whether a definition is in force on a date, by its own dates. */
  inForce(definition: Definition, on: CivilDate): boolean {
    return definition.effective.from <= on && (definition.effective.until === undefined || on <= definition.effective.until);
  }

  /**
   * Every policy that could ever have been pinned, with the sets as they stood after each publication: after a restart references
   * are met before areas are asked for, and what a case has pinned stays its law when a newer version is published.
   */
  private everMerged(): ReadonlyMap<string, Policy> {
    // Nearly every publication leaves nearly every policy as it was, and a digest costs more than all the rest.
    const merged = new Set<string>();
    for (let known = 1; known <= this.sets.length; known++) {
      const sets = this.sets.slice(0, known);
      for (const set of sets) {
        const areas = chainOf(set, sets);
        const madeOf = setsOfChain(sets, areas, set.year)
          .map(({ id, version }) => `${id}@${version}`)
          .join();
        if (merged.has(madeOf)) continue;
        merged.add(madeOf);
        const policy = policyOf(sets, areas, set.year);
        if (!('missing' in policy)) this.policies.set(refOf(policy), policy);
      }
    }
    return this.policies;
  }
}

function refOf(policy: Policy): string {
  return `${policy.id}@${policy.version}#${digestOf(policy)}`;
}

function chainOf(set: PolicySet, sets: readonly PolicySet[]): readonly string[] {
  const chain = [set.area];
  let parent = set.parent;
  while (parent !== undefined) {
    const above = sets.find((candidate) => candidate.id === parent);
    if (above === undefined) break;
    chain.push(above.area);
    parent = above.parent;
  }
  return chain;
}
