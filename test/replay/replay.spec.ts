import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Aggregate, aggregatesOver } from '#libs/application';
import { DATA_FILES } from '#libs/embedded';
import { type EventReader, SqliteEventReader, type StoredEvent } from '#libs/event-store';
import { addDays, type CivilDate, isRefusal } from '#libs/kernel';
import { type Rule, RULES } from '#libs/procedure';
import { type Replayed, replay, type ReplayOptions, type ReplaySummary, streamsOfHousehold } from '#libs/replay';
import { simulate } from '#libs/simulation';
import { SqliteVault } from '#libs/vault';
import { type Played, playShiqiao } from './shiqiao.js';

const SCALE = 0.04;

describe('a town, decided again', () => {
  let played: Played;
  const opened = (): ReplayOptions => ({ open: (refs) => played.embedded.vault.open(refs) });

  beforeAll(async () => {
    played = await playShiqiao(SCALE);
  });
  afterAll(() => played.embedded.close());

  it('is decided the same in memory, every order of every kind of stream', async () => {
    const { store } = played.embedded;
    const summary = await replay(store, opened());
    const events = Number(await store.head()) + 1;
    expect({ ...summary.verdicts, events: summary.events }).toEqual({
      EQUAL: summary.appends,
      DIFFERENT: 0,
      INPUT_ERASED: 0,
      INPUT_SEALED: 0,
      LAW_MISSING: 0,
      NO_DECISION: 0,
      events,
    });
    expect(Object.keys(summary.byCategory).sort()).toEqual(
      ['act', 'appointment', 'area', 'calendar', 'case', 'definition', 'household', 'identity', 'policy'].sort(),
    );
  });

  it('is decided the same with few states kept in memory, and with none', async () => {
    for (const statesKept of [0, 3]) {
      const { verdicts, appends } = await replay(played.embedded.store, { ...opened(), statesKept });
      expect(verdicts.EQUAL).toBe(appends);
    }
  });

  it('is decided the same from a file that holds the log alone, beside the vault', async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'mingce-replay-'));
    try {
      await simulate('shiqiao', { dataFolder, scale: SCALE });
      for (const [name, file] of Object.entries(DATA_FILES)) {
        if (name !== 'events' && !name.startsWith('vault')) rmSync(join(dataFolder, file), { force: true });
      }
      const reader = await SqliteEventReader.openReader(join(dataFolder, DATA_FILES.events));
      const vault = SqliteVault.open(dataFolder, { readOnly: true });
      const { verdicts, appends, events } = await replay(reader, { open: (refs) => vault.open(refs) });
      expect({ ...verdicts, events }).toMatchObject({ EQUAL: appends, events: Number(await reader.head()) + 1 });
      await vault.close();
      await reader.close();
    } finally {
      rmSync(dataFolder, { recursive: true });
    }
  });
});

/** The log with some events changed, or left out where the change gives nothing. */
function tampered(reader: EventReader, change: (event: StoredEvent) => StoredEvent | undefined): EventReader {
  const changed = (events: readonly StoredEvent[]): readonly StoredEvent[] => events.flatMap((event) => change(event) ?? []);
  return {
    name: reader.name,
    readStream: async (stream, from) => changed(await reader.readStream(stream, from)),
    streamsOf: (category) => reader.streamsOf(category),
    readAll: async (options) => changed(await reader.readAll(options)),
    readAt: async (positions) => changed(await reader.readAt(positions)),
    head: () => reader.head(),
    subscribe: (options) => reader.subscribe(options),
    close: () => reader.close(),
  };
}

/** The first event of a type that bears an order. */
async function firstOf(reader: EventReader, type: string): Promise<StoredEvent> {
  const events = await reader.readAll({ after: -1n, limit: 100_000 });
  const found = events.find((event) => event.type === type && event.metadata.order !== undefined);
  if (found === undefined) throw new Error(`no ${type}`);
  return found;
}

const told = ({ first }: ReplaySummary): object => {
  const { difference } = first ?? {};
  return {
    stream: difference?.event.stream,
    revision: difference?.event.revision,
    path: difference?.path,
    recorded: difference?.recorded,
    replayed: difference?.replayed,
  };
};

