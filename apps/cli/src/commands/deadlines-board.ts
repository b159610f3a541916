import { SystemClock } from '#libs/clock';
import { type Area } from '#libs/identity';
import { civilDateOf } from '#libs/kernel';
import { CASE_KINDS, type Level, LEVELS, OFFICES } from '#libs/procedure';
import { type BoardFilter, type DeadlineBoard, deadlineBoard, knownSteps, type StateCounts } from '#libs/read-models';
import { unknownWord } from '#libs/rehearsal';
import { commandFaults, commandLine as words, type Language, type ScriptWord, termOf } from '#libs/terms';
import { Failure } from '../failure.js';
import { tableText } from '../output.js';
import { knownArea, openLog, openReadModels, referencesOf } from './beside-the-writer.js';
import { dataFolder, type ExitCode, type Surroundings } from './command.js';

export interface BoardOptions {
  readonly within?: string;
  readonly level?: string;
  readonly office?: string;
  readonly step?: string;
  readonly kind?: string;
  readonly year?: string;
  readonly days?: string;
  readonly data?: string;
}

/** As the API has them. */
const MOST_DAYS = 366;
const YEARS = { least: 1900, most: 2200 };

/** Open terms counted by level, office, area and step as they stand today, beside a server that may be running. */
export async function board(options: BoardOptions, around: Surroundings): Promise<ExitCode> {
  const { within } = options;
  const level = chosen('level', LEVELS, options.level);
  const office = chosen('office', OFFICES, options.office);
  const caseKind = chosen('caseKind', CASE_KINDS, options.kind);
  const days = wholeNumber('--days', options.days, { least: 1, most: MOST_DAYS });
  const year = wholeNumber('--year', options.year, YEARS);
  const folder = dataFolder(options.data, around);
  const log = await openLog(folder, around);
  try {
    const { directory } = await referencesOf(log);
    const reach = within === undefined ? undefined : directory.reach(knownArea(directory, within).id);
    const readModels = await openReadModels(folder, log, around);
    try {
      const step = chosen('step', await knownSteps(readModels), options.step);
      const filter = given({ within: reach, level, office, caseKind, year, step });
      const counted = await deadlineBoard(readModels, civilDateOf(new SystemClock().now()), filter, days);
      around.output.print(counted, () => boardText(counted, around.output.language, (id) => directory.area(id)));
    } finally {
      await readModels.close();
    }
  } finally {
    await log.close();
  }
  return 0;
}

function given(filter: { readonly [K in keyof BoardFilter]: BoardFilter[K] | undefined }): BoardFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

function chosen<T extends string>(what: ScriptWord, known: readonly T[], said: string | undefined): T | undefined {
  if (said === undefined) return undefined;
  const found = known.find((one) => one === said);
  if (found === undefined) throw new Failure(unknownWord(what, said, known));
  return found;
}

function wholeNumber(
  option: string,
  said: string | undefined,
  { least, most }: { readonly least: number; readonly most: number },
): number | undefined {
  if (said === undefined) return undefined;
  const number = Number(said);
  if (!/^\d+$/.test(said) || number < least || number > most) {
    throw new Failure(commandFaults.numberBetween(option, said, least, most));
  }
  return number;
}

function boardText(
  { day, days, total, levels, offices, areas, steps, calendars }: DeadlineBoard,
  language: Language,
  areaOf: (id: string) => Area | undefined,
): string {
  const levelText = (level: Level | null): string => (level === null ? '—' : termOf('level', level)[language]);
  const counts = ({ overdue, missed, today, upcoming, reminded, waiting }: StateCounts): readonly string[] =>
    [overdue, missed, today, upcoming, reminded, waiting].map(String);
  const { headOverdue, headMissed, headToday, headUpcoming, headReminded, headWaiting } = words;
  const allHeads = [headOverdue, headMissed, headToday, headUpcoming, headReminded, headWaiting];
  const table = (title: string, rows: readonly (readonly string[])[], heads = allHeads): readonly string[] =>
    rows.length === 0 ? [] : ['', tableText([[title, ...heads.map((head) => head[language])], ...rows])];
  return [
    `${words.boardOf[language]} ${day}; ${words.upcomingDays[language]} ${days}`,
    ...table(words.headAll[language], [['', ...counts(total)]]),
    ...table(
      words.headLevel[language],
      levels.map((one) => [levelText(one.level), ...counts(one)]),
    ),
    ...table(
      words.headOffice[language],
      offices.map((one) => [`${levelText(one.level)} ${termOf('office', one.office)[language]}`, ...counts(one)]),
    ),
    ...table(
      words.headArea[language],
      areas.map((one) => [`${one.area} ${areaOf(one.area)?.name ?? ''}`, ...counts(one)]),
    ),
    ...table(
      words.headStep[language],
      steps.map((one) => [`${termOf('caseKind', one.caseKind)[language]} ${one.step}`, ...counts(one)]),
    ),
    ...table(
      words.headCalendar[language],
      calendars.map(({ calendar, waiting }) => [calendar, String(waiting)]),
      [headWaiting],
    ),
  ].join('\n');
}
