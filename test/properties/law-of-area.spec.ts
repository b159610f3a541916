import { definitions } from '#libs/procedure';
import { judgeHistory, type StoredEvent } from '../oracle/index.js';

const PUBLISHED_AT = '2017-06-30T16:00:00.000Z';

/** A log of what is said, one event each; the second judge's complaints about the law of areas. */
function judged(...said: readonly (readonly [stream: string, type: string, data: object, role?: string])[]): readonly string[] {
  const log = said.map(([stream, type, data, actorRole = 'process'], index): StoredEvent => {
    const by = { actorId: 'a', actorRole, performedBy: 'a', occurredOn: '2017-07-01', recordedAt: PUBLISHED_AT };
    const order = { orderId: stream, orderType: '', order: '', context: '{}', decidedAtRevision: '-1' };
    return { stream, revision: 0n, position: BigInt(index), id: `e-${index}`, type, data, metadata: { ...order, ...by } };
  });
  return judgeHistory(log).flatMap(({ rule }) => (rule.startsWith('law-') ? [rule] : []));
}

const guizhou = definitions.find(({ id }) => id === 'EXIT-GZ');
if (guizhou === undefined) throw new Error('EXIT-GZ is not shipped');
const published = (from: string, role?: string) =>
  [
    'definition-EXIT-GZ',
    'definition.DefinitionPublished.v1',
    { definition: { ...guizhou, effective: { from } }, ref: 'EXIT-GZ@1#d' },
    role,
  ] as const;
const established = (id: string, parent: string) => [`area-${id}`, 'area.AreaEstablished.v1', { id, parent }] as const;
const opened = (county: string) => {
  const area = { county, township: 'township', village: 'village' };
  const household = { members: [], standing: 'REGISTERED', measures: [] };
  const data = { caseId: 'c', householdId: 'h', kind: 'EXIT', programYear: 2017, area, household, definition: 'EXIT-GZ@1#d' };
  return ['case-c', 'case.CaseOpened.v1', data] as const;
};
const AREAS = [established('CN-GZ', 'CN'), established('CN-NM', 'CN'), established('k', 'CN-GZ'), established('n', 'CN-NM')];

describe('the second judge of the law of areas', () => {
  it('has nothing to say of a case under the law of its province', () => {
    expect(judged(...AREAS, published('2017-07-01'), opened('k'))).toEqual([]);
  });

  it('complains of one under the law of another province (R5, §2.6)', () => {
    expect(judged(...AREAS, published('2017-07-01'), opened('n'))).toEqual(['law-of-the-area']);
  });

  it('complains of law that a person makes for days that are over; what comes with the program was law before it', () => {
    // In Shanghai it is the first of July when it is published.
    expect(judged(published('2017-06-30', 'PROGRAMME_ADMINISTRATOR'))).toEqual(['law-not-into-the-past']);
    expect(judged(published('2017-07-01', 'PROGRAMME_ADMINISTRATOR'))).toEqual([]);
    expect(judged(published('2014-01-01'))).toEqual([]);
  });
});
