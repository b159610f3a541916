import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '#libs/clock';
import { instant } from '#libs/kernel';
import { signatureOf, signCheckpoint, withLine } from './checkpoint.js';
import {
  CheckpointFolder,
  consistencyProof,
  GrowingTree,
  openLedger,
  parseCheckpoint,
  parseWitnesses,
  type RunningWitness,
  serveWitness,
  SHA_256,
  SigningKey,
  SqliteLeafIndex,
  SqliteWitnessMemory,
  verifyLedger,
  Witness,
} from './index.js';
import { addCheckpointText } from './witness-words.js';
import { appendSample, sampleLog } from './samples/small-log.js';

let folder: string;
let clock: VirtualClock;
let memory: SqliteWitnessMemory;
let witness: Witness;
let log: SigningKey;
let own: SigningKey;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-witness-'));
  clock = new VirtualClock(instant('2020-03-01T09:00:00+08:00'));
  log = await SigningKey.open(join(folder, 'ledger.key'), 'log.example/one', '');
  own = await SigningKey.open(join(folder, 'witness.key'), 'witness.example/w', '');
  memory = new SqliteWitnessMemory(join(folder, 'witness.db'));
  witness = new Witness(own, [log.plain], memory, clock);
});
afterEach(async () => {
  memory.close();
  await rm(folder, { recursive: true, force: true });
});

/** A log of these entries, fewer than a tile. */
function tree(entries: readonly string[]): {
  readonly size: number;
  readonly root: Buffer;
  proof(old: number): readonly Buffer[];
} {
  const leaves = entries.map((entry) => SHA_256.leaf(entry));
  const growing = new GrowingTree();
  for (const leaf of leaves) growing.add(leaf, () => undefined);
  const read = (_level: number, index: number, count: number): readonly Buffer[] => leaves.slice(index, index + count);
  return { size: leaves.length, root: growing.root(), proof: (old) => consistencyProof({ read }, old, leaves.length) };
}

const three = tree(['a', 'b', 'c']);
const five = tree(['a', 'b', 'c', 'd', 'e']);
const fork = tree(['a', 'B', 'c', 'd', 'e']);

function ask(
  old: number,
  head: ReturnType<typeof tree>,
  proof = head.proof(old),
  key = log,
): ReturnType<Witness['addCheckpoint']> {
  const { text: checkpoint } = signCheckpoint(key, head, 1_583_024_400);
  return witness.addCheckpoint(addCheckpointText({ old, proof, checkpoint }));
}

describe('a witness', () => {
  it('cosigns what it sees first, and what grows out of it', () => {
    for (const [old, head] of [[0, three] as const, [3, five] as const, [5, five] as const]) {
      const answer = ask(old, head);
      const checkpoint = withLine(signCheckpoint(log, head, 1), answer.body.trimEnd());
      expect([answer.status, signatureOf(own.timed, checkpoint)]).toEqual([200, { state: 'GOOD', time: 1_583_024_400 }]);
    }
    expect(parseCheckpoint(witness.lastOf('log.example/one') ?? '').size).toBe(5);
  });

  it('says what it saw last, where the log believes another size', () => {
    ask(0, three);
    expect(ask(0, five)).toEqual({ status: 409, type: 'text/x.tlog.size', body: '3\n' });
    expect(ask(5, five)).toEqual({ status: 409, type: 'text/x.tlog.size', body: '3\n' });
  });

  it('does not cosign a fork, a rollback, or growth that is not shown', () => {
    ask(0, three);
    expect(ask(3, fork).status).toBe(422);
    expect(ask(3, five, []).status).toBe(422);
    ask(3, five);
    expect(ask(5, fork).status).toBe(409);
    expect(ask(5, three, []).status).toBe(400);
    expect(ask(3, three).body).toBe('5\n');
    expect(parseCheckpoint(witness.lastOf('log.example/one') ?? '').root).toEqual(five.root);
  });

  it('knows its logs by their keys', async () => {
    const stranger = await SigningKey.open(join(folder, 'stranger.key'), 'log.example/two', '');
    const thief = await SigningKey.open(join(folder, 'thief.key'), 'log.example/one', '');
    expect([ask(0, three, [], stranger).status, ask(0, three, [], thief).status]).toEqual([404, 403]);
    expect(witness.addCheckpoint('old x\n\n').status).toBe(400);
    expect(witness.addCheckpoint('').status).toBe(400);
  });

  it('remembers over a restart, and lets nobody go on beside it', () => {
    ask(0, three);
    const again = new SqliteWitnessMemory(join(folder, 'witness.db'));
    const before = again.last('log.example/one');
    expect(before).toBe(witness.lastOf('log.example/one'));
    ask(3, five);
    expect(again.replace('log.example/one', before, 'something else')).toBe(false);
    again.close();
  });
});

