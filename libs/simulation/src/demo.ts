import { digestOf } from '#libs/application';
import { VirtualClock } from '#libs/clock';
import { type EventStoreOptions, openEmbedded } from '#libs/embedded';
import { addDays, type CivilDate, civilDateOf, daysBetween, type Instant, type Order, yearOf } from '#libs/kernel';
import {
  type CaseKind,
  type Definition,
  definitionOf,
  definitionRef,
  type PartId,
  policySets,
  type PolicySet,
} from '#libs/procedure';
import { Hand } from './hand.js';
import { admit, enrol, firstMoment, play, seasonOf, type SeasonPlan } from './play.js';
import { type Settled, settle } from './population.js';
import { randomOf } from './random.js';
import { Run } from './run.js';
import { type SeasonCase } from './season-case.js';
import { type Season, type Stage } from './season.js';
import { shiqiao } from './shiqiao.js';
import { holderOf, type OfficeHolder, officeHolders } from './world.js';

const MONITORING = 'MONITOR-DEMO';
const SET_UP = { id: 'set-up', role: 'process', area: '' } as const;
const { county } = shiqiao;
const [township] = county.townships;
const [village] = township?.villages ?? [];
const CLERK = { id: holderOf('DATA_CLERK', village?.id ?? ''), role: 'DATA_CLERK', area: village?.id ?? '' };
const A_SEASON_DAYS = 75;

/** Something that happens on a day of the season. */
interface Incident {
  readonly day: CivilDate;
  readonly perform: () => Promise<void>;
}

/** A few households that go through a definition up to a stage and stay there. */
interface Batch {
  readonly name: string;
  readonly households: number;
  readonly definition: string;
  readonly kind: CaseKind;
  /** The last stage that is done, and how many days ago. Absent: admitted, and nothing more. */
  readonly stage?: { readonly part: PartId; readonly ends: boolean };
  readonly daysAgo: number;
}

const IDENTIFICATION = { definition: 'IDENT-8@1', kind: 'IDENTIFICATION' } as const;

