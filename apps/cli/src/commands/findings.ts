import { areaText, type Names } from '#libs/audit';
import { type RaisedFindingEntry, raisedFindings } from '#libs/read-models';
import { type Language, sampleWords } from '#libs/terms';
import { tableText } from '../output.js';
import { knownArea, openLog, openReadModels, referencesOf } from './beside-the-writer.js';
import { dataFolder, type ExitCode, type Surroundings } from './command.js';
import { namesOf } from './names-of.js';

export interface FindingOptions {
  readonly data?: string;
  readonly area?: string;
  readonly inspection?: string;
  /** Only those that nobody answered. */
  readonly open: boolean;
}

const PAGE = 500;

/** What inspections found, and what the offices concerned answered (domain.md R17). */
export async function findings({ data, area, inspection, open }: FindingOptions, around: Surroundings): Promise<ExitCode> {
  const { output } = around;
  const folder = dataFolder(data, around);
  const reader = await openLog(folder, around);
  const readModels = await openReadModels(folder, reader, around);
  try {
    const references = await referencesOf(reader);
    if (area !== undefined) knownArea(references.directory, area);
    const filter = {
      ...(area === undefined ? {} : { within: area }),
      ...(inspection === undefined ? {} : { inspection }),
      ...(open ? { answered: false } : {}),
    };
    const found: RaisedFindingEntry[] = [];
    for (let after: string | null | undefined; after !== null;) {
      const page = await raisedFindings(readModels, filter, { limit: PAGE, ...(after === undefined ? {} : { after }) });
      found.push(...page.items);
      after = page.next;
    }
    output.print({ findings: found }, () => textOf(found, namesOf(references), output.language));
    return 0;
  } finally {
    await readModels.close();
    await reader.close();
  }
}

function textOf(found: readonly RaisedFindingEntry[], names: Names, language: Language): string {
  if (found.length === 0) return sampleWords.noFindings[language];
  return tableText(
    found.flatMap(({ inspection, no, raisedOn, rule, area, askedOf, raisedBy, events, answers }) => [
      [
        raisedOn,
        `${inspection} ${no}`,
        rule,
        areaText(askedOf ?? area?.group ?? area?.village ?? '', names),
        raisedBy,
        events.map(({ stream, revision }) => `${stream} ${revision}`).join(', '),
      ],
      ...(answers.length === 0
        ? [['', '', sampleWords.unanswered[language]]]
        : answers.map(({ on, answer, performedBy, events: shown }) => [
            '',
            on,
            sampleWords[answer][language],
            '',
            performedBy,
            shown.map(({ stream, revision }) => `${stream} ${revision}`).join(', '),
          ])),
    ]),
  );
}
