import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { stableId } from '#libs/application';
import { VirtualClock } from '#libs/clock';
import { type DossierWish, makeDossier, type RecordExport } from '#libs/disclosure';
import { parseCheckpoint, type Trust, trustedKey } from '#libs/dossier';
import { type EmbeddedEngine, openEmbedded } from '#libs/embedded';
import { type Actor, civilDateOf, instantOfMs, msOf } from '#libs/kernel';
import { CheckpointFolder, LEDGER_FILES, serveWitness, SigningKey, SqliteWitnessMemory, Witness } from '#libs/ledger';
import { households } from '#libs/read-models';
import { holderOf, simulate } from '#libs/simulation';

/** Dossiers of one county, and what was known of its log elsewhere. */
export interface Dossiers {
  /** Of one household: as it is, before its last event, opened by consent, and out of a log that its keeper forked. */
  readonly whole: Uint8Array;
  readonly older: Uint8Array;
  readonly opened: Uint8Array;
  readonly forked: Uint8Array;
  /** Of all others, as many as were asked for. */
  readonly others: readonly Uint8Array[];
  /** By an auditor who was given keys and kept a checkpoint. */
  readonly trust: Trust;
  /** How long the whole one took to make. */
  readonly madeMs: number;
  /** The log's key, in the hands of its keeper: who forges with it is found by witnesses alone. */
  readonly key: SigningKey;
}

const ORIGIN = 'log.example/county';
const NEVER = 1e12;
const RHYTHM = { leaves: NEVER, everyMs: NEVER, heartbeatMs: NEVER };
const COUNTY = 'CN-GZ-KFQ';
const HEAD: Actor = {
  id: holderOf('COUNTY_POVERTY_OFFICE_HEAD', COUNTY),
  role: 'COUNTY_POVERTY_OFFICE_HEAD',
  area: COUNTY,
};

interface Address {
  readonly key: SigningKey['timed'];
  readonly url: string;
}

/** Plays a small county through the real engine, with a ledger and a witness, and takes dossiers out of it. */
export async function buildDossiers(folder: string, { scale, others }: { scale: number; others: number }): Promise<Dossiers> {
  const data = join(folder, 'county');
  await simulate('shiqiao', { dataFolder: data, scale });
  const key = await SigningKey.open(join(data, LEDGER_FILES.key), ORIGIN, '');
  const memory = new SqliteWitnessMemory(join(folder, 'witness.db'));
  const own = await SigningKey.open(join(folder, 'witness.key'), 'witness.example/w', '');
  const clock = await clockOf(data);
  const witness = await serveWitness(new Witness(own, [key.plain], memory, clock), 0);
  const address = { key: own.timed, url: witness.url };
  try {
    const first = await inCounty(data, [address], async (county) => {
      const [household, ...more] = (await households(county.readModels, {}, { limit: others + 1 })).items;
      if (household === undefined) throw new Error('the county is empty');
      const older = await take(county, { householdId: household.householdId, exportId: 'older' });
      return { id: household.householdId, clerk: clerkOf(household.area.village), more, older };
    });
    const known = String(new CheckpointFolder(join(data, LEDGER_FILES.checkpoints)).read('checkpoint'));
    const fork = join(folder, 'fork');
    cpSync(data, fork, { recursive: true });
    const made = await inCounty(data, [address], async (county) => {
      await disaster(county, first.id, first.clerk, 'FLOOD');
      const of = (exportId: string, more: Partial<DossierWish> = {}): Promise<Uint8Array> =>
        take(county, { householdId: first.id, exportId, known, ...more });
      const began = performance.now();
      const whole = await of('whole');
      const madeMs = performance.now() - began;
      const opened = await of('opened', { opened: true, purpose: 'court', consent: 'paper 7' });
      const taken: Uint8Array[] = [];
      for (const { householdId } of first.more)
        taken.push(await take(county, { householdId, exportId: `of ${householdId}`, known }));
      return { whole, madeMs, opened, others: taken };
    });
    const forked = await inCounty(fork, [], async (county) => {
      await disaster(county, first.id, first.clerk, 'HAIL');
      return take(county, { householdId: first.id, exportId: 'whole', known });
    });
    const trust = {
      key: trustedKey(key.plain.vkey),
      witnesses: [trustedKey(own.timed.vkey)],
      known: [parseCheckpoint(known)],
    };
    return { ...made, older: first.older, forked, trust, key };
  } finally {
    await witness.stop();
    memory.close();
  }
}

const clerkOf = (village: string): Actor => ({ id: holderOf('DATA_CLERK', village), role: 'DATA_CLERK', area: village });

async function clockOf(data: string): Promise<VirtualClock> {
  let from: VirtualClock | undefined;
  const county = await openEmbedded({ dataFolder: data, clock: (last) => (from = new VirtualClock(last ?? instantOfMs(0))) });
  await county.close();
  if (from === undefined) throw new Error('the county has no clock');
  return from;
}

async function inCounty<T>(
  data: string,
  witnesses: readonly Address[],
  work: (county: EmbeddedEngine) => Promise<T>,
): Promise<T> {
  const county = await openEmbedded({
    dataFolder: data,
    clock: (last) => new VirtualClock(instantOfMs(msOf(last ?? instantOfMs(0)) + 3_600_000)),
    ledger: { origin: ORIGIN, rhythm: RHYTHM, witnesses },
  });
  try {
    return await work(county);
  } finally {
    await county.engine.settled();
    await county.close();
  }
}

/** Something happens to the household, so that its dossiers differ. */
async function disaster({ engine, clock }: EmbeddedEngine, household: string, clerk: Actor, kind: string): Promise<void> {
  const answer = await engine.desk.give({
    orderId: stableId('disaster', kind),
    target: `household-${household}`,
    order: { type: 'RecordDisaster', data: { no: 77, on: civilDateOf(clock.now()), kind } },
    actor: clerk,
  });
  if (!answer.accepted) throw new Error(JSON.stringify(answer.findings));
  await engine.settled();
}

async function take(
  { store, readModels, vault, engine, ledger, clock }: EmbeddedEngine,
  wish: Pick<DossierWish, 'householdId' | 'exportId'> & Partial<DossierWish>,
): Promise<Uint8Array> {
  const record: RecordExport = async (target, type, data) => {
    const answer = await engine.desk.give({ orderId: stableId(data.id), target, order: { type, data }, actor: HEAD });
    if (!answer.accepted) throw new Error(JSON.stringify(answer.findings));
    return target;
  };
  const dossier = await makeDossier(
    { store, readModels, vault, engine, ...(ledger === undefined ? {} : { ledger }) },
    { area: COUNTY, actor: HEAD, today: civilDateOf(clock.now()), opened: false, withEvidence: false, ...wish },
    record,
  );
  return dossier.bytes;
}
