import { surroundingsOf } from '#libs/embedded';
import { type CaseEvent, explainHistory, type ExplainedEvent } from '#libs/household-case';
import { type RecordedOf } from '#libs/kernel';
import { SqliteVault } from '#libs/vault';
import { commandLine as words, type Language, refusalText, termOf } from '#libs/terms';
import { Failure } from '../failure.js';
import { openLog, referencesOf } from './beside-the-writer.js';
import { dataFolder, type ExitCode, type Surroundings } from './command.js';

/** Each event of a case, held against the law that the case pins by the function that decided it. */
export async function explain(named: string, options: { readonly data?: string }, around: Surroundings): Promise<ExitCode> {
  const { output } = around;
  const caseId = named.replace(/^case-/, '');
  const folder = dataFolder(options.data, around);
  const log = await openLog(folder);
  const vault = SqliteVault.open(folder, { readOnly: true });
  try {
    const events = (await log.readStream(`case-${caseId}`)) as readonly RecordedOf<CaseEvent>[];
    if (events.length === 0) throw new Failure(`${words.unknownCase[output.language]}: ${caseId} (${folder})`);
    const { lawBook, directory } = await referencesOf(log);
    const explained = explainHistory(
      events,
      ({ definition, policy }) => lawBook.law(definition, policy),
      surroundingsOf(directory, (refs) => vault.open(refs)),
    );
    output.print({ caseId, events: explained.map(plain) }, () =>
      explained.map((one) => explainedText(one, output.language)).join('\n'),
    );
    return 0;
  } finally {
    await vault.close();
    await log.close();
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

function explainedText({ event, findings }: ExplainedEvent, language: Language): string {
  const { type, metadata } = event;
  const step = metadata.step === undefined ? '' : `  ${metadata.step}`;
  return [
    `${metadata.occurredOn}  ${termOf('event', type)[language]}${step}  ${metadata.performedBy}`,
    ...findings.map((finding) =>
      finding.met ? `    ✓ ${finding.code} (${finding.clause})` : `    ✗ ${finding.code} ${refusalText(finding, language)}`,
    ),
  ].join('\n');
}
