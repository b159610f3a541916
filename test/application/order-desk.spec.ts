import { type Answer, StaleRevision, UnknownOrder } from '#libs/application';
import { type StoredEvent } from '#libs/event-store';
import { type Order } from '#libs/kernel';
import { type SmallCounty, official, smallCounty } from './small-county.js';

const measure = (no: number, amountFen = 100): Order => ({
  type: 'DeliverMeasure',
  data: { no, measure: 'INDUSTRY', amountFen, on: '2016-03-01' },
});

const codes = (answer: Answer): readonly string[] => (answer.accepted ? [] : answer.findings.map(({ code }) => code));

describe('the order desk', () => {
  let county: SmallCounty;
  let household: string;

  const eventsOf = (stream: string): Promise<readonly StoredEvent[]> => county.embedded.store.readStream(stream);

  beforeAll(async () => {
    county = await smallCounty(1);
    household = `household-${county.people[0]?.id}`;
  });
  afterAll(() => county.embedded.close());

  it('keeps the order with the first event, and what was known when it was decided', async () => {
    const before = (await eventsOf(household)).at(-1)?.revision ?? -1n;
    const answer = await county.give(household, measure(1));
    if (!answer.accepted) throw new Error('refused');
    const [event] = answer.events;
    expect(answer.events).toHaveLength(1);
    expect({ revision: event?.revision, type: event?.type, data: event?.data }).toEqual({
      revision: before + 1n,
      type: 'household.MeasureDelivered.v1',
      data: measure(1).data,
    });
    expect(JSON.parse(event?.metadata.order ?? '')).toEqual({ ...measure(1), occurredOn: '2016-03-01', version: 1 });
    expect(event?.metadata.decidedAtRevision).toBe(String(before));
    expect(JSON.parse(event?.metadata.context ?? '')).toEqual({
      directory: county.embedded.engine.directory.digest(),
      law: county.embedded.engine.lawBook.digest(),
      offices: { 'village.data-clerk': [{ area: 'village', office: 'DATA_CLERK' }] },
    });
    expect((await eventsOf(household)).at(-1)).toEqual({ ...event, position: answer.position });
  });

  it('recognises a repeat by its words, whatever its id, and adds nothing', async () => {
    const before = await eventsOf(household);
    const again = await county.give(household, measure(1));
    expect({ accepted: again.accepted, repeated: again.accepted && again.repeated }).toEqual({ accepted: true, repeated: true });
    expect(await eventsOf(household)).toEqual(before);
  });

  it('refuses other words under the same natural key', async () => {
    expect(codes(await county.give(household, measure(1, 200)))).toEqual(['STEP_ALREADY_DONE']);
  });

  it('decides a dry run and records nothing, not even a refusal', async () => {
    const head = await county.embedded.store.head();
    const lawful = await county.give(household, measure(2), { dryRun: true });
    expect(lawful.accepted && lawful.wouldAppend?.map(({ type }) => type)).toEqual(['household.MeasureDelivered.v1']);
    expect(codes(await county.give(household, measure(2), { dryRun: true, actor: official('INSPECTOR', 'county') }))).toEqual([
      'OFFICE_MAY_NOT',
    ]);
    expect(await county.embedded.store.head()).toBe(head);
  });

  it('refuses and records who may not: wrong office, foreign area, office not held', async () => {
    const wrong = await county.give(household, measure(3), { actor: official('LEADING_GROUP_HEAD', 'county') });
    const foreign = await county.give(household, measure(3), { actor: official('DATA_CLERK', 'other-village') });
    const unheld = await county.give(household, measure(3), { actor: { id: 'nobody', role: 'DATA_CLERK', area: 'village' } });
    expect([wrong, foreign, unheld].map(codes)).toEqual([['OFFICE_MAY_NOT'], ['FOREIGN_AREA'], ['NOT_APPOINTED']]);
    const kept = (await eventsOf(`refusal-${household}`)).map(({ data }) => (data as { findings: { code: string }[] }).findings);
    expect(kept.map(([finding]) => finding?.code)).toEqual(['OFFICE_MAY_NOT', 'FOREIGN_AREA', 'NOT_APPOINTED']);
  });

  it('keeps with a refusal what the order said, sealed, its values in the vault before it stands in the log', async () => {
    const { vault, store } = county.embedded;
    const steps: string[] = [];
    const flush = jest.spyOn(vault, 'flush').mockImplementation(async () => {
      steps.push('vault');
    });
    const append = store.append.bind(store);
    const appended = jest.spyOn(store, 'append').mockImplementation((stream, events, expected) => {
      steps.push(stream);
      return append(stream, events, expected);
    });
    const withdrawal = { type: 'VoidAct', data: { reason: { under: 'village', value: 'a reason' } } };
    await county.give('act-nobody', withdrawal, { actor: official('INSPECTOR', 'county') });
    flush.mockRestore();
    appended.mockRestore();
    expect(steps).toEqual(['vault', 'refusal-act-nobody']);
    const [kept] = await eventsOf('refusal-act-nobody');
    const { data } = JSON.parse(kept?.metadata.order ?? '{}') as { data: { reason: { ref: string } } };
    expect(vault.open([data.reason.ref])[data.reason.ref]).toBe('a reason');
  });

  it('does not keep refusals of bad input or of order as evidence (R16)', async () => {
    const before = (await eventsOf(`refusal-${household}`)).length;
    await county.give(household, measure(1, 300));
    expect((await eventsOf(`refusal-${household}`)).length).toBe(before);
  });

  it('answers a stale belief, an unknown stream and an unknown order by name', async () => {
    const stands = (await eventsOf(household)).at(-1)?.revision ?? 0n;
    await expect(county.give(household, measure(4), { ifRevision: stands - 1n })).rejects.toThrow(StaleRevision);
    await expect(county.give('nothing-1', measure(4))).rejects.toThrow(UnknownOrder);
    await expect(county.give(household, { type: 'Destroy', data: {} })).rejects.toThrow(UnknownOrder);
    expect((await county.give(household, measure(4), { ifRevision: stands })).accepted).toBe(true);
  });

  it('lets one of many at once through for each key, and loses none', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => county.give(household, measure(100 + (index % 10), index % 10))),
    );
    expect(answers.map((answer) => answer.accepted && !answer.repeated).filter(Boolean)).toHaveLength(10);
    const stands = await eventsOf(household);
    expect(stands.map(({ revision }) => revision)).toEqual(stands.map((_, index) => BigInt(index)));
  });

  it('holds names and numbers sealed: no typed text stands in the log', async () => {
    const [enrolled] = await eventsOf(household);
    const member = county.people[0]?.members[0];
    const text = JSON.stringify(enrolled, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    expect(text.includes(member?.name ?? '?')).toBe(false);
    expect(text.includes(member?.idNumber ?? '?')).toBe(false);
    const { members } = enrolled?.data as { members: { name: { ref: string } }[] };
    const ref = members[0]?.name.ref ?? '';
    expect(county.embedded.vault.open([ref])[ref]).toBe(member?.name);
  });
});
