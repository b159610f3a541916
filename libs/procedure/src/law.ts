import { type Calendar } from '#libs/calendar';
import { type Actor, type CivilDate, type Finding, type JsonValue, type OfficeHeld } from '#libs/kernel';
import { type CaseView } from './case-view.js';
import { type Definition, type Part, type PartId } from './definition.js';
import { type Policy } from './policy.js';
import { type Timer } from './timer.js';

/** A definition and a policy, pinned together, with the indexes that the rules need. Built once per pin. */
export interface Law {
  readonly definition: Definition;
  readonly policy: Policy;
  /** `id@version#digest` of each. */
  readonly definitionRef: string;
  readonly policyRef: string;
  /** The calendars of the log as they stand: a case pins none, an end that was counted pins those that it was counted by. */
  readonly calendar: Calendar;
  readonly parts: Readonly<Record<PartId, Part>>;
  /** In the order of the definition. */
  readonly order: readonly PartId[];
  /** What must be done before each part. */
  readonly after: Readonly<Record<PartId, readonly PartId[]>>;
  /** Timers of the policy that are about such cases, by id (domain.md §5). */
  readonly timers: Readonly<Record<string, Timer>>;
  /** The rules in force; all of rules/ unless a test takes one away. */
  readonly rules: readonly Rule[];
}

/** A roster of a meeting body on a date: the denominators of quorums (R7). */
export interface Roster {
  readonly body: string;
  readonly validFrom: CivilDate;
  readonly digest: string;
  /** All who count in the denominator. */
  readonly persons: readonly string[];
}

/** A fact that is to be judged: an event that is about to be appended, or one of a history. */
export interface CandidateFact {
  readonly type: string;
  readonly data: object;
}

/** What surrounds a fact: dates, hands, rights and opened sealed values. */
export interface Circumstances {
  readonly occurredOn: CivilDate;
  readonly recordedOn: CivilDate;
  readonly actor: Actor;
  readonly performedBy: string;
  readonly offices: Readonly<Record<string, readonly OfficeHeld[]>>;
  readonly opened: Readonly<Record<string, JsonValue>>;
  readonly roster?: Roster;
  /** Where a case goes over to other law: that law. */
  readonly newLaw?: Law;
}

export interface Judged {
  readonly law: Law;
  readonly view: CaseView;
  readonly fact: CandidateFact;
  readonly circumstances: Circumstances;
}

/** One rule: which facts it is about, and what it finds. Pure; gives no finding where it does not apply. */
export interface Rule {
  /** Names the rule in mutants and explanations; often the code of its finding. */
  readonly name: string;
  /** Wire names of the events it judges; `*` for every event of a part. */
  readonly about: readonly string[];
  readonly find: (judged: Judged) => readonly Finding[];
}

/** Rules about a type of event: of a part, and of none. */
interface RulesAbout {
  readonly ofPart: readonly Rule[];
  readonly ofNone: readonly Rule[];
}

/** Found once per list of rules: most of seventy rules are not about a type. */
const indexes = new WeakMap<readonly Rule[], Map<string, RulesAbout>>();

function rulesAbout(rules: readonly Rule[], type: string): RulesAbout {
  const index = indexes.get(rules) ?? new Map<string, RulesAbout>();
  indexes.set(rules, index);
  const known = index.get(type);
  if (known !== undefined) return known;
  const ofPart = rules.filter(({ about }) => about.includes(type) || about.includes('*'));
  const found = { ofPart, ofNone: ofPart.filter(({ about }) => about.includes(type)) };
  index.set(type, found);
  return found;
}

/** Holds one fact against every rule that is about it. Serves decision, refusal and explanation alike. */
export function judge(judged: Judged): readonly Finding[] {
  const findings: Finding[] = [];
  const about = rulesAbout(judged.law.rules, judged.fact.type);
  for (const rule of 'part' in judged.fact.data ? about.ofPart : about.ofNone) {
    for (const finding of rule.find(judged)) findings.push(finding);
  }
  return findings;
}
