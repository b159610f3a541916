import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { stableId } from '#libs/application';
import { PART, type DossierEvent, type Parts, unpacked } from '#libs/dossier';
import { DossierNotMade, evidenceFolder, makeDossier, MandateNotInForce, type RecordExport } from '#libs/disclosure';
import { type EmbeddedEngine, openEmbedded } from '#libs/embedded';
import { LogInUse } from '#libs/event-store';
import { actionsOf } from '#libs/identity';
import { type Actor, civilDateOf, type Instant } from '#libs/kernel';
import { LedgerBehind, ledgerOptionsIn, LedgerStopped } from '#libs/ledger';
import { printHere } from '#libs/print';
import { household } from '#libs/read-models';
import { commandFaults, commandLine as words, dossierFaults, type Language, refusalText, timeMachine } from '#libs/terms';
import { Failure, lineOf } from '../failure.js';
import { intoNewFile } from '../new-file.js';
import { dataFolder, type ExitCode, type Surroundings } from './command.js';
import { Server, type ServerOptions } from './server.js';

export interface ExportDossierOptions extends ServerOptions {
  readonly out: string;
  /** Writes its page in the language of the command as a PDF beside it. */
  readonly pdf?: string;
  readonly data?: string;
  /** Who takes it, where no server says it by the token. */
  readonly actor?: string;
  /** With it sealed values are opened. */
  readonly purpose?: string;
  readonly consent?: string;
  readonly mandate?: string;
  /** A folder with scans, each named by its SHA-256; with a server, its own. */
  readonly evidence?: string;
  /** File of a checkpoint that was kept: the dossier shows that the log grew out of it. */
  readonly known?: string;
}

interface Taken {
  readonly bytes: Uint8Array;
  readonly events: number;
}

/**
 * Takes the dossier of a household. The log records it before it is written: by the server where one runs, else in the folder, in the
 * name of `--actor`. A file that is there is not overwritten. With `--pdf` the page to be read, as it stands in the dossier, is put on paper.
 */
export async function exportDossier(named: string, options: ExportDossierOptions, around: Surroundings): Promise<ExitCode> {
  const householdId = named.replace(/^household-/, '');
  const known = options.known === undefined ? undefined : textIn(options.known);
  const viaServer = options.actor === undefined;
  const { output } = around;
  const { language } = output;
  const { out, pdf } = options;
  // Taking it is recorded: what cannot be written is refused before.
  const { bytes, events } = await intoNewFile(out, (writeOut) =>
    intoNewFile(pdf, async (writePdf) => {
      const taken = await (viaServer ? fromServer : fromFolder)(householdId, options, known, around);
      await writeOut(taken.bytes);
      if (pdf !== undefined) await writePdf(await onPaper(unpacked(taken.bytes), language));
      return taken;
    }),
  );
  output.print({ householdId, file: out, bytes: bytes.length, events, ...(pdf === undefined ? {} : { pdf }) }, () =>
    [
      `✓ ${words.written[language]} ${out} (${events} ${timeMachine.events[language]})`,
      ...(pdf === undefined ? [] : [`✓ ${words.written[language]} ${pdf}`]),
    ].join('\n'),
  );
  return 0;
}

/** The very page that stands in the dossier, of the day on which the log recorded that it was taken. */
function onPaper(parts: Parts | undefined, language: Language): Promise<Uint8Array> {
  const text = (part: string): string => new TextDecoder().decode(parts?.get(part));
  const { metadata } = JSON.parse(text(PART.record)) as DossierEvent;
  const on = civilDateOf((metadata['recordedAt'] ?? '') as Instant);
  return printHere({ html: text(`pages/${language}.html`), sheet: 'DOSSIER', on });
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Failure(commandFaults.cannotRead(file, lineOf(error)), { cause: error });
  }
}

async function fromServer(
  householdId: string,
  { purpose, consent, mandate, evidence, ...options }: ExportDossierOptions,
  known: string | undefined,
  around: Surroundings,
): Promise<Taken> {
  const server = Server.of(options, around);
  const wish = { purpose, consent, mandate, known, opened: purpose !== undefined, evidence: evidence !== undefined };
  const answer = await server.post(`households/${encodeURIComponent(householdId)}/dossiers`, JSON.stringify(wish), {
    'Content-Type': 'application/json',
    'Idempotency-Key': randomUUID(),
  });
  if (!answer.ok) throw server.refused(answer.status, (await answer.json().catch(() => ({}))) as object);
  return { bytes: new Uint8Array(await answer.arrayBuffer()), events: Number(answer.headers.get('x-events') ?? 0) };
}

async function fromFolder(
  householdId: string,
  { actor: person = '', purpose, consent, mandate, evidence, data }: ExportDossierOptions,
  known: string | undefined,
  around: Surroundings,
): Promise<Taken> {
  const house = await opened(dataFolder(data, around), around);
  try {
    const { engine, clock, readModels } = house;
    await engine.settled();
    const held = await household(readModels, householdId);
    if (held === undefined) throw new Failure(`${words.unknownHousehold[around.output.language]}: ${householdId}`);
    const actor = actorFor(person, house);
    const record: RecordExport = async (target, type, order) => {
      const answer = await engine.desk.give({ orderId: stableId(person, order.id), target, order: { type, data: order }, actor });
      if (!answer.accepted) {
        throw new Failure(answer.findings.map((finding) => refusalText(finding, around.output.language)).join(' '));
      }
      return answer.stream;
    };
    const wish = {
      householdId,
      area: held.area.group ?? held.area.village,
      actor,
      today: civilDateOf(clock.now()),
      exportId: randomUUID(),
      opened: purpose !== undefined,
      withEvidence: evidence !== undefined,
      ...(purpose === undefined ? {} : { purpose }),
      ...(consent === undefined ? {} : { consent }),
      ...(mandate === undefined ? {} : { mandate }),
      ...(known === undefined ? {} : { known }),
    };
    const shelf = evidence === undefined ? {} : { evidence: evidenceFolder(evidence) };
    const dossier = await makeDossier({ ...house, ...shelf }, wish, record);
    return { bytes: dossier.bytes, events: dossier.events };
  } catch (error) {
    if (error instanceof DossierNotMade || error instanceof MandateNotInForce)
      throw new Failure(dossierFaults[error.code], { cause: error });
    if (error instanceof LedgerStopped || error instanceof LedgerBehind) throw new Failure(lineOf(error), { cause: error });
    throw error;
  } finally {
    await house.close();
  }
}

async function opened(folder: string, around: Surroundings): Promise<EmbeddedEngine> {
  try {
    return await openEmbedded({ dataFolder: folder, ledger: ledgerOptionsIn(around.environment) });
  } catch (error) {
    if (error instanceof LogInUse) throw new Failure(dossierFaults.serverRuns(error.message), { cause: error });
    throw error;
  }
}

function actorFor(person: string, { engine, clock }: EmbeddedEngine): Actor {
  const held = engine.directory.officesOn(person, civilDateOf(clock.now()));
  const fit = held.find(({ office }) => actionsOf(office).includes('ExportDossier'));
  if (fit === undefined) {
    throw new Failure(
      commandFaults.mayNotGive(
        person,
        'ExportDossier',
        held.map(({ office, area }) => `${office} ${area}`),
      ),
    );
  }
  return { id: person, role: fit.office, area: fit.area };
}
