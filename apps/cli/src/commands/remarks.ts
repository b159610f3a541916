import { areaText, type Names } from '#libs/audit';
import { type Remark, remarksOf } from '#libs/oversight';
import { remarkCounts, type RemarkCounts } from '#libs/read-models';
import { type Language, sampleWords, termOf } from '#libs/terms';
import { tableText } from '../output.js';
import { knownArea, openLog, openReadModels, referencesOf } from './beside-the-writer.js';
import { dataFolder, type ExitCode, type Surroundings } from './command.js';
import { namesOf } from './names-of.js';

export interface RemarkOptions {
  readonly data?: string;
  readonly area?: string;
  readonly code?: string;
  readonly person?: string;
}

const PAGE = 500;

/** What the law marks without stopping it, in the cases of an area: each one, and counted by area and by person (domain.md R17). */
export async function remarks(options: RemarkOptions, around: Surroundings): Promise<ExitCode> {
  const { output } = around;
  const folder = dataFolder(options.data, around);
  const reader = await openLog(folder, around);
  const readModels = await openReadModels(folder, reader, around);
  try {
    const { code, person, area } = options;
    const references = await referencesOf(reader);
    if (area !== undefined) knownArea(references.directory, area);
    const filter = {
      ...(area === undefined ? {} : { within: area }),
      ...(code === undefined ? {} : { code }),
      ...(person === undefined ? {} : { person }),
    };
    const found: Remark[] = [];
    for (let after: string | null | undefined; after !== null;) {
      const page = await remarksOf(readModels, reader, filter, { limit: PAGE, ...(after === undefined ? {} : { after }) });
      found.push(...page.items);
      after = page.next;
    }
    const counts = await remarkCounts(readModels, filter);
    output.print({ remarks: found, ...counts }, () => textOf(found, counts, namesOf(references), output.language));
    return 0;
  } finally {
    await readModels.close();
    await reader.close();
  }
}

function textOf(found: readonly Remark[], { byArea, byPerson }: RemarkCounts, names: Names, language: Language): string {
  if (found.length === 0) return sampleWords.noRemarks[language];
  const said = (code: string): string => termOf('finding', code)[language];
  return [
    tableText(
      found.map((one) => [
        one.occurredOn,
        areaText(one.area, names),
        one.code,
        said(one.code),
        one.performedBy,
        one.recordedBy,
        `${one.event.stream} ${one.event.revision}`,
      ]),
    ),
    '',
    sampleWords.byArea[language],
    tableText(byArea.map(({ area, code, count }) => [areaText(area, names), code, said(code), String(count)])),
    '',
    sampleWords.byPerson[language],
    tableText(byPerson.map(({ person, code, count }) => [person, code, said(code), String(count)])),
  ].join('\n');
}
