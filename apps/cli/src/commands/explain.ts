import { type LawBook } from '#libs/application';
import { namedIn, type Names, stepText } from '#libs/audit';
import { SystemClock } from '#libs/clock';
import { surroundingsOf } from '#libs/embedded';
import { type StoredEvent } from '#libs/event-store';
import { type CaseEvent, explainHistory, type ExplainedEvent } from '#libs/household-case';
import { civilDateOf, type RecordedOf } from '#libs/kernel';
import { caseStatus, deadlinesOfCase, type DerivedDeadline, type ReadModels, sentenceOf } from '#libs/read-models';
import { readyToOpen } from '#libs/vault';
import { commandLine as words, type Language, replayWords, ruleText, termOf, type Words } from '#libs/terms';
import { Failure } from '../failure.js';
import { openLog, openReadModels, openVault, referencesOf } from './beside-the-writer.js';
import { dataFolder, type ExitCode, type Surroundings } from './command.js';
import { namesOf } from './names-of.js';

/** Each event of a case, held against the law that the case pins by the function that decided it; then how its due dates were reached. */
export async function explain(named: string, options: { readonly data?: string }, around: Surroundings): Promise<ExitCode> {
  const { output } = around;
  const caseId = named.replace(/^case-/, '');
  const folder = dataFolder(options.data, around);
  const log = await openLog(folder, around);
  const vault = await openVault(folder, around);
  try {
    const stored = await readyToOpen(log, vault).readStream(`case-${caseId}`);
    const events = stored as readonly RecordedOf<CaseEvent>[];
    if (events.length === 0) throw new Failure(`${words.unknownCase[output.language]}: ${caseId} (${folder})`);
    const { lawBook, directory } = await referencesOf(log);
    const names = namesOf({ lawBook, directory });
    const explained = explainHistory(
      events,
      ({ definition, policy }) => lawBook.law(definition, policy),
      surroundingsOf(directory, (refs) => vault.open(refs)),
    );
    const deadlines = await deadlinesSaid(caseId, stored, await openReadModels(folder, log, around), lawBook);
    output.print({ caseId, events: explained.map(plain), deadlines }, () =>
      [
        replayWords.legend[output.language],
        ...explained.map((one) => explainedText(one, names, output.language)),
        ...deadlines.map(({ sentence }) => `⏱ ${sentence[output.language]}`),
      ].join('\n'),
    );
    return 0;
  } finally {
    await vault.close();
    await log.close();
  }
}

type Said = DerivedDeadline & { readonly sentence: Words };

async function deadlinesSaid(
  caseId: string,
  events: readonly StoredEvent[],
  readModels: ReadModels,
  lawBook: LawBook,
): Promise<readonly Said[]> {
  try {
    const definition = lawBook.definition((await caseStatus(readModels, caseId))?.definition ?? '')?.definition;
    const today = civilDateOf(new SystemClock().now());
    return (await deadlinesOfCase(readModels, today, caseId, events)).map((one) => ({
      ...one,
      sentence: sentenceOf(one, definition),
    }));
  } finally {
    await readModels.close();
  }
}

function plain({ event, findings }: ExplainedEvent): object {
  const { id, revision, type, metadata } = event;
  return {
    id,
    revision,
    type,
    occurredOn: metadata.occurredOn,
    recordedAt: metadata.recordedAt,
    performedBy: metadata.performedBy,
    findings,
  };
}

function explainedText({ event, findings }: ExplainedEvent, names: Names, language: Language): string {
  const { type, metadata } = event;
  const definition = metadata.definition ?? null;
  const named = namedIn(definition, names, language);
  const step = metadata.step === undefined ? '' : `  ${stepText(metadata.step, definition, names, language)}`;
  return [
    `${metadata.occurredOn}  ${termOf('event', type)[language]}${step}  ${metadata.performedBy}`,
    ...findings.map((finding) => `    ${ruleText(finding, language, named)}`),
  ].join('\n');
}
