import { deepEqual, equal, rejects } from 'node:assert/strict';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { type VirtualClock } from '#libs/clock';
import { type Instant, instant, instantOfMs, msOf, type Wakeup } from '#libs/kernel';
import { type Bell, BellClosed, InvalidWakeup, type Ringing, WakeupIdTaken } from '../port.js';

/** A bell on a clock that the case alone moves. */
export interface BellUnderTest {
  readonly bell: Bell;
  readonly clock: VirtualClock;
}

/** One promise of the port, without a test framework: the adapter's spec gives each case a fresh bell. */
export interface BellCase {
  readonly name: string;
  readonly run: (under: BellUnderTest) => Promise<void>;
}

/** A promise about what outlives a process: `crash` leaves the bell as it is and opens its table again, on the same clock. */
export interface DurableBellCase {
  readonly name: string;
  readonly run: (under: BellUnderTest, crash: () => Promise<Bell>) => Promise<void>;
}

export const CONTRACT_START: Instant = instant('2024-03-01T09:00:00+08:00');
const MINUTE = 60_000;
const at = (minutes: number): Instant => instantOfMs(msOf(CONTRACT_START) + minutes * MINUTE);

const wakeup = (id: string, minutes: number, stream = 'case-1', process = 'notice-period'): Ringing => ({
  id,
  stream,
  process,
  dueAt: at(minutes),
  order: {
    target: stream,
    order: { type: 'MarkNoticePeriodElapsed', data: { part: 'NOTICE.VILLAGE', due: id } },
    onRefusal: 'report',
  },
});
const bare = ({ id, dueAt, order }: Ringing): Wakeup => ({ id, dueAt, order });

/** Rings into a list, as `id@minutes since the start`. */
async function listen({ bell, clock }: BellUnderTest): Promise<string[]> {
  const rung: string[] = [];
  await bell.start(async ({ id }) => {
    await turn();
    rung.push(`${id}@${(msOf(clock.now()) - msOf(CONTRACT_START)) / MINUTE}`);
  });
  return rung;
}

const advance = ({ bell, clock }: BellUnderTest, minutes: number): Promise<void> =>
  clock.advanceTo(at(minutes), () => bell.answered());

const held = async (bell: Bell): Promise<readonly string[]> => (await bell.due(at(1_000_000))).map(({ id }) => id);