/** One batch at every step; notices with three days left, a case that waits too long, a list that will be ruled on in part. */
const BATCHES: readonly Batch[] = [
  { name: 'admitted', households: 1, ...IDENTIFICATION, daysAgo: 1 },
  { name: 'applied', households: 2, ...IDENTIFICATION, stage: { part: 'APPLY.APPLICATION', ends: true }, daysAgo: 1 },
  { name: 'surveyed', households: 1, ...IDENTIFICATION, stage: { part: 'SURVEY.SURVEY', ends: true }, daysAgo: 1 },
  { name: 'verified', households: 1, ...IDENTIFICATION, stage: { part: 'SURVEY.VERIFICATION', ends: true }, daysAgo: 1 },
  { name: 'group reviewed', households: 1, ...IDENTIFICATION, stage: { part: 'REVIEW_GROUP.REVIEW', ends: true }, daysAgo: 1 },
  { name: 'being compared', households: 1, ...IDENTIFICATION, stage: { part: 'COMPARE.COMPARISON', ends: false }, daysAgo: 1 },
  { name: 'compared', households: 1, ...IDENTIFICATION, stage: { part: 'COMPARE.COMPARISON', ends: true }, daysAgo: 1 },
  {
    name: 'village reviewed',
    households: 1,
    ...IDENTIFICATION,
    stage: { part: 'REVIEW_VILLAGE.REVIEW', ends: true },
    daysAgo: 1,
  },
  {
    name: 'three days left',
    households: 2,
    ...IDENTIFICATION,
    stage: { part: 'PUBLICITY_VILLAGE.NOTICE', ends: false },
    daysAgo: 5,
  },
  {
    name: 'ruled in part',
    households: 4,
    ...IDENTIFICATION,
    stage: { part: 'TOWNSHIP_AUDIT_PUBLICITY.AUDIT', ends: true },
    daysAgo: 1,
  },
  {
    name: 'township notice',
    households: 1,
    ...IDENTIFICATION,
    stage: { part: 'TOWNSHIP_AUDIT_PUBLICITY.NOTICE', ends: false },
    daysAgo: 2,
  },
  {
    name: 'approved',
    households: 1,
    ...IDENTIFICATION,
    stage: { part: 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL', ends: true },
    daysAgo: 1,
  },
  {
    name: 'announced',
    households: 1,
    ...IDENTIFICATION,
    stage: { part: 'COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT', ends: false },
    daysAgo: 3,
  },
  {
    name: 'in two households',
    households: 1,
    ...IDENTIFICATION,
    stage: { part: 'COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT', ends: true },
    daysAgo: 1,
  },
  {
    name: 'overdue',
    households: 1,
    definition: `${MONITORING}@1`,
    kind: 'MONITORING',
    stage: { part: 'COMPARE.COMPARISON', ends: false },
    daysAgo: 12,
  },
];

export interface DemoOptions {
  readonly dataFolder: string;
  /** The log lies there; in the data folder where absent. */
  readonly eventStore?: EventStoreOptions;
  /** The moment up to which the season is played: events lie before its day. */
  readonly now: Instant;
  readonly onProgress?: (phase: string, done: number, total: number) => void;
}

/**
 * Fills an empty data folder with 石桥's years and a live season that ends yesterday: cases at every step, a notice with three
 * days left, an open objection, an overdue term, a held incident, a ruling partly refused. A folder that was filled before is
 * left as it is. Answers one account per office.
 */
export async function playDemo({ dataFolder, eventStore, now, onProgress }: DemoOptions): Promise<readonly OfficeHolder[]> {
  const today = civilDateOf(now);
  const embedded = await openEmbedded({
    dataFolder,
    ...(eventStore === undefined ? {} : { eventStore }),
    clock: (last) => new VirtualClock(last ?? firstMoment(shiqiao)),
  });
  try {
    const { engine, clock } = embedded;
    if (!(clock instanceof VirtualClock)) throw new TypeError('the demonstration is played on the virtual clock');
    if (engine.lawBook.definition(`${MONITORING}@1`) === undefined) {
      const run = new Run(engine, clock, new Hand(engine.desk, 'demo'), onProgress);
      await play(run, shiqiao, settle(county, shiqiao.cohorts, randomOf('shiqiao')));
      await live(run, today);
    }
    return onePerOffice();
  } finally {
    await embedded.close();
  }
}

/** One holder of each office: whoever tries the program takes a role. */
export function onePerOffice(): readonly OfficeHolder[] {
  const seen = new Set<string>();
  return officeHolders(county).filter(({ office }) => !seen.has(office) && seen.add(office));
}

async function live(run: Run, today: CivilDate): Promise<void> {
  const begins = addDays(today, -A_SEASON_DAYS);
  await run.to(begins);
  await publish(run, today);
  const agenda: Incident[] = [];
  for (const batch of BATCHES) agenda.push(...(await agendaOf(run, batch, begins, today)));
  for (const { day, perform } of agenda.toSorted((one, other) => daysBetween(other.day, one.day))) {
    await run.to(day);
    await perform();
  }
}

/** What happens to a batch, day by day, so that its last stage falls on its day. */
async function agendaOf(run: Run, batch: Batch, begins: CivilDate, today: CivilDate): Promise<readonly Incident[]> {
  const cohort = { households: batch.households, persons: batch.households * 3, povertyAttribute: 'GENERAL' } as const;
  const people = settle(county, [cohort], randomOf(batch.name), { name: batch.name });
  await enrol(run, batch.name === 'in two households' ? [...people, ...people.map(twinOf)] : people, begins);
  const planned = (
    from: CivilDate,
  ): { readonly plan: SeasonPlan; readonly season: Season; readonly stages: readonly Stage[] } => {
    const plan = { definition: batch.definition, programYear: yearOf(today), from, name: batch.name };
    const season = seasonOf(run, people, plan, batch.kind);
    const stages = season.plan(from);
    const last = stages.findIndex(({ part, ends }) => part === batch.stage?.part && ends === batch.stage.ends);
    return { plan, season, stages: stages.slice(0, last + 1) };
  };
  const daysBefore = daysBetween(begins, planned(begins).stages.at(-1)?.day ?? begins);
  const { plan, season, stages } = planned(addDays(today, -batch.daysAgo - daysBefore));
  const admission: Incident = { day: plan.from, perform: () => admit(run, people, plan, batch.kind, 'OWN') };
  const [first] = season.cases;
  if (first === undefined) throw new RangeError(`${batch.name}: nobody goes through it`);
  const last = stages.at(-1);
  if (batch.name === 'three days left') {
    const day = addDays(today, -2);
    return [admission, ...stages, { day, perform: () => object(run, first, day, batch.stage?.part) }];
  }
  if (batch.name === 'ruled in part' && last !== undefined) {
    // After the list was closed and before the ruling: the case is on the list and may not be ruled on.
    return [admission, ...stages.slice(0, -1), { day: last.day, perform: () => object(run, first, last.day) }, last];
  }
  return [admission, ...stages];
}

/** The same identity number in another village: the register finds it, and registration waits for a ruling (domain.md R14). */
function twinOf(household: Settled): Settled {
  const elsewhere = township?.villages[1];
  const group = elsewhere?.groups[0];
  if (elsewhere === undefined || group === undefined) throw new RangeError('the demonstration needs two communities');
  return {
    ...household,
    id: `${household.id}-twin`,
    area: { ...household.area, village: elsewhere.id, group: group.id },
    members: household.members.map((member) => ({ ...member, person: `${member.person}-twin` })),
  };
}

async function object(run: Run, item: SeasonCase, day: CivilDate, part?: PartId): Promise<void> {
  const order: Order = {
    type: 'RaiseObjection',
    data: {
      no: 1,
      target: 'ENTRY',
      ...(part === undefined ? {} : { part }),
      receivedOn: day,
      receivedBy: CLERK.id,
      anonymous: true,
      facts: { under: `household-${item.household.id}`, value: '反映该户有小汽车一辆' },
      byHousehold: false,
    },
  };
  await run.hand.give({ target: `case-${item.caseId}`, order, actor: CLERK, on: day });
  await run.engine.settled();
}

/**
 * Lines of the year and a monitoring definition without an end: both ours, and shown as ours. The timers are those that the
 * province of the county has otherwise than the nation, as in the last year of which its sets are shipped.
 */
async function publish(run: Run, today: CivilDate): Promise<void> {
  const year = yearOf(today);
  const base = shippedSet('CN-2020');
  const { timers = [] } = shippedSet(`${county.province.id}-2025`).parameters;
  const line = { value: 870_000, clause: '§6.1 2024 [S36]', mark: 'ASSUMPTION' } as const;
  const ofProvince: PolicySet = {
    ...base,
    id: `${county.province.id}-${year}`,
    area: county.province.id,
    year,
    parameters: { ...base.parameters, monitoringLine: line },
  };
  const ofCounty: PolicySet = {
    id: `${county.id}-${year}`,
    version: 1,
    area: county.id,
    year,
    parent: ofProvince.id,
    parameters: { timers },
  };
  const shipped = definitionOf('MONITOR-2021', 1);
  const definition: Definition = {
    ...shipped,
    id: MONITORING,
    area: county.id,
    effective: { from: shipped.effective.from, basis: { clause: 'R5: for the demonstration', mark: 'ASSUMPTION' } },
  };
  for (const set of [ofProvince, ofCounty]) {
    const policyRef = `${set.id}@${set.version}#${digestOf(set)}`;
    await run.hand.give({
      target: `policy-${set.id}`,
      order: { type: 'PublishPolicy', data: { set, ref: policyRef } },
      actor: SET_UP,
    });
  }
  const ref = definitionRef(definition.id, definition.version, digestOf(definition));
  await run.hand.give({
    target: `definition-${definition.id}`,
    order: { type: 'PublishDefinition', data: { definition, ref } },
    actor: SET_UP,
  });
}

function shippedSet(id: string): PolicySet {
  const found = policySets.find((set) => set.id === id);
  if (found === undefined) throw new RangeError(`the shipped law has no policy ${id}`);
  return found;
}
