import { civilDateOf, msOf } from '#libs/kernel';
import { type Level, LEVELS } from '#libs/procedure';
import { overdueByLevel, waitingByLevel } from '#libs/read-models';
import { Inject, Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { atOnce, headOf } from '../health/looking.js';
import { HOUSE, type House } from '../house.js';

/** One value of a figure, under its labels. */
type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

const APPEND_BUCKETS_S = [0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
/** From a moment to a day: what counts is whether a season's bells come within the minute, and what a lost Redis costs. */
const LATENESS_BUCKETS_S = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600, 21_600, 86_400];

/**
 * How the engine runs, for Prometheus: counts and durations over the whole country. No label names anything but a level of
 * authority or a part of the machine, so that nothing here can be traced to an area below the county, a household or a person.
 */
@Injectable()
export class HouseMetrics {
  readonly #registry = new Registry();
  #begun = false;

  constructor(@Inject(HOUSE) private readonly house: House) {
    const registers = [this.#registry];
    const appends = new Histogram({
      name: 'mingce_append_seconds',
      help: 'Time from giving events to the store to their acknowledgement, orders of persons and of processes.',
      buckets: APPEND_BUCKETS_S,
      registers,
    });
    const events = new Counter({ name: 'mingce_events_appended_total', help: 'Events acknowledged by the store.', registers });
    const lateness = new Histogram({
      name: 'mingce_ring_lateness_seconds',
      help: 'How long after its due moment a wake-up rang.',
      buckets: LATENESS_BUCKETS_S,
      registers,
    });
    house.engine.watch({
      appended: (ms, count) => {
        appends.observe(ms / 1000);
        events.inc(count);
      },
      rung: (lateMs) => lateness.observe(lateMs / 1000),
    });
    this.#gauges();
  }

  /** The exposition, as the header `Content-Type` says it: {@link contentType}. */
  text(): Promise<string> {
    if (!this.#begun) {
      // Only for those who ask: watching the event loop and the collector is not for nothing.
      collectDefaultMetrics({ register: this.#registry });
      this.#begun = true;
    }
    return this.#registry.metrics();
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  #gauges(): void {
    const { house } = this;
    const { engine, clock, readModels, ledger, share } = house;
    const { bell } = engine.parts;
    this.#figure('mingce_log_position', 'Position of the last event of the log.', [], async () => [
      [{}, Number(await headOf(house))],
    ]);
    this.#figure('mingce_consumer_lag_events', 'How many events the log is ahead of a consumer.', ['consumer'], async () => {
      const head = await headOf(house);
      const { runner, projections } = engine;
      const reached = [
        ['processes', runner.partitions.length > 0 ? runner.position : undefined],
        ['read_models', projections.failure === undefined ? projections.position : undefined],
        ['ledger', ledger?.condition().position],
      ] as const;
      return reached.flatMap(([consumer, position]) =>
        position === undefined ? [] : [[{ consumer }, Number(head - position)] as const],
      );
    });
    this.#figure(
      'mingce_event_store_troubled',
      '1 where the log lies in an event store whose subscription does not stand.',
      [],
      () => [[{}, house.eventStore?.state().connected === false ? 1 : 0]],
    );
    this.#figure(
      'mingce_held_streams',
      'Streams at which a process stands still until a person resolves the incident.',
      [],
      async () => [[{}, (await engine.holds()).length]],
    );
    this.#figure(
      'mingce_wakeups',
      'Wake-ups that the bell holds: all of them, and those due and not yet answered.',
      ['state'],
      async () => [
        [{ state: 'pending' }, await bell.pending()],
        [{ state: 'due' }, (await bell.due(clock.now())).length],
      ],
    );
    this.#figure(
      'mingce_bell_troubled',
      '1 where the bell rings later than it should: Redis is silent or not as it must be.',
      ['bell'],
      () => {
        const { kind, troubles } = bell.condition();
        return [[{ bell: kind.toLowerCase() }, troubles.length > 0 ? 1 : 0]];
      },
    );
    this.#figure('mingce_deadlines_overdue', 'Open longest terms whose last day is over, by level.', ['level'], async () => {
      const counted = await overdueByLevel(readModels, civilDateOf(clock.now()));
      return atEachLevel(counted.map(({ level, overdue }) => [level, overdue]));
    });
    this.#figure(
      'mingce_deadlines_waiting_for_calendar',
      'Open terms that have no day, and ring nowhere, before the calendar of a year is published, by level.',
      ['level'],
      async () => atEachLevel((await waitingByLevel(readModels)).map(({ level, waiting }) => [level, waiting])),
    );
    if (share !== undefined) this.#shareOf(share);
    if (ledger === undefined) return;
    this.#figure('mingce_checkpoint_age_seconds', 'How long ago the newest checkpoint of the log was signed.', [], () => {
      const { checkpoint } = ledger.condition();
      return checkpoint === undefined ? [] : [[{}, msOf(clock.now()) / 1000 - checkpoint.time]];
    });
  }

  #shareOf(share: NonNullable<House['share']>): void {
    this.#figure(
      'mingce_database_troubled',
      '1 where the database does not answer, which holds the read models, the leases and the signed heads of the ledger.',
      [],
      async () => {
        await share.reachDatabase();
        return [[{}, 0]];
      },
      [[{}, 1]],
    );
    this.#figure('mingce_partitions', 'Partitions of the log whose processes this worker serves.', [], () => [
      [{}, share.partitions().length],
    ]);
    this.#figure('mingce_partitions_without_owner', 'Partitions of the log whose processes no worker serves.', [], async () => [
      [{}, await share.withoutOwner()],
    ]);
    this.#figure(
      'mingce_sole_work',
      'What one process of the house does at a time: 1 under the state that it has, as this process sees it.',
      ['work', 'owner'],
      async () => Object.entries(await share.soleWork()).map(([work, owner]) => [{ work, owner: owner.toLowerCase() }, 1]),
    );
  }

  /**
   * A figure that is looked up whenever somebody asks. One that cannot be had at this moment is left out, unless that says something too:
   * an old one, or a zero, would say that it is known; and all others are wanted most when a server is away.
   */
  #figure(
    name: string,
    help: string,
    labelNames: readonly string[],
    look: () => readonly Sample[] | Promise<readonly Sample[]>,
    otherwise: readonly Sample[] = [],
  ): void {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [this.#registry],
      async collect() {
        const samples = await atOnce(look).catch(() => otherwise);
        this.reset();
        // Without labels a gauge is reset to zero, which is a figure.
        if (labelNames.length === 0) this.remove();
        for (const [labels, value] of samples) this.set(labels, value);
      },
    });
  }
}

/** A series that is gone is no zero to whoever watches it. */
function atEachLevel(counted: readonly (readonly [level: Level | null, count: number])[]): readonly Sample[] {
  const counts = new Map<string, number>(LEVELS.map((level) => [level.toLowerCase(), 0]));
  for (const [level, count] of counted) counts.set(level?.toLowerCase() ?? 'none', count);
  return [...counts].map(([level, count]) => [{ level }, count]);
}