describe('a ledger and its witnesses', () => {
  let serving: RunningWitness;
  beforeEach(async () => {
    serving = await serveWitness(witness, 0);
  });
  afterEach(() => serving.stop());

  it('gets cosignatures, goes on where a witness is silent, and says where one saw another log', async () => {
    const silent = await SigningKey.open(join(folder, 'silent.key'), 'witness.example/silent', '');
    const addresses = parseWitnesses(`${own.timed.vkey} ${serving.url}, ${silent.timed.vkey} http://localhost:1`);
    const store = await sampleLog(300);
    const said: string[] = [];
    const options = {
      origin: 'log.example/one',
      witnesses: addresses,
      rhythm: { leaves: 100, everyMs: 1e12, heartbeatMs: 1e12 },
    };
    const ledger = await openLedger(folder, store, clock, options, (fault, line) => said.push(`${fault} ${line}`));
    ledger.start();
    while (ledger.condition().leaves < 300) await new Promise((resolve) => setTimeout(resolve, 5));
    await ledger.sign();
    await ledger.asked();
    await appendSample(store, 300, 420);
    while (ledger.condition().checkpoint?.size !== 420) await new Promise((resolve) => setTimeout(resolve, 5));
    await ledger.asked();
    expect(ledger.condition().witnesses).toEqual([
      { name: 'witness.example/w', size: 420 },
      { name: 'witness.example/silent', size: 0, trouble: 'WITNESS_SILENT' },
    ]);
    // Somebody signs another history with the stolen key, and gets it cosigned.
    expect(said).toEqual([]);
    memory.replace('log.example/one', witness.lastOf('log.example/one'), signCheckpoint(log, fork, 1).text);
    await clock.advanceTo(instant('2020-03-01T09:10:00+08:00'), async () => undefined);
    await ledger.sign();
    await ledger.asked();
    expect(said).toEqual(['WITNESS_SAW_ANOTHER_LOG witness.example/w']);
    await ledger.stop();

    const index = SqliteLeafIndex.openReader(join(folder, 'ledger.db'));
    const given = { reader: store, index, folder: new CheckpointFolder(join(folder, 'checkpoints')) };
    const trusting = { ...given, key: log.plain, witnesses: [own.timed] };
    expect(await verifyLedger(trusting)).toMatchObject({ sound: true, witnesses: [{ name: 'witness.example/w', size: 420 }] });
    expect((await verifyLedger({ ...given, witnesses: [silent.timed] })).flaws).toEqual([
      { code: 'WITNESS_MISSING', place: { expected: silent.timed.vkey } },
    ]);
    index.close();
  });

  it('serves the protocol over HTTP, and shows what it cosigned last', async () => {
    const body = addCheckpointText({ old: 0, proof: [], checkpoint: signCheckpoint(log, three, 1).text });
    const asked = await fetch(`${serving.url}/add-checkpoint`, { method: 'POST', body });
    expect([asked.status, await asked.text()]).toEqual([200, expect.stringMatching(/^\u2014 witness\.example\/w \S+\n$/)]);
    const shown = await fetch(`${serving.url}/checkpoint/${encodeURIComponent('log.example/one')}`);
    expect([shown.status, await shown.text()]).toEqual([200, signCheckpoint(log, three, 1).text]);
    const status = async (path: string, init?: RequestInit): Promise<number> =>
      (await fetch(`${serving.url}${path}`, init)).status;
    expect(await status('/checkpoint/nobody')).toBe(404);
    expect(await status('/add-checkpoint')).toBe(404);
    expect(await status('/add-checkpoint', { method: 'POST', body: 'x'.repeat(100_000) })).toBe(413);
  });
});
