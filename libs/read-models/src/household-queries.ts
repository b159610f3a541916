import { type CivilDate, type JsonObject } from '#libs/kernel';
import { within } from './area-conditions.js';
import { areaOf, type Areas, count, day, dayOrNull, flag, json, text, textOrNull } from './columns.js';
import { type Row } from './database.js';
import { type HouseholdFold, type SupportFold } from './household-fold.js';
import { asked, type Page, type Paged, pageOf } from './paging.js';
import { type ReadModels } from './read-models.js';

export interface HouseholdEntry {
  readonly householdId: string;
  /** The managing area; the others where they differ from it are apart. */
  readonly area: Areas;
  readonly hukouArea: Areas;
  readonly residenceArea: Areas;
  readonly phase: HouseholdFold['phase'];
  readonly head: string;
  readonly members: number;
  readonly attribute: string | null;
  readonly causeGroup: string | null;
  readonly standing: HouseholdFold['standing'];
  readonly spells: number;
  readonly identifiedOn: CivilDate | null;
  readonly exitedOn: CivilDate | null;
  readonly monitoredOn: CivilDate | null;
  readonly deregisteredOn: CivilDate | null;
  /** First day on which it may be deregistered, while that is to be done. */
  readonly deregistrationDue: CivilDate | null;
  /** Taken over, procedure not witnessed (domain.md R6). */
  readonly takenOver: boolean;
  /** The household from which it was split. */
  readonly parent: string | null;
  readonly openCases: readonly string[];
  readonly measures: number;
  /** The newest pairing: who answers for the help, from when and until when. */
  readonly support: SupportFold | null;
  /** The newest. */
  readonly disasterOn: CivilDate | null;
  readonly enrolledOn: CivilDate;
  readonly lastOn: CivilDate;
}

export interface HouseholdFilter {
  readonly within?: string;
  /** MONITORED overlaps the others. */
  readonly standing?: HouseholdFold['standing'] | 'MONITORED';
  readonly attribute?: string;
  readonly causeGroup?: string;
  readonly takenOver?: boolean;
}

export async function household({ database }: ReadModels, householdId: string): Promise<HouseholdEntry | undefined> {
  const row = await database.selectFrom('households').selectAll().where('household_id', '=', householdId).executeTakeFirst();
  return row === undefined ? undefined : householdOf(row);
}

/** By area, then by household. */
export async function households(
  { database }: ReadModels,
  filter: HouseholdFilter = {},
  page: Page = {},
): Promise<Paged<HouseholdEntry>> {
  const { standing, attribute, causeGroup, takenOver } = filter;
  const taken_over = takenOver === undefined ? undefined : takenOver ? 1 : 0;
  let list = database
    .selectFrom('households')
    .selectAll()
    .where((eb) => eb.and(asked({ attribute, cause_group: causeGroup, taken_over })));
  if (filter.within !== undefined) list = list.where(await within(database, filter.within));
  if (standing === 'MONITORED') list = list.where('monitored_on', 'is not', null);
  else if (standing !== undefined) list = list.where('standing', '=', standing);
  return pageOf(list, ['path', 'household_id'], page, householdOf);
}

function householdOf(row: Row): HouseholdEntry {
  return {
    householdId: text(row, 'household_id'),
    area: areaOf(row),
    hukouArea: areaOf(row, 'hukou_path'),
    residenceArea: areaOf(row, 'residence_path'),
    phase: text(row, 'phase') as HouseholdFold['phase'],
    head: text(row, 'head'),
    members: count(row, 'members'),
    attribute: textOrNull(row, 'attribute'),
    causeGroup: textOrNull(row, 'cause_group'),
    standing: text(row, 'standing') as HouseholdFold['standing'],
    spells: count(row, 'spells'),
    identifiedOn: dayOrNull(row, 'identified_on'),
    exitedOn: dayOrNull(row, 'exited_on'),
    monitoredOn: dayOrNull(row, 'monitored_on'),
    deregisteredOn: dayOrNull(row, 'deregistered_on'),
    deregistrationDue: dayOrNull(row, 'deregistration_due'),
    takenOver: flag(row, 'taken_over'),
    parent: textOrNull(row, 'parent'),
    openCases: json<string[]>(row, 'open_cases'),
    measures: count(row, 'measures'),
    support: textOrNull(row, 'support') === null ? null : json<SupportFold & JsonObject>(row, 'support'),
    disasterOn: dayOrNull(row, 'disaster_on'),
    enrolledOn: day(row, 'enrolled_on'),
    lastOn: day(row, 'last_on'),
  };
}