describe('what is not the same', () => {
  let played: Played;
  const opened = (): ReplayOptions => ({ open: (refs) => played.embedded.vault.open(refs) });

  beforeAll(async () => {
    played = await playShiqiao(0.05);
  });
  afterAll(() => played.embedded.close());

  it('finds an altered rule at the first event that it would have refused, and at every other', async () => {
    const { store } = played.embedded;
    const quorumOfNineTenths: readonly Rule[] = RULES.map((rule) =>
      rule.name !== 'quorum'
        ? rule
        : {
            ...rule,
            find: (judged) =>
              rule.find(judged).map((finding) => {
                const { present, rosterTotal } = finding.actual as { present: number; rosterTotal: number };
                return { ...finding, met: present * 10 >= rosterTotal * 9 };
              }),
          },
    );
    const different: Replayed[] = [];
    const summary = await replay(store, {
      ...opened(),
      rules: quorumOfNineTenths,
      onReplayed: (replayed) => replayed.verdict === 'EQUAL' || different.push(replayed),
    });
    const held = (await store.readAll({ after: -1n, limit: 100_000 })).filter(({ type }) => type === 'case.ReviewHeld.v1');
    expect(different.map(({ append }) => append.events[0].id)).toEqual(held.map(({ id }) => id));
    const [first] = held;
    expect(told(summary)).toMatchObject({ stream: first?.stream, revision: first?.revision, path: '', recorded: first?.type });
    const { findings } = summary.first?.difference?.replayed as unknown as { findings: readonly { code: string }[] };
    expect(findings.map(({ code }) => code)).toEqual(['QUORUM_NOT_REACHED']);
    expect(summary.equal).toBe(false);
  });

  it('finds a decider that counts a day more, with the path and both days', async () => {
    const { store } = played.embedded;
    const counted: ReplayOptions['aggregates'] = (lawBook, directory) => {
      const aggregates = new Map(aggregatesOver(lawBook, directory));
      const ofCases = aggregates.get('case') as Aggregate;
      const decide: Aggregate['decider']['decide'] = (order, state, context) => {
        const decision = ofCases.decider.decide(order, state, context);
        if (isRefusal(decision)) return decision;
        return decision.map(({ type, data }) =>
          'earliestClose' in data
            ? { type, data: { ...data, earliestClose: addDays(data.earliestClose as CivilDate, 1) } }
            : { type, data },
        );
      };
      aggregates.set('case', { ...ofCases, decider: { ...ofCases.decider, decide } });
      return aggregates;
    };
    const posted = await firstOf(store, 'case.NoticePosted.v1');
    const { earliestClose } = posted.data as { earliestClose: CivilDate };
    expect(told(await replay(store, { ...opened(), aggregates: counted }))).toEqual({
      stream: posted.stream,
      revision: posted.revision,
      path: '/data/earliestClose',
      recorded: earliestClose,
      replayed: addDays(earliestClose, 1),
    });
  });

  it('finds a value that was changed in the log, where it was changed', async () => {
    const { store } = played.embedded;
    const target = await firstOf(store, 'household.SupportPaired.v1');
    const changed = tampered(store, (event) =>
      event.id === target.id ? { ...event, data: { ...event.data, unit: 'another unit' } } : event,
    );
    expect(told(await replay(changed, opened()))).toEqual({
      stream: target.stream,
      revision: target.revision,
      path: '/data/unit',
      recorded: 'another unit',
      replayed: 'county unit',
    });
  });

  it('finds a changed order, a changed context and changed terms, each by its path', async () => {
    const { store } = played.embedded;
    const all = await store.readAll({ after: -1n, limit: 100_000 });
    const target = all.find(({ metadata: { order, due } }) => order !== undefined && due !== undefined);
    if (target === undefined) throw new Error('no event begins a term');
    const { order = '', context = '', due = '' } = target.metadata;
    const flips: readonly (readonly [string, object, RegExp])[] = [
      ['order', { order: order.replace(/"date":"[^"]*"/, '"date":"2001-01-01"') }, /^\/data\/papers\/evidence\/0\/date$/],
      ['order that cannot be read', { order: order.slice(1) }, /^\/metadata\/order$/],
      ['context', { context: context.replace(/"office":"[A-Z_]*"/, '"office":"NOBODY"') }, /^\/metadata\/context\/offices\//],
      ['due', { due: due.replace(/"clause":"/, '"clause":"x') }, /^\/metadata\/due\//],
      ['due that cannot be read', { due: due.slice(1) }, /^\/metadata\/due$/],
      ['occurredOn', { occurredOn: '2001-01-01' }, /^\/metadata\/occurredOn$/],
    ];
    for (const [name, flip, path] of flips) {
      const changed = tampered(store, (event) =>
        event.id === target.id ? { ...event, metadata: { ...event.metadata, ...flip } } : event,
      );
      const { first } = await replay(changed, opened());
      expect({ name, id: first?.difference?.event.id, path: first?.difference?.path }).toEqual({
        name,
        id: target.id,
        path: expect.stringMatching(path) as string,
      });
    }
  });

  it('finds an event that was taken out', async () => {
    const { store } = played.embedded;
    const target = await firstOf(store, 'household.SupportPaired.v1');
    const without = tampered(store, (event) => (event.id === target.id ? undefined : event));
    const { first } = await replay(without, opened());
    expect(first?.difference?.event.stream).toBe(target.stream);
    expect(first?.difference?.path).toBe('/metadata/decidedAtRevision');
  });

  it('answers INPUT_ERASED for what nobody can decide again, apart from what differs; and INPUT_SEALED where nothing is opened', async () => {
    const { store, vault } = played.embedded;
    const sealed = await replay(store);
    const survey = await firstOf(store, 'case.HomeVisitRecorded.v1');
    const { data: said } = JSON.parse(survey.metadata.order ?? '') as { data: { income: { ref: string } } };
    const needing = (await replay(store, opened())).verdicts.EQUAL - sealed.verdicts.EQUAL;
    expect([sealed.verdicts.INPUT_SEALED, sealed.verdicts.DIFFERENT]).toEqual([needing, 0]);
    expect(needing).toBeGreaterThan(0);
    const open: ReplayOptions['open'] = (refs) => {
      const { [said.income.ref]: _erased, ...left } = vault.open(refs);
      return left;
    };
    const erased: Replayed[] = [];
    const summary = await replay(store, { open, onReplayed: (one) => one.verdict === 'INPUT_ERASED' && erased.push(one) });
    expect(summary.equal).toBe(true);
    expect(new Set(erased.map(({ append }) => append.stream))).toEqual(new Set([survey.stream]));
    expect(erased[0]?.append.events[0].id).toBe(survey.id);
  });

  it('takes a stretch of the log, wherever it is cut: appends that begin in it, each whole', async () => {
    const { store } = played.embedded;
    const events = await store.readAll({ after: -1n, limit: 100_000 });
    const middle = events.findIndex(({ metadata }, index) => index > 0 && metadata.order === undefined);
    for (const [from, to] of [
      [middle, middle + 40],
      [middle - 40, middle - 1],
      [middle - 1, middle - 1],
      [middle, middle],
    ]) {
      const { verdicts, appends } = await replay(store, { ...opened(), which: { from: BigInt(from ?? 0), to: BigInt(to ?? 0) } });
      const begun = events.slice(from, (to ?? 0) + 1).filter(({ metadata }) => metadata.order !== undefined).length;
      expect([verdicts.EQUAL, appends]).toEqual([begun, begun]);
    }
  });

  it('takes the streams of a household alone, to the same verdicts', async () => {
    const { store } = played.embedded;
    const streams = await streamsOfHousehold(store, played.people[0]?.id ?? '');
    const { verdicts, appends, byCategory } = await replay(store, { ...opened(), which: { streams } });
    expect(streams.length).toBeGreaterThan(1);
    expect([verdicts.EQUAL, Object.keys(byCategory).sort()]).toEqual([appends, ['case', 'household']]);
  });
});
