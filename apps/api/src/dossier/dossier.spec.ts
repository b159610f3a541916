import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trustedKey, verifyDossier } from '#libs/dossier';
import { type Ledger, openLedger, SigningKey } from '#libs/ledger';
import { type CountyInMemory, countyInMemory, enrolment } from '../samples/county-in-memory.js';

const NEVER = 1e12;
let folder: string;
let county: CountyInMemory;
let ledger: Ledger;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-dossier-'));
  county = await countyInMemory();
  await county.post('/api/v1/households/h-1/orders/EnrolHousehold', enrolment('h-1'));
  await county.post('/api/v1/households/h-1/orders/EnrolHousehold', { ...enrolment('h-1'), occurredOn: '2020-03-01' });
  await county.house.engine.settled();
});
afterAll(async () => {
  await ledger?.stop();
  await county.close();
  await rm(folder, { recursive: true, force: true });
});

async function withLedger(): Promise<void> {
  const { store, clock } = county.house;
  const rhythm = { leaves: NEVER, everyMs: NEVER, heartbeatMs: NEVER };
  ledger = await openLedger(folder, store, clock, { origin: 'log.example/k', rhythm }, (fault) => {
    throw new Error(fault);
  });
  ledger.start();
  Object.assign(county.house, { ledger });
}

async function take(body: object, as: string, key: string): Promise<Response> {
  return fetch(`${county.url}/api/v1/households/h-1/dossiers`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await county.token(as)}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    },
    body: JSON.stringify(body),
  });
}
const codeOf = async (answer: Response): Promise<unknown> => {
  const { code } = (await answer.json()) as { readonly code: string };
  return [answer.status, code];
};

describe('POST /households/:id/dossiers', () => {
  it('makes none where nothing could be proven', async () => {
    expect(await codeOf(await take({}, 'county', 'd-0'))).toEqual([409, 'NO_LEDGER']);
    await withLedger();
  });

  it('gives a dossier that is whole, and is recorded before it is given', async () => {
    const answer = await take({}, 'county', 'd-1');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([201, 'application/zip']);
    const key = await SigningKey.open(join(folder, 'ledger.key'), 'log.example/k', '');
    const verified = verifyDossier(new Uint8Array(await answer.arrayBuffer()), { key: trustedKey(key.plain.vkey) });
    expect({ ...verified, events: verified.events.length }).toMatchObject({ verdict: 'WHOLE', flaws: [], opened: new Map() });
    const recorded = await county.house.store.readStream('access-county-2020-03-02');
    expect(recorded.map(({ type, data }) => [type, data])).toEqual([
      ['access.DossierExported.v1', expect.objectContaining({ householdId: 'h-1', opened: false })],
    ]);
    expect(verified.record?.event.id).toBe(recorded[0]?.id);
  });

  it('opens what is sealed for a purpose and by consent, to those who may', async () => {
    const purpose = 'court 12';
    expect(await codeOf(await take({ opened: true }, 'county', 'd-2'))).toEqual([409, 'PURPOSE_MISSING']);
    expect(await codeOf(await take({ opened: true, purpose }, 'county', 'd-3'))).toEqual([409, 'CONSENT_OR_MANDATE_MISSING']);
    const answer = await take({ opened: true, purpose, consent: 'paper-7' }, 'county', 'd-4');
    const key = await SigningKey.open(join(folder, 'ledger.key'), 'log.example/k', '');
    const { verdict, opened } = verifyDossier(new Uint8Array(await answer.arrayBuffer()), { key: trustedKey(key.plain.vkey) });
    expect([verdict, [...opened.values()].map(String).sort()]).toEqual([
      'WHOLE',
      expect.arrayContaining(['合成张三', '合成李四']),
    ]);
    const text = JSON.stringify((await county.house.store.readStream('access-county-2020-03-02')).map(({ data }) => data));
    expect(text).not.toContain(purpose);
  });

  it('is taken under no mandate that there is not (R17)', async () => {
    const wish = { opened: true, purpose: 'inspection', mandate: 'i-1' };
    expect(await codeOf(await take(wish, 'provincial', 'd-7'))).toEqual([409, 'MANDATE_NOT_IN_FORCE']);
  });

  it('is not for those who write the file, nor for another area', async () => {
    expect(await codeOf(await take({}, 'clerk-1', 'd-5'))).toEqual([403, 'OFFICE_MAY_NOT']);
    expect(await codeOf(await take({}, 'clerk-2', 'd-6'))).toEqual([404, 'NOT_FOUND']);
  });

  it('is the same for the same request, until the household has changed', async () => {
    const before = await county.house.store.readStream('access-county-2020-03-02');
    expect((await take({}, 'county', 'd-1')).status).toBe(201);
    expect(await county.house.store.readStream('access-county-2020-03-02')).toHaveLength(before.length);
    await county.post('/api/v1/households/h-1/orders/RecordDisaster', { data: { no: 1, on: '2020-03-02', kind: 'FLOOD' } });
    await county.house.engine.settled();
    expect(await codeOf(await take({}, 'county', 'd-1'))).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });
});
