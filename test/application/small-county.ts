import { type Answer, stableId } from '#libs/application';
import { VirtualClock } from '#libs/clock';
import { type EmbeddedEngine, openInMemory } from '#libs/embedded';
import { type Actor, civilDate, instant, type Order } from '#libs/kernel';
import {
  admit,
  type CountyPlace,
  enrol,
  establish,
  Hand,
  holderOf,
  LONG_AGO,
  randomOf,
  Run,
  seasonOf,
  type SeasonCase,
  settle,
  type Settled,
} from '#libs/simulation';
import { type Office } from '#libs/procedure';

/** So many live in one village: more would have its meetings last for days. */
const HOUSEHOLDS_OF_A_VILLAGE = 100;

type Village = CountyPlace['townships'][number]['villages'][number];

const villageOf = (id: string, groups: readonly string[]): Village => ({
  id,
  name: id,
  bodyKind: 'VILLAGERS',
  groups: groups.map((group) => ({ id: group, name: group })),
});

/** One village of two groups under one township and one county: enough to give every order. Further villages where more live there. */
function countyOf(households: number): CountyPlace {
  const further = Math.ceil(households / HOUSEHOLDS_OF_A_VILLAGE) - 1;
  const villages = Array.from({ length: further }, (_, index) => {
    const id = `village-${index + 2}`;
    return villageOf(id, [`${id}-group-1`, `${id}-group-2`]);
  });
  return {
    id: 'county',
    name: 'county',
    province: { id: 'province', name: 'province' },
    townships: [
      { id: 'township', name: 'township', villages: [villageOf('village', ['group-1', 'group-2']), ...villages] },
      { id: 'elsewhere', name: 'elsewhere', villages: [villageOf('other-village', [])] },
    ],
  };
}

export const FROM = civilDate('2016-03-01');
const PLAN = { definition: 'IDENT-8@1', programYear: 2016, from: FROM };

export interface SmallCounty {
  readonly embedded: EmbeddedEngine;
  readonly clock: VirtualClock;
  readonly run: Run;
  readonly people: readonly Settled[];
  readonly cases: readonly SeasonCase[];
  /** Takes all cases through the parts up to and including `last`. */
  readonly through: (last: string) => Promise<void>;
  readonly give: (target: string, order: Order, more?: Partial<Given>) => Promise<Answer>;
}

interface Given {
  readonly orderId: string;
  readonly actor: Actor;
  readonly occurredOn: string;
  readonly performedBy: string;
  readonly dryRun: boolean;
  readonly ifRevision: bigint;
}

export function official(office: Office, area: string): Actor {
  return { id: holderOf(office, area), role: office, area };
}

/** Goes on until the village's notice hangs, and no further. */
export async function postNotices({ run, people, embedded }: Pick<SmallCounty, 'run' | 'people' | 'embedded'>): Promise<void> {
  for (const stage of seasonOf(run, people, PLAN, 'IDENTIFICATION').plan(FROM)) {
    await run.to(stage.day);
    await stage.perform();
    if (stage.part === 'PUBLICITY_VILLAGE.NOTICE') break;
  }
  await embedded.engine.settled();
}

/** The county of so many households, to go on with on an engine that has its log. */
export function countyOn(
  embedded: EmbeddedEngine,
  clock: VirtualClock,
  households: number,
): Pick<SmallCounty, 'run' | 'people' | 'embedded'> {
  return {
    embedded,
    run: new Run(embedded.engine, clock, new Hand(embedded.engine.desk, 'small')),
    people: settle(
      countyOf(households),
      [{ households, persons: households * 3, povertyAttribute: 'GENERAL' }],
      randomOf('small'),
    ),
  };
}

/** Households enrolled and their identification cases admitted, on 1 March 2016; in memory, or on what `open` opens. */
export async function smallCounty(
  households = 2,
  open: (clock: VirtualClock) => Promise<EmbeddedEngine> = openInMemory,
): Promise<SmallCounty> {
  const clock = new VirtualClock(instant('2016-02-28T09:00:00+08:00'));
  const embedded = await open(clock);
  const { run, people } = countyOn(embedded, clock, households);
  await establish(run, countyOf(households), LONG_AGO);
  await run.to(FROM);
  await enrol(run, people, FROM);
  await admit(run, people, PLAN, 'IDENTIFICATION', 'OWN');
  const season = seasonOf(run, people, PLAN, 'IDENTIFICATION');
  let orders = 0;
  return {
    embedded,
    clock,
    run,
    people,
    cases: season.cases,
    through: (last) => season.through(FROM, last),
    give: (target, order, more = {}) =>
      embedded.engine.desk.give({
        orderId: stableId('test', String(orders++)),
        target,
        order,
        actor: official('DATA_CLERK', 'village'),
        ...more,
        occurredOn: civilDate(more.occurredOn ?? clock.today()),
      }),
  };
}
