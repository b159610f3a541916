import { scriptFaults as say } from '#libs/terms';
import { type Directory, actionsOf } from '#libs/identity';
import { type Actor, type CivilDate } from '#libs/kernel';
import { type AreaPath, OFFICES } from '#libs/procedure';
import { areaOfLevel, capacityIn, holderOf, levelOfOffice, pathIn, rosterOf } from './fixtures/county.js';
import { UnknownName } from './names.js';
import { unknownWord } from './nearest.js';

/** `DATA_CLERK`, `DATA_CLERK#2` for his colleague, `STATION_CLERK@township-2` for another place. */
const OFFICE_FORM = /^([A-Z][A-Z_]+)(?:#(\d+))?(?:@(.+))?$/;

interface Holder {
  readonly person: string;
  readonly office: string;
  readonly area: string;
}

/** Who plays in a script: officials by their office, everybody by name. */
export class Cast {
  constructor(
    /** Id of the county in which the script plays. */
    public county: string,
    private readonly directory: () => Directory,
  ) {}

  get path(): AreaPath {
    return pathIn(this.county);
  }

  /** The first, second … holder of an office where the households live. @throws UnknownName */
  holder(office: string, nth: number, path: AreaPath = this.path): string {
    if (!(OFFICES as readonly string[]).includes(office)) throw new UnknownName(unknownWord('office', office, OFFICES));
    return holderOf(office, areaOfLevel(levelOfOffice(office) ?? 'VILLAGE', path), nth);
  }

  /** As whom somebody acts: an office, or a person in that of his offices which may give the order. */
  actor(named: string, order: string, today: CivilDate): Actor {
    const holder = this.officeNamed(named);
    if (holder !== undefined) return { id: holder.person, role: holder.office, area: holder.area };
    const held = this.directory().officesOn(named, today);
    const chosen = held.find(({ office }) => actionsOf(office).some((action) => action === order)) ?? held[0];
    return chosen === undefined ? { id: named, role: 'NONE', area: '' } : { id: named, role: chosen.office, area: chosen.area };
  }

  person(named: string): string {
    return this.officeNamed(named)?.person ?? named;
  }

  /** The first persons of a roster, in its order. @throws UnknownName */
  roster(body: string, count: number): readonly string[] {
    const { group, village } = this.path;
    const all = rosterOf(body, body === 'GROUP_MEETING' ? (group ?? village) : village);
    if (all.length === 0) throw new UnknownName(unknownWord('body', body, ['GROUP_MEETING', 'REPRESENTATIVE_MEETING']));
    if (!Number.isInteger(count) || count < 0 || count > all.length) {
      throw new UnknownName(say.rosterCount(body, all.length));
    }
    return all.slice(0, count);
  }

  /** The same persons as an act lists them. @throws UnknownName */
  attendance(
    body: string,
    count: number,
  ): readonly { readonly person: string; readonly capacity: string; readonly mode: string }[] {
    return this.roster(body, count).map((person) => ({ person, capacity: capacityIn(body), mode: 'IN_PERSON' }));
  }

  private officeNamed(text: string): Holder | undefined {
    const form = OFFICE_FORM.exec(text);
    if (form === null) return undefined;
    const [, office = '', no = '1', place] = form;
    if (!(OFFICES as readonly string[]).includes(office)) throw new UnknownName(unknownWord('office', office, OFFICES));
    const area = place ?? areaOfLevel(levelOfOffice(office) ?? 'VILLAGE', this.path);
    return { person: holderOf(office, area, Number(no) - 1), office, area };
  }
}
