import fc from 'fast-check';
import { digestOf, policyDecider, type PolicyEvent, type PolicyOrder } from '#libs/application';
import { civilDate, decideOnce, fold, instant, isRefusal, type RecordedOf, unfolded } from '#libs/kernel';
import { judgeHistory, type StoredEvent } from '../oracle/index.js';

const SEED = 20_160_301;
const RUNS = 300;
const NOW = instant('2020-03-02T09:00:00+08:00');
const TODAY = civilDate('2020-03-02');

const ID = 'K-2020';

interface Wish {
  readonly type: PolicyOrder['type'];
  readonly actor: string;
  readonly performedBy: string;
  readonly version: number;
  readonly words: number;
}

const person = fc.constantFrom('one', 'two', 'three');
const wishes = fc.array(
  fc.record({
    type: fc.constantFrom<PolicyOrder['type']>('ProposePolicy', 'PublishPolicy'),
    actor: person,
    performedBy: person,
    version: fc.integer({ min: 11, max: 12 }),
    words: fc.integer({ min: 1, max: 2 }),
  }),
  { minLength: 12, maxLength: 12 },
);

function orderOf({ type, version, words }: Wish, proposals: number): PolicyOrder {
  const deregistrationDelayDays = { value: words, clause: '§3.5', mark: 'ASSUMPTION' } as const;
  const set = { id: ID, version, area: 'k', year: 2020, parent: 'CN-2020', parameters: { deregistrationDelayDays } };
  const ref = `${ID}@${version}#${digestOf(set)}`;
  return type === 'ProposePolicy' ? { type, data: { no: proposals + 1, set, ref } } : { type, data: { set, ref } };
}

interface Run {
  readonly log: readonly StoredEvent[];
  readonly codes: readonly string[];
}

/** All wishes one after the other, as the desk would take them. */
function played(given: readonly Wish[], byTwo: boolean): Run {
  const log: RecordedOf<PolicyEvent>[] = [];
  const codes: string[] = [];
  let folded = unfolded(policyDecider);
  for (const wish of given) {
    const { actor, performedBy, version } = wish;
    const proposals = log.filter(({ type, data }) => type === 'policy.PolicyProposed.v1' && data.set.version === version);
    const order = orderOf(wish, proposals.length);
    const by = { id: actor, role: 'PROGRAMME_ADMINISTRATOR', area: 'CN' };
    const orderDigest = digestOf({ order, performedBy });
    const about = { now: NOW, today: TODAY, occurredOn: TODAY, actor: by, performedBy, orderDigest, byTwo };
    const decision = decideOnce(policyDecider, order, folded, { ...about, offices: {}, opened: {}, idFor: (name) => name });
    if (isRefusal(decision)) {
      codes.push(...decision.refused.map(({ code }) => code));
      continue;
    }
    const events = decision.map((event): RecordedOf<PolicyEvent> => {
      const metadata = { orderId: `${log.length}`, orderKey: policyDecider.keyOf(order), orderDigest, performedBy } as const;
      const said = { ...metadata, actorId: actor, actorRole: by.role, occurredOn: TODAY, recordedAt: NOW };
      const stood = { id: `e-${log.length}`, stream: `policy-${ID}`, revision: BigInt(log.length) };
      return { ...event, ...stood, metadata: said } as unknown as RecordedOf<PolicyEvent>;
    });
    log.push(...events);
    folded = fold(policyDecider, folded, events);
  }
  return { log: log.map((event, at) => ({ ...event, position: BigInt(at) })), codes };
}

/** Straight from the words of architecture §5: whoever published, somebody else had proposed the same. */
function isOfTwo(log: readonly StoredEvent[]): boolean {
  return log.every(({ type, data, metadata: { actorId, performedBy } }, at) => {
    if (type !== 'policy.PolicyPublished.v1') return true;
    const { ref } = data as PolicyEvent['data'];
    const before = log.slice(0, at).filter((event) => (event.data as PolicyEvent['data']).ref === ref);
    return before.some(({ metadata }) =>
      [actorId, performedBy].every((hand) => ![metadata.actorId, metadata.performedBy].includes(hand)),
    );
  });
}

describe('no person makes law without another who proposed the same words (architecture §5)', () => {
  it(`holds in whatever order who proposes and publishes what; the second judge says the same (seed ${SEED}, ${RUNS} runs)`, () => {
    const codes = new Set<string>();
    let published = 0;
    const property = fc.property(wishes, (given) => {
      const run = played(given, true);
      for (const code of run.codes) codes.add(code);
      if (run.log.some(({ type }) => type === 'policy.PolicyPublished.v1')) published += 1;
      expect(isOfTwo(run.log)).toBe(true);
      expect(judgeHistory(run.log)).toEqual([]);
    });
    fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: true });
    expect(published).toBeGreaterThan(RUNS / 10);
    expect([...codes].sort()).toEqual([
      'LAW_ALREADY_PUBLISHED',
      'LAW_NOT_PROPOSED',
      'LAW_OF_ONE_PERSON',
      'LAW_PROPOSED_IN_OTHER_WORDS',
      'STEP_ALREADY_DONE',
    ]);
  });

  it('is not held by the decisions of version 1: both the words of the law and the second judge find it', () => {
    const rules = new Set<string>();
    const property = fc.property(wishes, (given) => {
      const { log } = played(given, false);
      const complaints = judgeHistory(log);
      for (const { rule } of complaints) rules.add(rule);
      if (!isOfTwo(log)) expect(complaints).not.toEqual([]);
    });
    fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: true });
    expect([...rules].sort()).toEqual(['published-as-proposed', 'published-by-another']);
  });
});
