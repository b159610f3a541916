import { randomUUID } from 'node:crypto';
import { stableId } from '#libs/application';
import { MandateNotInForce, openingFor, type OpeningWish } from '#libs/disclosure';
import { eventStoreIn, openEmbedded } from '#libs/embedded';
import { LogInUse } from '#libs/event-store';
import { accessStream } from '#libs/identity';
import { civilDateOf } from '#libs/kernel';
import { dossierFaults, refusalText, replayFaults } from '#libs/terms';
import { type Vault } from '#libs/vault';
import { Failure } from '../failure.js';
import { isVaultThere, openVault } from './beside-the-writer.js';
import { type Surroundings } from './command.js';
import { actorFor } from './order-door.js';
import { Server } from './server.js';

export interface OpeningOptions {
  /** For what; nothing is opened where absent. */
  readonly purpose?: string;
  readonly mandate?: string;
  readonly actor?: string;
  readonly server?: string;
  readonly token?: string;
}

export interface Opened {
  readonly vault?: Vault;
  close(): Promise<void>;
}

const SHUT: Opened = { close: () => Promise.resolve() };

/**
 * The vault of a folder, to be read only, once the log knows who opens it and for what: by the server where a token is there, else in
 * the folder in the name of `--actor`. Shut where no purpose is said, or only the log is there.
 * @throws Failure where it is refused, or nobody says who.
 */
export async function openedFor(
  wish: Omit<OpeningWish, 'purpose' | 'mandate'>,
  folder: string,
  options: OpeningOptions,
  around: Surroundings,
): Promise<Opened> {
  const { purpose, mandate } = options;
  if (purpose === undefined || !isVaultThere(folder, around)) return SHUT;
  const whole = { ...wish, purpose, ...(mandate === undefined ? {} : { mandate }) };
  const token = options.token ?? around.environment['MINGCE_TOKEN'];
  if (options.server !== undefined || token !== undefined) await recordedByServer(whole, options, around);
  else await recordedInFolder(whole, folder, options.actor, around);
  const vault = await openVault(folder, around);
  return { vault, close: () => vault.close() };
}

async function recordedByServer(wish: OpeningWish, options: OpeningOptions, around: Surroundings): Promise<void> {
  const server = Server.of(options, around);
  const answer = await server.post('openings', JSON.stringify(wish), {
    'Content-Type': 'application/json',
    'Idempotency-Key': randomUUID(),
  });
  if (!answer.ok) throw server.refused(answer.status, (await answer.json().catch(() => ({}))) as object);
}

async function recordedInFolder(
  wish: OpeningWish,
  folder: string,
  person: string | undefined,
  { environment, output }: Surroundings,
): Promise<void> {
  if (person === undefined) throw new Failure(replayFaults.whoOpens);
  const eventStore = eventStoreIn(environment);
  const house = await openEmbedded({ dataFolder: folder, ...(eventStore === undefined ? {} : { eventStore }) }).catch(
    (error: unknown) => {
      throw error instanceof LogInUse ? new Failure(replayFaults.serverOpens(error.message), { cause: error }) : error;
    },
  );
  try {
    const { engine, clock, store } = house;
    const { directory } = engine;
    const today = civilDateOf(clock.now());
    const actor = actorFor(directory, person, 'OpenSealed', today);
    const id = randomUUID();
    const asked = { actor, today };
    const opening = await openingFor(id, wish, asked, { reader: store, directory }).catch((error: unknown) => {
      throw error instanceof MandateNotInForce ? new Failure(dossierFaults[error.code], { cause: error }) : error;
    });
    if (opening === undefined) throw new Failure(replayFaults.noSuchStream(wish.stream ?? '', folder));
    const order = { type: 'OpenSealed', data: opening };
    const answer = await engine.desk.give({ orderId: stableId(person, id), target: accessStream(person, today), order, actor });
    if (!answer.accepted) throw new Failure(answer.findings.map((finding) => refusalText(finding, output.language)).join(' '));
    await engine.settled();
  } finally {
    await house.close();
  }
}