export const bellContract: readonly BellCase[] = [
  {
    name: 'rings each at its moment, those of one stream in order of moment and id, and forgets it',
    run: async (under) => {
      const rung = await listen(under);
      await under.bell.set([wakeup('c', 20), wakeup('b', 10, 'case-2'), wakeup('a', 10, 'case-2')]);
      await advance(under, 9);
      deepEqual(rung, []);
      await advance(under, 15);
      deepEqual(rung, ['a@10', 'b@10']);
      deepEqual([await held(under.bell), await under.bell.pending(), await under.bell.next()], [['c'], 1, at(20)]);
      await advance(under, 30);
      deepEqual(rung, ['a@10', 'b@10', 'c@20']);
      deepEqual([await under.bell.pending(), await under.bell.next()], [0, undefined]);
    },
  },
  {
    name: 'gives the wake-up back as it was set',
    run: async (under) => {
      const given = { ...wakeup('notice-2024-03-09', 10), order: { ...wakeup('x', 1).order, performedBy: 'person-1' } };
      const rung: Ringing[] = [];
      await under.bell.start(async (ringing) => rung.push(ringing));
      await under.bell.set([given]);
      deepEqual(await under.bell.due(at(10)), [given]);
      deepEqual(await under.bell.due(at(9)), []);
      await advance(under, 10);
      deepEqual(rung, [given]);
    },
  },
  {
    name: 'holds one for each id, however often it is set, at the moment given last',
    run: async (under) => {
      const rung = await listen(under);
      await under.bell.set([wakeup('a', 10), wakeup('b', 30)]);
      await under.bell.set([wakeup('a', 10)]);
      await under.bell.set([wakeup('b', 20)]);
      equal(await under.bell.pending(), 2);
      await advance(under, 40);
      deepEqual(rung, ['a@10', 'b@20']);
    },
  },
  {
    name: 'rings nothing that was cancelled',
    run: async (under) => {
      const rung = await listen(under);
      await under.bell.set([wakeup('a', 10), wakeup('b', 10, 'case-2')]);
      await under.bell.cancel(['a', 'never set']);
      await under.bell.cancel([]);
      await advance(under, 20);
      deepEqual(rung, ['b@10']);
    },
  },
  {
    name: 'holds for a process and stream exactly what was given last, and leaves all others alone',
    run: async (under) => {
      const rung = await listen(under);
      const { bell } = under;
      await bell.set(
        [wakeup('other stream', 10, 'case-2'), wakeup('other process', 10, 'case-1', 'deadlines')].map((w) => ({
          ...w,
          id: w.id.replace(' ', '-'),
        })),
      );
      await bell.replaceFor('notice-period', 'case-1', [bare(wakeup('a', 10)), bare(wakeup('b', 20))]);
      await bell.replaceFor('notice-period', 'case-1', [bare(wakeup('b', 25)), bare(wakeup('c', 30))]);
      await bell.replaceFor('notice-period', 'case-1', [bare(wakeup('b', 25)), bare(wakeup('c', 30))]);
      deepEqual(await held(bell), ['other-process', 'other-stream', 'b', 'c']);
      await advance(under, 26);
      // Streams do not wait for each other.
      deepEqual([rung.slice(0, 2).toSorted(), rung.slice(2)], [['other-process@10', 'other-stream@10'], ['b@25']]);
      await bell.replaceFor('notice-period', 'case-1', []);
      equal(await bell.pending(), 0);
    },
  },
  {
    name: 'sets again what was rung, where the state still asks for it',
    run: async (under) => {
      const rung = await listen(under);
      await under.bell.replaceFor('notice-period', 'case-1', [bare(wakeup('a', 10))]);
      await advance(under, 15);
      await under.bell.replaceFor('notice-period', 'case-1', [bare(wakeup('a', 10))]);
      await under.bell.answered();
      deepEqual(rung, ['a@10', 'a@15']);
    },
  },
  {
    name: 'rings soon what is due already, at start and afterwards, without the clock being moved',
    run: async (under) => {
      await under.bell.set([wakeup('past', -10), wakeup('now', 0, 'case-2')]);
      const rung = await listen(under);
      await under.bell.answered();
      deepEqual(rung, ['past@0', 'now@0']);
      await under.bell.set([wakeup('late', -5)]);
      await under.bell.answered();
      deepEqual(rung, ['past@0', 'now@0', 'late@0']);
    },
  },
  {
    name: 'rings what a ring has set for an earlier moment than all it held',
    run: async (under) => {
      const { bell, clock } = under;
      const rung: string[] = [];
      await bell.set([wakeup('first', 10), wakeup('last', 30, 'case-2')]);
      await bell.start(async ({ id }) => {
        rung.push(`${id} ${clock.now()}`);
        if (id === 'first') await bell.set([wakeup('between', 20, 'case-3')]);
      });
      await advance(under, 40);
      deepEqual(rung, [`first ${at(10)}`, `between ${at(20)}`, `last ${at(30)}`]);
    },
  },
  {
    name: 'holds a wake-up until its ring was answered',
    run: async (under) => {
      const { bell, clock } = under;
      let answer: () => void = () => undefined;
      let begun: () => void = () => undefined;
      const beginning = new Promise<void>((resolve) => (begun = resolve));
      await bell.set([wakeup('a', 10)]);
      await bell.start(
        () =>
          new Promise<void>((resolve) => {
            answer = resolve;
            begun();
          }),
      );
      let settled = false;
      const advanced = clock.advanceTo(at(20), async () => {
        await bell.answered();
        settled = clock.now() > CONTRACT_START;
      });
      await beginning;
      for (let turns = 0; turns < 5; turns++) await turn();
      deepEqual([await held(bell), await bell.pending(), settled], [['a'], 1, false]);
      answer();
      await advanced;
      deepEqual([await held(bell), await bell.pending(), settled], [[], 0, true]);
    },
  },
  {
    name: 'rings again, later, what failed, and nobody waits for it',
    run: async (under) => {
      const { bell, clock } = under;
      const rung: string[] = [];
      await bell.set([wakeup('a', 10), wakeup('b', 10, 'case-2'), wakeup('after-a', 10)]);
      await bell.start(async ({ id }) => {
        rung.push(id);
        if (id === 'a' && rung.filter((one) => one === 'a').length < 3) throw new Error('the store is busy');
      });
      await clock.advanceTo(at(10), () => bell.answered());
      deepEqual([[...rung].sort(), await held(bell)], [['a', 'after-a', 'b'], ['a']]);
      await advance(under, 20);
      deepEqual([rung.filter((id) => id === 'a').length, await bell.pending()], [3, 0]);
    },
  },
  {
    name: 'rings those of one stream one after the other, and streams side by side',
    run: async (under) => {
      const { bell } = under;
      const busy = new Map<string, number>();
      let mostOfOne = 0;
      let mostOfAll = 0;
      const order: string[] = [];
      await bell.set(
        Array.from({ length: 12 }, (_, index) => wakeup(`w${String(index).padStart(2, '0')}`, 10, `case-${index % 3}`)),
      );
      await bell.start(async ({ id, stream }) => {
        busy.set(stream, (busy.get(stream) ?? 0) + 1);
        // The first of each stream wait for each other, for a queue brings them one by one; but not for ever.
        for (let tries = 0; tries < 200 && id < 'w03' && busy.size < 3; tries++) await pause(5);
        mostOfOne = Math.max(mostOfOne, busy.get(stream) ?? 0);
        mostOfAll = Math.max(
          mostOfAll,
          [...busy.values()].reduce((sum, count) => sum + count, 0),
        );
        await turn();
        if (stream === 'case-0') order.push(id);
        busy.set(stream, (busy.get(stream) ?? 0) - 1);
      });
      await advance(under, 10);
      deepEqual([mostOfOne, mostOfAll, order], [1, 3, ['w00', 'w03', 'w06', 'w09']]);
    },
  },
  {
    name: 'begins no ring once it is stopped, waits for those under way, and goes on when started again',
    run: async (under) => {
      const { bell, clock } = under;
      const ended: string[] = [];
      let begun: () => void = () => undefined;
      const beginning = new Promise<void>((resolve) => (begun = resolve));
      await bell.set([wakeup('a', 10), wakeup('b', 20)]);
      await bell.start(async ({ id }) => {
        begun();
        for (let turns = 0; turns < 3; turns++) await turn();
        ended.push(id);
      });
      await clock.advanceTo(at(10), () => turn());
      await beginning;
      await bell.stop();
      deepEqual(ended, ['a']);
      await clock.advanceTo(at(30), () => bell.answered());
      deepEqual([ended, await held(bell)], [['a'], ['b']]);
      const rung = await listen(under);
      await bell.answered();
      deepEqual(rung, ['b@30']);
    },
  },
  {
    name: 'forgets what is replaced while it rings, and keeps what replaced it',
    run: async (under) => {
      const { bell } = under;
      const rung: string[] = [];
      await bell.replaceFor('notice-period', 'case-1', [bare(wakeup('elapses', 10))]);
      await bell.start(async ({ id }) => {
        rung.push(id);
        if (id === 'elapses') await bell.replaceFor('notice-period', 'case-1', [bare(wakeup('reminds', 20))]);
      });
      await advance(under, 12);
      deepEqual([rung, await held(bell)], [['elapses'], ['reminds']]);
      await advance(under, 30);
      deepEqual(rung, ['elapses', 'reminds']);
    },
  },
  {
    name: 'refuses an id that no queue takes, a moment that is none, and an id of somebody else; keeps nothing of that call',
    run: async ({ bell }) => {
      const refused = [
        wakeup('', 10),
        wakeup('a:b', 10),
        wakeup('a b', 10),
        { ...wakeup('a', 10), dueAt: '2024-03-01' as Instant },
      ];
      for (const one of refused) {
        await rejects(bell.set([wakeup('good', 10), one]), InvalidWakeup);
        await rejects(bell.replaceFor('p', 's', [bare(one)]), InvalidWakeup);
      }
      await rejects(bell.set([wakeup('twice', 10), wakeup('twice', 20)]), InvalidWakeup);
      await bell.set([wakeup('mine', 10)]);
      await rejects(bell.set([wakeup('new', 10), wakeup('mine', 10, 'case-2')]), WakeupIdTaken);
      await rejects(
        bell.replaceFor('notice-period', 'case-2', [bare(wakeup('new', 10)), bare(wakeup('mine', 10))]),
        WakeupIdTaken,
      );
      deepEqual(await held(bell), ['mine']);
    },
  },
  {
    name: 'rings each of twenty thousand once, given one by one and all due at the same moment',
    run: async (under) => {
      const { bell } = under;
      const rung = new Map<string, number>();
      await bell.start(async ({ id }) => rung.set(id, (rung.get(id) ?? 0) + 1));
      await Promise.all(
        Array.from({ length: 20_000 }, (_, index) =>
          bell.replaceFor('notice-period', `case-${index}`, [bare(wakeup(`w${index}`, 10, `case-${index}`))]),
        ),
      );
      equal(await bell.pending(), 20_000);
      await advance(under, 10);
      deepEqual([rung.size, Math.max(...rung.values()), await bell.pending()], [20_000, 1, 0]);
    },
  },
  {
    name: 'does nothing more once it is closed, and closes twice',
    run: async ({ bell }) => {
      await bell.set([wakeup('a', 10)]);
      await bell.close();
      await bell.close();
      await rejects(bell.set([wakeup('b', 10)]), BellClosed);
      await rejects(bell.pending(), BellClosed);
    },
  },
];

