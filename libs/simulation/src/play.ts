import { stableId } from '#libs/application';
import { ageOn, addDays, type CivilDate, instant, type Order } from '#libs/kernel';
import { type CaseKind } from '#libs/procedure';
import { establish, LONG_AGO } from './county.js';
import { type Settled } from './population.js';
import { type Run } from './run.js';
import { type Scenario } from './scenario.js';
import { type SeasonCase } from './season-case.js';
import { Season } from './season.js';
import { holderOf, type Household } from './world.js';

/** One definition, from one day on. */
export interface SeasonPlan {
  readonly definition: string;
  readonly from: CivilDate;
  readonly programYear: number;
  /** Tells its acts from those of another season; definition and year where absent. */
  readonly name?: string;
}

const POOR = { wage: 60_000, business: 40_000, property: 5_000, transfer: 20_000 };
const YUAN = 100;
/** Who comes of age while the season runs authorises the comparison too. */
const A_SEASON_DAYS = 90;

/** Cases that go through a season of exit together: what is known of so many stays in memory while they are under way. */
const CASES_OF_A_WAVE = 1_900;

/** Plays a scenario to its end: the county, its people, their identification, and a season of exit in each year. */
export async function play(run: Run, scenario: Scenario, people: readonly Settled[]): Promise<void> {
  const { identification, exits } = scenario;
  await run.to(addDays(identification.from, -1));
  await establish(run, scenario.county, LONG_AGO, scenario.population);
  await run.to(identification.from);
  await enrol(run, people, identification.from);
  await season(run, people, identification, 'IDENTIFICATION', 'OWN');
  for (const exit of exits) {
    const leaving = people.filter((household) => household.exitYear === exit.programYear);
    if (leaving.length === 0) continue;
    await run.to(addDays(exit.from, -30));
    await support(run, leaving, addDays(exit.from, -30));
    let { from } = exit;
    for (const wave of wavesOf(leaving)) {
      await run.to(from);
      from = addDays(await season(run, wave, { ...exit, from }, 'EXIT', 'PLAN'), 1);
    }
  }
}

export async function enrol(run: Run, people: readonly Settled[], on: CivilDate): Promise<void> {
  await run.phase('enrolment', people, async (household) => {
    const { id, area, bodyKind, members, povertyAttribute, causeGroup } = household;
    await give(run, household, on, 'STATION_CLERK', {
      type: 'EnrolHousehold',
      data: {
        householdId: id,
        hukouArea: area,
        residenceArea: area,
        managementArea: area,
        bodyKind,
        head: members[0]?.person,
        povertyAttribute,
        members: members.map((member) => ({
          person: member.person,
          relation: member.relation,
          name: { under: member.person, value: member.name },
          idNumber: { under: member.person, value: member.idNumber },
          bornOn: member.bornOn,
        })),
      },
    });
    if (causeGroup !== undefined) {
      await give(run, household, on, 'STATION_CLERK', {
        type: 'SetPovertyAttribute',
        data: { no: 1, attribute: povertyAttribute, causeGroup },
      });
    }
  });
}

/** A responsible cadre for each, once it is registered (T16). */
async function pair(run: Run, cases: readonly SeasonCase[], on: CivilDate): Promise<void> {
  await run.phase('pairing', cases, async ({ household }) => {
    await give(run, household, on, 'DATA_CLERK', {
      type: 'PairSupport',
      data: { no: 1, cadre: holderOf('RESPONSIBLE_CADRE', household.area.village), unit: 'county unit', from: on },
    });
  });
}

/** One measure each: without it and a responsible cadre no exit (domain.md §3.2 step 1). */
async function support(run: Run, people: readonly Settled[], on: CivilDate): Promise<void> {
  await run.phase('support', people, async (household) => {
    await give(run, household, on, 'DATA_CLERK', {
      type: 'DeliverMeasure',
      data: { no: 1, measure: 'INDUSTRY', amountFen: 500_000, on },
    });
  });
}

