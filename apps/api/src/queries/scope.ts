import { type Directory } from '#libs/identity';
import { type Office } from '#libs/procedure';
import { type Account } from '../http/account.js';
import { Problem } from '../http/problem.js';

/** Where somebody may look: the area of his office and all below it (domain.md §8). */
export class Scope {
  constructor(
    private readonly directory: Directory,
    private readonly account: Account,
  ) {}

  holds(area: string): boolean {
    return this.directory.isWithin(area, this.account.area);
  }

  get accountId(): string {
    return this.account.accountId;
  }

  /** The office as which he looks. */
  get office(): Office {
    return this.account.office;
  }

  /** Whether he looks at the whole country. */
  get isNational(): boolean {
    return this.directory.levelOf(this.account.area) === 'NATION';
  }

  /**
   * The area to which a list is held: the one asked for, or else his own; `undefined` where that is the whole country.
   * Lists are kept by county: between county and nation he names one.
   * @throws Problem 404 where it lies elsewhere, 400 where several counties lie in it.
   */
  narrowed(asked: string | undefined): string | undefined {
    const area = this.counted(asked);
    const reach = this.directory.reach(area);
    if (typeof reach !== 'object') return reach;
    const [only] = reach;
    if (reach.length > 1) throw new Problem(400, 'AREA_NEEDED', { expected: reach });
    return only ?? area;
  }

  /** The area asked for, or else his own. @throws Problem 404 where it lies elsewhere. */
  counted(asked: string | undefined): string {
    const area = asked ?? this.account.area;
    if (!this.holds(area)) throw new Problem(404, 'NOT_FOUND');
    return area;
  }
}