export const durableBellContract: readonly DurableBellCase[] = [
  {
    name: 'holds after a crash what it held, and rings what came due meanwhile',
    run: async ({ bell, clock }, crash) => {
      await bell.set([wakeup('a', 10), wakeup('b', 50)]);
      const again = await crash();
      await clock.advanceTo(at(30), () => Promise.resolve());
      const rung = await listen({ bell: again, clock });
      await again.answered();
      deepEqual([rung, await held(again)], [['a@30'], ['b']]);
      await again.close();
    },
  },
  {
    name: 'rings after a crash once more what was not answered, and nothing that was',
    run: async (under, crash) => {
      const { bell, clock } = under;
      await bell.set([wakeup('answered', 10), wakeup('cut-off', 20)]);
      let begun: () => void = () => undefined;
      let release: () => void = () => undefined;
      const beginning = new Promise<void>((resolve) => (begun = resolve));
      const released = new Promise<void>((resolve) => (release = resolve));
      await bell.start(({ id }) => {
        if (id === 'answered') return Promise.resolve();
        begun();
        return released;
      });
      await clock.advanceTo(at(15), () => bell.answered());
      await clock.advanceTo(at(20), () => turn());
      await beginning;
      const again = await crash();
      const rung = await listen({ bell: again, clock });
      await again.answered();
      release();
      deepEqual(rung, ['cut-off@20']);
      await again.close();
    },
  },
  {
    name: 'rings at once after a crash what had failed and waited',
    run: async (under, crash) => {
      const { bell, clock } = under;
      await bell.set([wakeup('a', 10)]);
      await bell.start(() => Promise.reject(new Error('the store is busy')));
      await clock.advanceTo(at(10), () => bell.answered());
      await bell.stop();
      const again = await crash();
      const rung = await listen({ bell: again, clock });
      await again.answered();
      deepEqual(rung, ['a@10']);
      await again.close();
    },
  },
];