/** Answers its last day. */
async function season(
  run: Run,
  people: readonly Settled[],
  plan: SeasonPlan,
  kind: CaseKind,
  origin: 'OWN' | 'PLAN',
): Promise<CivilDate> {
  await admit(run, people, plan, kind, origin);
  const season = seasonOf(run, people, plan, kind);
  await season.through(plan.from);
  const last = season.plan(plan.from).at(-1)?.day ?? plan.from;
  await season.afterwards(last, async (cases) => {
    if (kind === 'IDENTIFICATION') await pair(run, cases, last);
  });
  return last;
}

/**
 * A county sends its villages in turn: whole villages, in the order in which they come up, as many as fit; one that does not fit
 * is a wave of its own.
 */
function wavesOf(people: readonly Settled[]): readonly (readonly Settled[])[] {
  const waves: Settled[][] = [];
  for (const village of Map.groupBy(people, ({ area }) => area.village).values()) {
    const last = waves.at(-1);
    if (last !== undefined && last.length + village.length <= CASES_OF_A_WAVE) last.push(...village);
    else waves.push(village);
  }
  return waves;
}

/** A season over people whose cases are yet to be admitted: what is to be done of them, and on which days. */
export function seasonOf(run: Run, people: readonly Settled[], plan: SeasonPlan, kind: CaseKind): Season {
  const { lawBook, directory } = run.engine;
  const published = lawBook.definition(plan.definition);
  const [first] = people;
  if (published === undefined || first === undefined)
    throw new RangeError(`${plan.definition} is not in the log, or nobody goes through it`);
  const policy = lawBook.policyRefFor(directory.lineage(first.area.village), plan.programYear);
  const cases = people.map((household) => caseOf(run, household, plan, kind));
  return new Season(run, lawBook.law(published.ref, policy), cases, nameOf(plan));
}

/** Asks the registers for the cases of a season. */
export async function admit(
  run: Run,
  people: readonly Settled[],
  plan: SeasonPlan,
  kind: CaseKind,
  origin: 'OWN' | 'PLAN',
): Promise<void> {
  const { definition, programYear, from } = plan;
  await run.phase(`${nameOf(plan)}: admission`, people, async (household) => {
    const order = { type: 'AdmitCase', data: { kind, origin, no: programYear, definition, programYear } };
    await give(run, household, from, 'DATA_CLERK', order, nameOf(plan));
  });
}

function nameOf({ name, definition, programYear }: SeasonPlan): string {
  return name ?? `${definition} ${programYear}`;
}

function caseOf(run: Run, household: Settled, plan: SeasonPlan, kind: CaseKind): SeasonCase {
  const orderId = run.hand.orderId({
    target: `household-${household.id}`,
    order: { type: 'AdmitCase', data: {} },
    key: nameOf(plan),
  });
  const adults = household.members
    .filter((member) => ageOn(member.bornOn, addDays(plan.from, A_SEASON_DAYS)) >= 18)
    .map((member) => member.person);
  const head = household.members[0]?.person ?? '';
  return {
    household,
    caseId: stableId(orderId, 'case'),
    persons: household.members.map((member) => member.person),
    adults: adults.length === 0 ? [head] : adults,
    head,
    income: kind === 'EXIT' ? { wage: household.size * 4_500 * YUAN, business: 0, property: 0, transfer: 0 } : POOR,
  };
}

async function give(
  run: Run,
  household: Household,
  on: CivilDate,
  office: 'DATA_CLERK' | 'STATION_CLERK',
  order: Order,
  key = '',
): Promise<void> {
  const area = office === 'DATA_CLERK' ? household.area.village : household.area.township;
  await run.hand.give({
    target: `household-${household.id}`,
    order,
    actor: { id: holderOf(office, area), role: office, area },
    on,
    key,
  });
}

export function firstMoment(scenario: Scenario): ReturnType<typeof instant> {
  return instant(`${addDays(scenario.identification.from, -2)}T09:00:00+08:00`);
}
