import fc from 'fast-check';
import { fold, unfolded } from '#libs/kernel';
import { type Rule, RULES } from '#libs/procedure';
import { caseDecider } from '../decider.js';
import { partView } from '../evolve/part-progress.js';
import { CaseWalk, HEAD, holder, NO_PAPERS, SCAN, sealed, SPOUSE } from './case-walk.fixture.js';

/** Something that may happen to a case; whether it may, the law says. */
type Happening = (walk: CaseWalk, n: number) => void;

const CONSENT = 'REVIEW_VILLAGE.CONSENT';
const investigators = [holder('STATION_HEAD', 3), holder('STATION_CLERK', 3)];
const county = { performedBy: holder('LEADING_GROUP_HEAD', 3) };
const township = { performedBy: holder('TOWNSHIP_HEAD', 3) };
const village = { performedBy: holder('VILLAGE_DIRECTOR', 3) };

const open = (walk: CaseWalk): number | undefined => Object.values(walk.state.objections).find((one) => one.open)?.no;
const nextNo = (walk: CaseWalk): number => Object.keys(walk.state.objections).length + 1;
const somePart = (walk: CaseWalk, n: number): string => walk.law.order[n % walk.law.order.length] ?? '';
const hanging = (walk: CaseWalk): string | undefined =>
  walk.law.order.find((id) => walk.state.notices[id] !== undefined && partView(walk.state, id).status === 'RUNNING');

/** A clerk who looks at the newest step only, and not at what has fallen behind it. */
function newest(walk: CaseWalk): string | undefined {
  const last = walk.law.order.findLastIndex((part) => partView(walk.state, part).status !== 'NOT_STARTED');
  const id = walk.law.order[last];
  return id !== undefined && partView(walk.state, id).status === 'DONE' ? walk.law.order[last + 1] : id;
}

/** The next step of the straight way, as far as it is lawful. */
const next: Happening = (walk, n) => {
  const first = walk.law.order.find((part) => partView(walk.state, part).status !== 'DONE');
  const id = n % 3 === 0 ? newest(walk) : first;
  if (id === undefined || walk.state.phase !== 'OPEN') return;
  const part = walk.part(id);
  const hangs = partView(walk.state, id).status === 'RUNNING';
  if ((part.kind === 'notice' || part.kind === 'announcement') && hangs) {
    walk.wait(8).try(walk.confirmOrder(id), walk.handOf(part));
    return;
  }
  if (part.kind === 'notice' || part.kind === 'announcement') {
    walk.wait(1).try(walk.postOrder(id), walk.handOf(part));
    return;
  }
  try {
    walk.do(id);
  } catch {
    // Refused: the case stands where it stood.
  }
};

const decide = (walk: CaseWalk, outcome: 'DISMISSED' | 'UPHELD' | 'PARTLY'): void => {
  const no = open(walk);
  if (no === undefined) return;
  walk.try({ type: 'AssignInvestigation', data: { no, level: 'TOWNSHIP', investigators } });
  const data = { no, outcome, material: true, decidedBy: investigators, reason: sealed('why'), evidence: [] };
  walk.try({ type: 'DecideObjection', data });
};

const happenings: Readonly<Record<string, Happening>> = {
  next,
  objection: (walk) => void walk.try(walk.objection(nextNo(walk), { part: hanging(walk) ?? 'NO.PART' })),
  lateObjection: (walk, n) => {
    const started = partView(walk.state, somePart(walk, n)).startedOn;
    walk.try(walk.objection(nextNo(walk), { part: somePart(walk, n), receivedOn: started ?? walk.today }));
  },
  ownObjection: (walk) => void walk.try(walk.objection(nextNo(walk), { part: hanging(walk) ?? 'NO.PART', byHousehold: true })),
  sameFacts: (walk) => void walk.try(walk.objection(nextNo(walk), { facts: sealed('facts-1') })),
  dismiss: (walk) => decide(walk, 'DISMISSED'),
  partly: (walk) => decide(walk, 'PARTLY'),
  uphold: (walk) => decide(walk, 'UPHELD'),
  consent: (walk) =>
    void (walk.law.parts[CONSENT] && walk.try(walk.consentOrder(true), { role: 'DATA_CLERK', performedBy: HEAD })),
  refuse: (walk) =>
    void (walk.law.parts[CONSENT] && walk.try(walk.consentOrder(false), { role: 'DATA_CLERK', performedBy: HEAD })),
  revoke: (walk) => void walk.try({ type: 'RevokeConsent', data: { signature: walk.signature(SPOUSE) } }),
  goBack: (walk, n) => {
    const data = {
      no: walk.events.length,
      to: somePart(walk, n),
      level: 'COUNTY' as const,
      reason: sealed('r'),
      papers: NO_PAPERS,
    };
    walk.try({ type: 'ReturnCase', data }, county);
  },
  contest: (walk) => {
    const no = (walk.state.contests?.length ?? 0) + 1;
    walk.try({ type: 'ContestDecision', data: { no, contested: 'RETURN', reason: sealed('r'), papers: NO_PAPERS } }, village);
  },
  rule: (walk, n) => {
    const no = walk.state.contests?.length ?? 0;
    const data = { no, decidedBy: [holder('LEADING_GROUP_MEMBER', 4)], reason: sealed('r'), papers: NO_PAPERS };
    walk.try({ type: 'RuleOnContest', data: { ...data, upheld: true, resumeAt: somePart(walk, n) } }, county);
  },
  revokeApproval: (walk, n) => {
    walk.try({ type: 'RevokeApproval', data: { documentNo: `no-${n}`, reason: sealed('r'), papers: NO_PAPERS } }, county);
  },
  leaves: (walk) => {
    const members = walk.state.household.members.filter(({ person }) => person !== HEAD);
    const household = { ...walk.state.household, members, head: SPOUSE };
    const data = { change: 'MEMBER_REMOVED' as const, on: walk.today, household, person: HEAD, cause: 'left' };
    walk.try({ type: 'NoteHouseholdChange', data }, { role: 'process' });
  },
  corrected: (walk, n) => {
    const event = walk.events.filter((one) => one.type === 'case.ReviewHeld.v1').at(n % 2);
    if (event === undefined) return;
    const data = {
      no: walk.events.length,
      event: event.id,
      field: 'tally',
      old: '18/2/0',
      new: n % 3 === 0 ? '8/12/0' : '17/3/0',
    };
    const hands = { scanDigest: SCAN, confirmedBy: holder('STATION_HEAD', 4), reason: sealed('slip') };
    walk.try({ type: 'CorrectRecord', data: { ...data, ...hands } }, township);
  },
};

