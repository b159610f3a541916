import { civilDateOf, msOf } from '#libs/kernel';
import { LEVELS } from '#libs/procedure';
import { overdueByLevel, waitingByLevel } from '#libs/read-models';
import { Inject, Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { HOUSE, type House } from '../house.js';

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
    this.#gauges(registers);
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

  #gauges(registers: Registry[]): void {
    const { house } = this;
    const { engine, store, clock, readModels } = house;
    new Gauge({
      name: 'mingce_log_position',
      help: 'Position of the last event of the log.',
      registers,
      async collect() {
        this.set(Number(await store.head()));
      },
    });
    new Gauge({
      name: 'mingce_consumer_lag_events',
      help: 'How many events the log is ahead of a consumer.',
      labelNames: ['consumer'],
      registers,
      async collect() {
        const head = await store.head();
        if (engine.runner.partitions.length > 0) this.set({ consumer: 'processes' }, Number(head - engine.runner.position));
        this.set({ consumer: 'read_models' }, Number(head - engine.projections.position));
        if (house.ledger !== undefined) this.set({ consumer: 'ledger' }, Number(head - house.ledger.condition().position));
      },
    });
    new Gauge({
      name: 'mingce_event_store_troubled',
      help: '1 where the log lies in an event store whose subscription does not stand.',
      registers,
      collect() {
        this.set(house.eventStore?.state().connected === false ? 1 : 0);
      },
    });
    new Gauge({
      name: 'mingce_held_streams',
      help: 'Streams at which a process stands still until a person resolves the incident.',
      registers,
      async collect() {
        this.set((await engine.holds()).length);
      },
    });
    new Gauge({
      name: 'mingce_wakeups',
      help: 'Wake-ups that the bell holds: all of them, and those due and not yet answered.',
      labelNames: ['state'],
      registers,
      async collect() {
        this.set({ state: 'pending' }, await engine.parts.bell.pending());
        this.set({ state: 'due' }, (await engine.parts.bell.due(clock.now())).length);
      },
    });
    new Gauge({
      name: 'mingce_bell_troubled',
      help: '1 where the bell rings later than it should: Redis is silent or not as it must be.',
      labelNames: ['bell'],
      registers,
      collect() {
        const { kind, troubles } = engine.parts.bell.condition();
        this.set({ bell: kind.toLowerCase() }, troubles.length > 0 ? 1 : 0);
      },
    });
    new Gauge({
      name: 'mingce_deadlines_overdue',
      help: 'Open longest terms whose last day is over, by level.',
      labelNames: ['level'],
      registers,
      async collect() {
        const counted = await overdueByLevel(readModels, civilDateOf(clock.now()));
        this.reset();
        // A series that is gone is no zero to whoever watches it.
        for (const level of LEVELS) this.set({ level: level.toLowerCase() }, 0);
        for (const { level, overdue } of counted) this.set({ level: level?.toLowerCase() ?? 'none' }, overdue);
      },
    });
    new Gauge({
      name: 'mingce_deadlines_waiting_for_calendar',
      help: 'Open terms that have no day, and ring nowhere, before the calendar of a year is published, by level.',
      labelNames: ['level'],
      registers,
      async collect() {
        const counted = await waitingByLevel(readModels);
        this.reset();
        for (const level of LEVELS) this.set({ level: level.toLowerCase() }, 0);
        for (const { level, waiting } of counted) this.set({ level: level?.toLowerCase() ?? 'none' }, waiting);
      },
    });
    this.#shareOf(registers);
    const { ledger } = house;
    if (ledger === undefined) return;
    new Gauge({
      name: 'mingce_checkpoint_age_seconds',
      help: 'How long ago the newest checkpoint of the log was signed.',
      registers,
      collect() {
        const { checkpoint } = ledger.condition();
        if (checkpoint !== undefined) this.set(msOf(clock.now()) / 1000 - checkpoint.time);
      },
    });
  }

  #shareOf(registers: Registry[]): void {
    const { share } = this.house;
    if (share === undefined) return;
    new Gauge({
      name: 'mingce_partitions',
      help: 'Partitions of the log whose processes this worker serves.',
      registers,
      collect() {
        this.set(share.partitions().length);
      },
    });
    new Gauge({
      name: 'mingce_partitions_without_owner',
      help: 'Partitions of the log whose processes no worker serves.',
      registers,
      async collect() {
        this.set(await share.withoutOwner());
      },
    });
    new Gauge({
      name: 'mingce_sole_work',
      help: 'What one process of the house does at a time: 1 under the state that it has, as this process sees it.',
      labelNames: ['work', 'owner'],
      registers,
      async collect() {
        this.reset();
        for (const [work, owner] of Object.entries(await share.soleWork())) this.set({ work, owner: owner.toLowerCase() }, 1);
      },
    });
  }
}
