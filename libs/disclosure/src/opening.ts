import { type EventReader } from '#libs/event-store';
import { type Directory, type OpenSealed } from '#libs/identity';
import { type Actor, type CivilDate, type Unsealed } from '#libs/kernel';
import { type MandateHouse, needsMandate } from './mandate.js';

/** Whose sealed values are to be read: of one stream, of one household, of an area, or of all. */
export interface OpeningWish {
  readonly use: OpenSealed['data']['use'];
  readonly purpose: string;
  /** `case-…`, `household-…` or `act-…`. */
  readonly stream?: string;
  readonly within?: string;
  readonly law?: readonly string[];
  readonly mandate?: string;
}

/** The order by which the log comes to know that sealed values are read, with what is to be sealed of it still open. */
export type Opening = Omit<OpenSealed['data'], 'purpose' | 'about'> & {
  /** Absent where none was said: it is refused then. */
  readonly purpose?: Unsealed;
  readonly about?: Unsealed;
};

/**
 * Says what is to be recorded before sealed values are opened: in which area they lie, and whose they are. Under a mandate nobody but
 * the inspecting body reads whom it is about until it closes (R17). Undefined where there is no such stream.
 * @throws MandateNotInForce where there is no such mandate, or none over what is to be opened.
 */
export async function openingFor(
  id: string,
  { use, purpose, stream, within, law, mandate }: OpeningWish,
  { actor, today }: { readonly actor: Pick<Actor, 'id' | 'area'>; readonly today: CivilDate },
  { reader, directory }: MandateHouse,
): Promise<Opening | undefined> {
  const one = stream === undefined ? undefined : await placeOf(stream, reader);
  if (stream !== undefined && one === undefined) return undefined;
  const under = mandate === undefined ? `account-${actor.id}` : `inspection-${mandate}`;
  const said = {
    id,
    use,
    ...(law === undefined ? {} : { law: [...law] }),
    ...(purpose.trim() === '' ? {} : { purpose: { under, value: purpose } }),
  };
  const area = one?.area ?? within ?? commonArea(directory);
  if (mandate !== undefined) {
    await needsMandate(mandate, { actor, area, today }, { reader, directory });
    const whom = stream ?? (within === undefined ? undefined : `area-${within}`);
    return { ...said, area: actor.area, ...(whom === undefined ? {} : { about: { under, value: whom } }), mandate };
  }
  const household = one?.householdId === undefined ? {} : { householdId: one.householdId };
  return { ...said, area, ...(stream === undefined ? {} : { stream }), ...household };
}

interface Placed {
  readonly area?: string;
  readonly householdId?: string;
}

interface Said {
  readonly householdId?: string;
  readonly area?: string | { readonly group?: string; readonly village: string };
  readonly managementArea?: { readonly group?: string; readonly village: string };
}

/** Where a case, a household or an act began, and whose it is. */
async function placeOf(stream: string, reader: Pick<EventReader, 'readStream'>): Promise<Placed | undefined> {
  const [first] = await reader.readStream(stream);
  if (first === undefined) return undefined;
  const { area, managementArea, householdId } = first.data as Said;
  const path = managementArea ?? area;
  const about = householdId === undefined ? {} : { householdId };
  if (path === undefined) return about;
  const place = typeof path === 'string' ? path : (path.group ?? path.village);
  return { area: place, ...about };
}

/** The lowest area in which all counties lie. */
function commonArea(directory: Directory): string {
  const counties = directory.allAreas().filter(({ level }) => level === 'COUNTY');
  const [first, ...others] = counties.map(({ id }) => directory.lineage(id));
  return (first ?? []).find((area) => others.every((lineage) => lineage.includes(area))) ?? '';
}