const step = fc.record({
  what: fc.oneof(
    { weight: 24, arbitrary: fc.constant('next') },
    { weight: 3, arbitrary: fc.constantFrom('dismiss', 'consent') },
    { weight: 4, arbitrary: fc.constantFrom(...Object.keys(happenings).filter((name) => name !== 'next' && name !== 'uphold')) },
  ),
  n: fc.nat(11),
});

type Kind = 'IDENT-8' | 'EXIT-8';

function walked(kind: Kind, steps: readonly { what: string; n: number }[], rules: readonly Rule[] = RULES): CaseWalk {
  const walk = new CaseWalk({ kind, rules });
  for (const { what, n } of steps) {
    if (walk.state.phase === 'CLOSED') break;
    happenings[what]?.(walk, n);
    const effect = ['REGISTERED', 'EXITED'].includes(walk.state.outcome ?? '');
    if (effect) break;
  }
  return walk;
}

/** Told from the events alone, not from the state that the law looks at. */
function openEntryObjections(walk: CaseWalk): readonly number[] {
  const numbers = new Set<number>();
  for (const event of walk.events) {
    if (event.type === 'case.ObjectionRaised.v1' && event.data.target === 'ENTRY' && event.data.duplicateOf === undefined) {
      numbers.add(event.data.no);
    }
    if (event.type === 'case.ObjectionDecided.v1') numbers.delete(event.data.no);
  }
  return [...numbers];
}

/** The consent that stands, told from the events alone. */
function consentStands(walk: CaseWalk): boolean {
  let signer: string | undefined;
  for (const event of walk.events) {
    if (event.type === 'case.ExitConsentGiven.v1') signer = event.data.signature.person;
    if (event.type === 'case.ExitConsentRefused.v1' || event.type === 'case.ExitConsentRevoked.v1') signer = undefined;
    if (event.type === 'case.CaseReturned.v1' && event.data.superseded.includes(CONSENT)) signer = undefined;
    if (event.type === 'case.ObjectionRaised.v1' && event.data.byHousehold) signer = undefined;
    if (event.type === 'case.HouseholdChanged.v1' && event.data.person === signer) signer = undefined;
  }
  return signer !== undefined;
}

describe.each(['IDENT-8', 'EXIT-8'] as const)('%s, whatever happens on its way', (kind) => {
  let reached = 0;
  let runs = 0;

  it('takes effect over no open objection to the entry, and never without the consent that is asked for', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 70 }), (steps) => {
        const walk = walked(kind, steps);
        runs += 1;
        if (walk.state.outcome !== 'REGISTERED' && walk.state.outcome !== 'EXITED') return;
        reached += 1;
        expect(openEntryObjections(walk)).toEqual([]);
        if (kind === 'EXIT-8') expect(consentStands(walk)).toBe(true);
        for (const id of walk.law.order) expect([id, partView(walk.state, id).status]).toEqual([id, 'DONE']);
      }),
      { numRuns: 150, seed: 20_160_301 },
    );
    expect(reached / runs).toBeGreaterThan(0.3);
  });

  it('is folded from its events to the same state', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 40 }), (steps) => {
        const walk = walked(kind, steps);
        expect(fold(caseDecider, unfolded(caseDecider), walk.events).state).toEqual(walk.state);
      }),
      { numRuns: 40, seed: 20_160_302 },
    );
  });
});

describe('the property is not empty: without the rule it fails', () => {
  it.each([
    ['IDENT-8', 'objection-open', (walk: CaseWalk) => openEntryObjections(walk).length === 0],
    ['EXIT-8', 'earlier-result-standing', consentStands],
  ] as const)('%s without %s', (kind, name, holds) => {
    const rules = RULES.filter((rule) => rule.name !== name);
    const property = fc.property(fc.array(step, { minLength: 20, maxLength: 70 }), (steps) => {
      const walk = walked(kind, steps, rules);
      return (
        walk.state.outcome === undefined || walk.state.outcome === 'REJECTED' || walk.state.outcome === 'DEFERRED' || holds(walk)
      );
    });
    expect(fc.check(property, { numRuns: 400, seed: 20_160_303, endOnFailure: true }).failed).toBe(true);
  });
});
