import {
  decisionKnowledge,
  type Difference,
  differencesSaid,
  householdDifferences,
  type HouseholdOnADay,
  householdOnADay,
  laterLook,
  laterSaid,
  lookOf,
  namedValue,
  type Recording,
  type Said,
  type StoredCaseEvent,
  type StoredRegisterEvent,
} from '#libs/audit';
import { caseStatuses } from '#libs/read-models';
import { civilDateOf } from '#libs/kernel';
import {
  actPhases,
  commandFaults,
  commandLine,
  findTerm,
  knownText,
  type Language,
  stateText,
  subjectText,
  termOf,
  timeMachine as words,
} from '#libs/terms';
import { Failure } from '../failure.js';
import { type Beside } from './beside-the-log.js';
import { type ExitCode, type Surroundings } from './command.js';

export interface TimeMachineOptions {
  /** About which day. */
  readonly asOf?: string;
  /** As known at the end of which day. */
  readonly knownAt?: string;
  /** What is otherwise from there to what is known now, or to the second view. */
  readonly diff: boolean;
  readonly thenAsOf?: string;
  readonly thenKnownAt?: string;
  /** Id of an event of a case: who knew what when it was decided. */
  readonly decision?: string;
}

/** A household about a day as it was known on a day, the difference of two such views, or what was known at a decision. */
export async function timeMachine(
  householdId: string,
  options: TimeMachineOptions,
  beside: Beside,
  around: Surroundings,
): Promise<ExitCode> {
  if (options.decision !== undefined) return decisionOf(householdId, options.decision, beside, around);
  const { reader, today, ledger } = beside;
  const { output } = around;
  const { language } = output;
  const first = lookOf(asked(options.asOf, options.knownAt), today, ledger);
  const before = await householdOnADay(reader, householdId, first.about, first.known);
  if (before === undefined) throw beside.unknown(householdId);
  if (!options.diff) {
    output.print(before, () => viewText(before, beside, language));
    return 0;
  }
  const second = laterLook(first, asked(options.thenAsOf, options.thenKnownAt), today, ledger);
  const after = await householdOnADay(reader, householdId, second.about, second.known);
  if (after === undefined) throw beside.unknown(householdId);
  const definitionOf = (stream: string): ReturnType<Beside['definition']> => {
    const pinned = after.cases.find(({ caseId }) => stream === `case-${caseId}`);
    return pinned === undefined ? undefined : beside.definition(pinned.definition);
  };
  const differences = differencesSaid(householdDifferences(before, after), definitionOf, beside.names);
  const views = [before, after].map(({ aboutDay, known }) => ({ aboutDay, known }));
  output.print({ householdId, before: views[0], after: views[1], differences }, () =>
    differencesText(before, after, differences, language),
  );
  return 0;
}

const asked = (about: string | undefined, known: string | undefined): Parameters<typeof lookOf>[0] => ({
  ...(about === undefined ? {} : { about }),
  ...(known === undefined ? {} : { known }),
});

const headText = ({ aboutDay, known }: HouseholdOnADay, language: Language): string =>
  `${words.about[language]} ${aboutDay} — ${knownText(known, language)}`;

function viewText(view: HouseholdOnADay, beside: Beside, language: Language): string {
  const register = view.register.map(({ subject, key, value, validFrom }) => {
    const name = `${subjectText(subject, language)}${key === '' ? '' : ` ${key}`}`;
    return `  ${name}: ${stateText(namedValue(subject, value, beside.names, language), language)} (${words.since[language]} ${validFrom})`;
  });
  const cases = view.cases.map((one) => {
    const outcome = one.outcome === null ? stateText(one.phase, language) : termOf('outcome', one.outcome)[language];
    const parts = one.parts.map(({ part, round, status, doneOn, startedOn }) => {
      const label = labelOf(part, beside.definition(one.definition), language);
      return `    ${label}${round > 1 ? ` (${round})` : ''}: ${termOf('status', status)[language]} ${doneOn ?? startedOn ?? ''}`;
    });
    const head = `  ${one.caseId}  ${termOf('caseKind', one.kind)[language]} ${one.programYear}: ${outcome}`;
    return [head, ...parts, `    ${one.events.length} ${words.events[language]}`].join('\n');
  });
  const acts = view.acts.map(
    ({ actId, kind, phase }) =>
      `  ${actId}  ${kind === null ? '' : termOf('actKind', kind)[language]} ${actPhases[phase]?.[language] ?? phase}`,
  );
  return [
    headText(view, language),
    `${words.register[language]}:`,
    ...register,
    ...(cases.length === 0 ? [] : [`${words.cases[language]}:`, ...cases]),
    ...(acts.length === 0 ? [] : [`${words.acts[language]}:`, ...acts]),
  ].join('\n');
}

function labelOf(part: string, definition: ReturnType<Beside['definition']>, language: Language): string {
  const steps = definition?.steps ?? [];
  const found = steps.flatMap(({ code, parts }) => parts.map((one) => ({ id: `${code}.${one.code}`, label: one.label })));
  return found.find(({ id }) => id === part)?.label[language] ?? part;
}

function differencesText(
  before: HouseholdOnADay,
  after: HouseholdOnADay,
  differences: readonly Said<Difference>[],
  language: Language,
): string {
  return [
    `− ${headText(before, language)}`,
    `+ ${headText(after, language)}`,
    ...(differences.length === 0 ? [words.noDifference[language]] : differences.map(({ sentence }) => `  ${sentence[language]}`)),
  ].join('\n');
}

async function decisionOf(householdId: string, eventId: string, beside: Beside, around: Surroundings): Promise<ExitCode> {
  const { models, reader } = beside;
  const { output } = around;
  const { language } = output;
  for (const { caseId } of (await caseStatuses(models, { householdId }, { limit: 500 })).items) {
    const events = (await reader.readStream(`case-${caseId}`)) as readonly StoredCaseEvent[];
    const found = events.find(({ id }) => id === eventId);
    if (found === undefined) continue;
    const register = (await reader.readStream(`household-${householdId}`)) as readonly StoredRegisterEvent[];
    const knowledge = decisionKnowledge(events, register, found.revision);
    if (knowledge === undefined) continue;
    const later = laterSaid(knowledge);
    output.print({ ...knowledge, later }, () =>
      [
        `${words.decision[language]}: ${recordingText(knowledge.decision, language)}`,
        `${words.stoodThere[language]}: ${knowledge.known.length}`,
        ...knowledge.known.map((one) => `  ${recordingText(one, language)}`),
        `${words.stoodInRegister[language]}: ${knowledge.knownOfHousehold.length}`,
        ...knowledge.knownOfHousehold.map((one) => `  ${recordingText(one, language)}`),
        `${later.length === 0 ? words.nothingLater[language] : `${words.toldLater[language]}:`}`,
        ...later.map(({ sentence }) => `  ${sentence[language]}`),
      ].join('\n'),
    );
    return 0;
  }
  throw new Failure(commandFaults.unknownEvent(eventId));
}

function recordingText({ type, occurredOn, recordedAt, recordedBy }: Recording, language: Language): string {
  const office = (findTerm('office', recordedBy.office) ?? termOf('role', recordedBy.office))[language];
  const entered = `${commandLine.recordedAt[language]} ${civilDateOf(recordedAt)}`;
  return `${occurredOn}  ${termOf('event', type)[language]}  ${office} ${recordedBy.id}  ${entered}`;
}
