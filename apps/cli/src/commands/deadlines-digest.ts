import { SystemClock } from '#libs/clock';
import { type CivilDate, civilDate, civilDateOf } from '#libs/kernel';
import { OFFICES } from '#libs/procedure';
import { digestCounts, digestInWords, type DigestOf, openOfOffice, type ReadModels, type StateCounts } from '#libs/read-models';
import { unknownWord } from '#libs/rehearsal';
import { commandFaults, commandLine as words, type Language, termOf } from '#libs/terms';
import { Failure } from '../failure.js';
import { knownArea, openLog, openReadModels, referencesOf } from './beside-the-writer.js';
import { dataFolder, type ExitCode, type Surroundings } from './command.js';

export interface DigestOptions {
  readonly office: string;
  readonly area: string;
  /** Today where absent. */
  readonly day?: string;
  readonly data?: string;
}

const PAGE = 500;

type Told = Awaited<ReturnType<typeof digestInWords>>['items'];

/** What an office was told of terms on a day, line by line; of today also what is open for it. */
export async function digest(options: DigestOptions, around: Surroundings): Promise<ExitCode> {
  const office = OFFICES.find((known) => known === options.office);
  if (office === undefined) throw new Failure(unknownWord('office', options.office, OFFICES));
  const today = civilDateOf(new SystemClock().now());
  const day = options.day === undefined ? today : dayIn(options.day);
  const folder = dataFolder(options.data, around);
  const log = await openLog(folder, around);
  try {
    const { lawBook, directory } = await referencesOf(log);
    const area = knownArea(directory, options.area);
    const readModels = await openReadModels(folder, log, around);
    try {
      const of: DigestOf = { office, area: area.id, day };
      const told = await digestCounts(readModels, of);
      const open = day === today ? await openOfOffice(readModels, today, office, directory.reach(area.id)) : null;
      const items = await allTold(readModels, of, (ref) => lawBook.definition(ref)?.definition);
      around.output.print({ ...of, told, open, items }, () =>
        textOf({ ...of, area: area.name }, open, items, around.output.language),
      );
    } finally {
      await readModels.close();
    }
  } finally {
    await log.close();
  }
  return 0;
}

function dayIn(said: string): CivilDate {
  try {
    return civilDate(said);
  } catch {
    throw new Failure(commandFaults.date('--day', said));
  }
}

async function allTold(readModels: ReadModels, of: DigestOf, definitionOf: Parameters<typeof digestInWords>[2]): Promise<Told> {
  const items: Told[number][] = [];
  for (let after: string | null | undefined; after !== null;) {
    const page = await digestInWords(readModels, of, definitionOf, { limit: PAGE, ...(after === undefined ? {} : { after }) });
    items.push(...page.items);
    after = page.next;
  }
  return items;
}

function textOf({ office, area, day }: DigestOf, open: StateCounts | null, items: Told, language: Language): string {
  const counts: readonly (readonly [{ readonly zh: string; readonly en: string }, number])[] =
    open === null
      ? []
      : [
          [words.headOverdue, open.overdue],
          [words.headMissed, open.missed],
          [words.headToday, open.today],
          [words.headUpcoming, open.upcoming],
          [words.headReminded, open.reminded],
          [words.headWaiting, open.waiting],
        ];
  return [
    `${area} ${termOf('office', office)[language]} ${day}`,
    ...(items.length === 0 ? [words.nothingTold[language]] : items.map(({ sentence }) => sentence[language])),
    ...(counts.length === 0
      ? []
      : [`${words.openToday[language]}: ${counts.map(([head, count]) => `${head[language]} ${count}`).join(', ')}`]),
  ].join('\n');
}
