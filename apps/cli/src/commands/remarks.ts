import { remarkCounts, type Remark, remarksOfCase } from '#libs/oversight';
import { caseStatuses } from '#libs/read-models';
import { type Language, sampleWords, termOf } from '#libs/terms';
import { SqliteVault } from '#libs/vault';
import { tableText } from '../output.js';
import { openLog, openReadModels, referencesOf } from './beside-the-writer.js';
import { dataFolder, type ExitCode, type Surroundings } from './command.js';

export interface RemarkOptions {
  readonly data?: string;
  readonly area?: string;
  readonly code?: string;
  readonly person?: string;
}

/** What the law marks without stopping it, in the cases of an area: each one, and counted by area and by person (domain.md R17). */
export async function remarks(options: RemarkOptions, around: Surroundings): Promise<ExitCode> {
  const { output } = around;
  const folder = dataFolder(options.data, around);
  const reader = await openLog(folder, around);
  const vault = SqliteVault.open(folder, { readOnly: true });
  const readModels = await openReadModels(folder, reader);
  try {
    const { lawBook, directory } = await referencesOf(reader);
    const sources = {
      reader,
      lawFor: (definition: string, policy: string) => lawBook.law(definition, policy),
      directory,
      open: (refs: readonly string[]) => vault.open(refs),
    };
    const { code, person, area } = options;
    const filter = { ...(code === undefined ? {} : { code }), ...(person === undefined ? {} : { person }) };
    const found: Remark[] = [];
    for (let after: string | undefined; ;) {
      const page = caseStatuses(readModels, area === undefined ? {} : { within: area }, {
        limit: 500,
        ...(after === undefined ? {} : { after }),
      });
      for (const { caseId } of page.items) found.push(...(await remarksOfCase(sources, caseId, filter)));
      if (page.next === null) break;
      after = page.next;
    }
    const counts = remarkCounts(found);
    output.print({ remarks: found, ...counts }, () => textOf(found, counts, output.language));
    return 0;
  } finally {
    readModels.close();
    await vault.close();
    await reader.close();
  }
}

function textOf(found: readonly Remark[], { byArea, byPerson }: ReturnType<typeof remarkCounts>, language: Language): string {
  const said = (code: string): string => termOf('finding', code)[language];
  return [
    tableText(
      found.map((one) => [
        one.occurredOn,
        one.area,
        one.code,
        said(one.code),
        one.performedBy,
        one.recordedBy,
        `${one.event.stream} ${one.event.revision}`,
      ]),
    ),
    '',
    sampleWords.byArea[language],
    tableText(byArea.map(({ area, code, count }) => [area, code, String(count)])),
    '',
    sampleWords.byPerson[language],
    tableText(byPerson.map(({ person, code, count }) => [person, code, String(count)])),
  ].join('\n');
}
