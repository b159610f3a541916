import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type DistributedEngine } from '#libs/distributed';
import {
  CheckpointFolder,
  LEDGER_FILES,
  openLedgerKey,
  parseCheckpoint,
  parseWitnesses,
  type Proven,
  type RunningWitness,
  serveWitness,
  signatureOf,
  SigningKey,
  SqliteLeafIndex,
  SqliteWitnessMemory,
  verifyLedger,
  Witness,
} from '#libs/ledger';
import { FROM_SOURCES, until } from '#libs/spec';
import { BEGINS, settleCounty } from '../../apps/api/src/samples/county-in-memory.js';
import { startHouse, type TestHouse } from './house.js';
import { describeOnServers } from './servers.js';
import { type SigningOrder } from './signing-worker.js';

const SIGNING_WORKER = join(import.meta.dirname, 'signing-worker.ts');

/** A way to a witness on which a question, or the answer to it, can be held up. */
class Gate {
  #holds: 'QUESTIONS' | 'ANSWERS' | undefined;
  #held: (() => void)[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async before(witness: RunningWitness): Promise<Gate> {
    const server = createServer((request, response) => {
      void (async () => {
        const parts: Buffer[] = [];
        for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
        await gate.#passes('QUESTIONS');
        const answer = await fetch(`${witness.url}${request.url ?? ''}`, { method: 'POST', body: Buffer.concat(parts) });
        const text = await answer.text();
        await gate.#passes('ANSWERS');
        response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(text);
      })().catch(() => response.destroy());
    });
    server.listen(0, 'localhost');
    await once(server, 'listening');
    const gate = new Gate(server, `http://localhost:${(server.address() as AddressInfo).port}`);
    return gate;
  }

  hold(what: 'QUESTIONS' | 'ANSWERS'): void {
    this.#holds = what;
  }

  get holds(): number {
    return this.#held.length;
  }

  /** Holds up nothing more that comes; what is held stays so. */
  open(): void {
    this.#holds = undefined;
  }

  release(): void {
    this.open();
    for (const go of this.#held.splice(0)) go();
  }

  async close(): Promise<void> {
    this.release();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #passes(what: 'QUESTIONS' | 'ANSWERS'): Promise<void> {
    if (this.#holds === what) await new Promise<void>((resolve) => this.#held.push(resolve));
  }
}

/** ADR 0040: a witness cosigns while the one that signs the ledger of a house is replaced. */
describeOnServers('a signer of the ledger that is replaced while a witness is being asked', () => {
  let house: TestHouse;
  let api: DistributedEngine;
  let witnessKey: SigningKey;
  let memory: SqliteWitnessMemory;
  let serving: RunningWitness;
  let gate: Gate;
  let witnesses: string;
  let areas: number;
  const forked: ChildProcess[] = [];

  beforeEach(async () => {
    areas = 0;
    house = await startHouse();
    const keys = join(house.folder, 'keys');
    const log = await openLedgerKey(keys, {});
    witnessKey = await SigningKey.open(join(house.folder, 'witness.key'), 'witness.example/w', '');
    memory = new SqliteWitnessMemory(join(house.folder, 'witness.db'));
    serving = await serveWitness(new Witness(witnessKey, [log.plain], memory, house.clock), 0);
    gate = await Gate.before(serving);
    witnesses = `${witnessKey.timed.vkey} ${gate.url}`;
  });
  afterEach(async () => {
    // Also one that stands still.
    for (const worker of forked.splice(0)) worker.kill('SIGKILL');
    await gate.close();
    await house.close();
    await serving.stop();
    memory.close();
  });

  const open = (role: 'api' | 'worker', folder: string = role): Promise<DistributedEngine> =>
    house.open([role], { dataFolder: join(house.folder, folder), ledger: { witnesses: parseWitnesses(witnesses) } });
  const signs = async (worker: DistributedEngine): Promise<boolean> => (await worker.share.soleWork()).ledger === 'HERE';

  async function establishArea(): Promise<void> {
    const id = `later-${++areas}`;
    const data = { id, parent: 'k', level: 'TOWNSHIP', name: { zh: '合成' }, codes: [] };
    const given = await api.engine.desk.give({
      orderId: `1111111${areas}-1111-4111-8111-111111111111`,
      target: `area-${id}`,
      order: { type: 'EstablishArea', data },
      actor: { id: 'set-up', role: 'process', area: '' },
    });
    expect(given.accepted).toBe(true);
  }

  const provenHead = async (): Promise<Proven> => api.ledger!.prove([await api.store.head()]);
  const heads = async (): Promise<readonly string[]> => {
    const { postgresServer, postgres } = house.servers;
    return (await postgresServer.ask('SELECT text FROM ledger_heads ORDER BY no', [], postgres.url)).map(({ text }) => String(text));
  };
  const isCosigned = (text: string): boolean => signatureOf(witnessKey.timed, parseCheckpoint(text)).state === 'GOOD';

  /** All that was signed stands in the folder and grows out of what was signed before, as the witness saw it. */
  async function isSound(): Promise<void> {
    const index = SqliteLeafIndex.openReader(join(house.folder, 'api', LEDGER_FILES.index));
    const folder = new CheckpointFolder(join(house.folder, 'keys', LEDGER_FILES.checkpoints));
    const known = async (): Promise<boolean> => {
      const texts = index.checkpoints(0, 1_000).map(({ text }) => text);
      return texts.join('') === (await heads()).join('') && index.unpublished(1).length === 0;
    };
    await until(known);
    const verified = await verifyLedger({ reader: api.store, index, folder, witnesses: [witnessKey.timed] });
    index.close();
    expect(verified.flaws).toEqual([]);
    expect(api.ledger?.condition().failure).toBeUndefined();
  }

  /** The witness is asked about a new head over the whole log, and that is held up. */
  async function beingAsked(held: 'QUESTIONS' | 'ANSWERS'): Promise<{ readonly proving: Promise<Proven> }> {
    await settleCounty(api);
    await provenHead();
    gate.hold(held);
    await establishArea();
    const proving = provenHead();
    await until(() => gate.holds > 0);
    return { proving };
  }

  it('and is told to stop, hears the witness first', async () => {
    const first = await open('worker', 'first');
    await until(() => signs(first));
    const second = await open('worker');
    api = await open('api');
    const { proving } = await beingAsked('ANSWERS');
    const ended = first.close();
    gate.release();
    await ended;
    await until(async () => isCosigned((await heads()).at(-1) ?? ''));
    expect(parseCheckpoint((await heads()).at(-1) ?? '').size).toBe((await proving).size);
    await until(() => signs(second));
    await isSound();
  });

  it('and dies, leaves it to the next one, which asks the witness about what it finds', async () => {
    const first = signingWorker('dies');
    await once(first, 'message');
    const second = await open('worker');
    api = await open('api');
    const { proving } = await beingAsked('ANSWERS');
    first.kill('SIGKILL');
    gate.open();
    await until(() => signs(second));
    // Nothing has come since and the clock stands still: no other head is signed.
    await until(async () => isCosigned((await heads()).at(-1) ?? ''));
    expect(parseCheckpoint((await heads()).at(-1) ?? '').size).toBe((await proving).size);
    await isSound();
  });

  it('and stands still until long after, changes nothing, and complains of no witness that has gone on', async () => {
    const first = signingWorker('stands-still');
    const said: unknown[] = [];
    first.on('message', (line) => said.push(line));
    await once(first, 'message');
    const second = await open('worker');
    api = await open('api');
    await beingAsked('QUESTIONS');
    first.kill('SIGSTOP');
    gate.open();
    await until(() => signs(second));
    await establishArea();
    expect(isCosigned((await provenHead()).checkpoint)).toBe(true);
    const before = await heads();
    // Its question reaches a witness that has cosigned more since.
    gate.release();
    first.kill('SIGCONT');
    await establishArea();
    expect(isCosigned((await provenHead()).checkpoint)).toBe(true);
    expect((await heads()).slice(0, before.length)).toEqual(before);
    // Then it signs again, where the other left off.
    await second.close();
    await until(async () => (await owner()) === first.pid);
    await establishArea();
    expect(isCosigned((await provenHead()).checkpoint)).toBe(true);
    await isSound();
    expect(said).toEqual(['READY']);
  });

  async function owner(): Promise<number> {
    const { postgresServer, postgres } = house.servers;
    const [row] = await postgresServer.ask("SELECT owner FROM leases WHERE name = 'ledger'", [], postgres.url);
    return Number(String(row?.['owner']).split(' ')[1]);
  }

  function signingWorker(name: string): ChildProcess {
    const { eventStore, redis, postgres } = house.servers;
    const dataFolder = join(house.folder, name);
    const order: SigningOrder = {
      ...{ dataFolder, keysFolder: join(house.folder, 'keys'), eventStore, redis, postgres },
      ...{ now: BEGINS, leaseMs: 2_000, witnesses },
    };
    const worker = fork(SIGNING_WORKER, [JSON.stringify(order)], {
      execArgv: [...FROM_SOURCES],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    forked.push(worker);
    return worker;
  }
});
