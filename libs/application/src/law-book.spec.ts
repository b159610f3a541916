import { shippedCalendars } from '#libs/calendar';
import { type StoredEvent } from '#libs/event-store';
import { definitionRef, definitions, type PolicySet, policySets } from '#libs/procedure';
import { MissingLaw } from './aggregate.js';
import { digestOf } from './canonical.js';
import { LawBook } from './law-book.js';

const YEAR = 2016;
let position = 0n;
const told = (type: string, data: object): StoredEvent => ({ type, data, position: position++ }) as unknown as StoredEvent;
const published = (set: PolicySet): StoredEvent => told('policy.PolicyPublished.v1', { set });

const [definition] = definitions;
const national = policySets.find(({ area, year }) => area === 'CN' && year === YEAR);
const calendar = shippedCalendars.find(({ year }) => year === YEAR);
if (definition === undefined || national === undefined || calendar === undefined) throw new Error('nothing is shipped');
const ref = definitionRef(definition.id, definition.version, digestOf(definition));
const SHIPPED = [told('definition.DefinitionPublished.v1', { definition, ref }), ...policySets.map(published)];

function bookOf(events: readonly StoredEvent[]): LawBook {
  const book = new LawBook();
  for (const event of events) book.apply(event);
  return book;
}

/** Architecture §5: each case pins its law; moving an open case to new law is an event of its own. */
describe('the law book', () => {
  const amended = published({ ...national, version: national.version + 1 });
  const before = bookOf(SHIPPED).policyRefFor(['CN'], YEAR);

  it('offers the newest policy to new cases', () => {
    const after = bookOf([...SHIPPED, amended]).policyRefFor(['CN'], YEAR);
    expect(after.split('#')[0]).toBe(`${national.id}@${national.version + 1}`);
    expect(before.split('#')[0]).toBe(`${national.id}@${national.version}`);
  });

  it('takes no proposal for law: nothing is offered by it, and what was known is the same', () => {
    const book = bookOf(SHIPPED);
    const known = book.digest();
    const changed = { ...definition, version: definition.version + 1 };
    book.apply(told('definition.DefinitionProposed.v1', { no: 1, definition: changed, ref: 'changed' }));
    book.apply(told('policy.PolicyProposed.v1', { no: 1, set: { ...national, version: national.version + 1 } }));
    expect(book.policyRefFor(['CN'], YEAR)).toBe(before);
    expect(book.allDefinitions()).toEqual([{ ref, definition }]);
    expect(book.digest()).toBe(known);
  });

  it('refuses a year of which nothing was published, and never takes the year before (T20: a switch of policy)', () => {
    const sets = policySets.filter(({ area }) => area === 'CN');
    const known = sets.map(({ year }) => year).join(', ');
    const book = bookOf(SHIPPED);
    expect(() => book.policyRefFor(['v', 'CN'], 2026)).toThrow(
      new MissingLaw(`no policy set of v, CN is of the year 2026; known are ${known}`),
    );
    book.apply(published({ ...(sets.at(-1) ?? national), id: 'CN-2026', version: 1, year: 2026 }));
    expect(book.policyRefFor(['v', 'CN'], 2026).split('#')[0]).toBe('CN-2026@1');
  });

  it('reads the same whatever stream comes first', () => {
    const { policyRef } = bookOf([amended, ...SHIPPED]).law(ref, before);
    expect(policyRef).toBe(before);
  });

  it('still knows, read anew from the log, the policy that a case pinned before another version was published', () => {
    const { policyRef } = bookOf([...SHIPPED, amended]).law(ref, before);
    expect(policyRef).toBe(before);
  });

  it('still knows every policy that an area below could have pinned while a set above it was published anew', () => {
    const { backfillMaxDays, recheckDays } = national.parameters;
    if (backfillMaxDays === undefined || recheckDays === undefined) throw new Error('the nation leaves it open');
    const parameters = { backfillMaxDays: { ...backfillMaxDays, value: 3 } };
    const below = published({ ...national, id: 'P-2016', version: 1, area: 'p', parent: national.id, parameters });
    const others = { ...national.parameters, recheckDays: { ...recheckDays, value: 99 } };
    const above = published({ ...national, version: national.version + 1, parameters: others });
    const pinned = [[], [below], [below, above]].map((more) => bookOf([...SHIPPED, ...more]).policyRefFor(['p', 'CN'], YEAR));
    expect(pinned.map((pin) => pin.split('#')[0])).toEqual([`${national.id}@${national.version}`, 'P-2016@1', 'P-2016@1']);
    expect(new Set(pinned).size).toBe(3);
    const anew = bookOf([...SHIPPED, below, above]);
    expect(pinned.map((pin) => anew.law(ref, pin).policyRef)).toEqual(pinned);
  });

  it('counts days by the calendars of the log: a law that a case has pinned knows one that is published later', () => {
    const book = bookOf(SHIPPED);
    const law = book.law(ref, before);
    expect(law.calendar.years).toEqual([]);
    const pinned = `CN-${YEAR}@1#${digestOf(calendar)}`;
    book.apply(told('calendar.CalendarPublished.v1', { calendar, ref: pinned }));
    book.apply(told('calendar.CalendarPublished.v1', { calendar: { ...calendar, version: 2 }, ref: `CN-${YEAR}@2#other` }));
    expect([law.calendar.year(YEAR)?.ref, law.calendar.year(YEAR, [pinned])?.ref]).toEqual([`CN-${YEAR}@2#other`, pinned]);
  });
});
