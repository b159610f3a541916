import { briefly, type Card, cardFor, type CardHand, cardHtml, type CardRow } from '#libs/audit';
import { surroundingsOf } from '#libs/embedded';
import { printHere } from '#libs/print';
import { card as words, commandFaults, commandLine, detailText, handText, type Language, termOf } from '#libs/terms';
import { readyToOpen } from '#libs/vault';
import { Failure } from '../failure.js';
import { intoNewFile } from '../new-file.js';
import { besideTheLog } from './beside-the-log.js';
import { openVault } from './beside-the-writer.js';
import { type ExitCode, type Surroundings } from './command.js';

export interface CardOptions {
  readonly case?: string;
  readonly revision?: string;
  /** Writes the page to be printed instead of telling it. */
  readonly html?: string;
  /** Writes the same page as a PDF. */
  readonly pdf?: string;
  readonly data?: string;
}

/** Why, or why not: the decision on a household with its rules, votes, dates and remedies. Names nobody of it. */
export async function card(named: string, options: CardOptions, around: Surroundings): Promise<ExitCode> {
  const { output } = around;
  const { language } = output;
  const householdId = named.replace(/^household-/, '');
  const revision = options.revision === undefined ? undefined : revisionOf(options.revision);
  const beside = await besideTheLog(options.data, around);
  const vault = await openVault(beside.folder, around);
  try {
    const { reader, lawBook, directory, today } = beside;
    const made = await cardFor(
      householdId,
      {
        ...(options.case === undefined ? {} : { caseId: options.case.replace(/^case-/, '') }),
        ...(revision === undefined ? {} : { revision }),
      },
      {
        reader: readyToOpen(reader, vault),
        law: ({ definition, policy }) => lawBook.law(definition, policy),
        surroundings: surroundingsOf(directory, (refs) => vault.open(refs)),
        areaName: (id) => directory.area(id)?.name ?? id,
        today,
        officesOf: (person, on) => directory.officesOn(person, on),
        // Whoever has the folder reads it all.
        mayName: () => true,
      },
    );
    if (made === undefined) {
      const isThere = (await reader.readStream(`household-${householdId}`)).length > 0;
      throw isThere ? new Failure(commandFaults.noSuchDecision(householdId, options)) : beside.unknown(householdId);
    }
    if (options.html !== undefined || options.pdf !== undefined) {
      await intoNewFile(options.html, (writeHtml) =>
        intoNewFile(options.pdf, async (writePdf) => {
          const html = cardHtml(made, language);
          if (options.pdf !== undefined) await writePdf(await printHere({ html, sheet: 'CARD', on: today }));
          await writeHtml(html);
        }),
      );
      const files = [options.html, options.pdf].filter((file) => file !== undefined);
      output.print(files.length === 1 ? { file: files[0] } : { files }, () =>
        files.map((file) => `✓ ${commandLine.written[language]} ${file}`).join('\n'),
      );
      return 0;
    }
    output.print(made, () => textOf(made, language));
    return 0;
  } finally {
    await vault.close();
    await beside.close();
  }
}

function revisionOf(said: string): bigint {
  if (!/^\d{1,9}$/.test(said)) throw new Failure(commandFaults.wholeNumber('--revision', said));
  return BigInt(said);
}

function textOf(made: Card, language: Language): string {
  const joint = language === 'zh' ? '：' : ': ';
  return [
    `${words.title[language]}  ${made.householdId}`,
    `${words.result[language]}${joint}${made.sentence[language]}`,
    ...(made.case === null ? [] : [`${words.procedure[language]}${joint}${made.case.label[language]}`]),
    ...made.rows.flatMap((row) => rowText(row, language)),
    ...(made.remedies.length === 0 ? [] : [words.remedies[language]]),
    ...made.remedies.map(({ words: said, until, clause }) => {
      const limit = until === null ? words.noLimit[language] : `${words.until[language]} ${until}`;
      return `  ${said[language]} — ${limit} [${clause}]`;
    }),
  ].join('\n');
}

function rowText({ on, label, event, data, rules, alsoMet, hands }: CardRow, language: Language): readonly string[] {
  const joint = language === 'zh' ? '：' : ': ';
  const detail = detailText(event.type, data, [], language);
  return [
    `${on}  ${label[language]}  ${termOf('event', event.type)[language]}${detail === '' ? '' : `${joint}${detail}`}`,
    ...rules.map(
      ({ met, rule, found, clause }) => `    ${met ? '✓' : '✗'} ${rule[language]}${joint}${found[language]} [${briefly(clause)}]`,
    ),
    `    ${handsText(hands, language)}`,
    ...(alsoMet === 0 ? [] : [`    ${words.alsoChecked[language].replace('{n}', String(alsoMet))}`]),
  ];
}

const DID = ['SIGNED', 'PERFORMED', 'RECORDED'] as const;

/** Who signed, performed and recorded it; of those present only that they were. */
function handsText(hands: readonly CardHand[], language: Language): string {
  const [comma, stop] = language === 'zh' ? ['、', '；'] : [', ', '; '];
  return DID.flatMap((did) => {
    const told = new Set(hands.filter((hand) => hand.did === did).map((hand) => handText(hand, language)));
    return told.size === 0 ? [] : [`${words[did][language]} ${[...told].join(comma)}`];
  }).join(stop);
}
