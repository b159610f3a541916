import { addDays, type CivilDate } from '#libs/kernel';
import { type RegisterAnswer } from '#libs/procedure';
import { before, eventsOf, type Given, play, playAll, refusedFor, saying, sealed, withState } from '../samples/rehearsal.js';
import { shippedLaw } from '../samples/shipped-law.js';

const law = shippedLaw('IDENT-8', 2016);
const exit = shippedLaw('EXIT-8', 2016);
const PART = 'COMPARE.COMPARISON';
const request = before(law, PART);
const receipt = before(law, PART, 1);
const last = before(law, PART, 7);

const answered = (situation: typeof receipt, person: string, answer: Omit<RegisterAnswer, 'person'>) => {
  const { order } = situation.given;
  if (order.type !== 'RecordComparisonResult') throw new Error('not a receipt');
  const answers = order.data.answers.map((own) => (own.person === person ? { person, ...answer } : own));
  return { ...situation, given: saying(situation.given, { answers }) };
};
const hit = (code: string, factDate?: CivilDate) => ({ result: 'HIT' as const, code, ...(factDate && { factDate }) });
const settle = (given: Given, key: string, disposition: 'CONFIRMED' | 'EXPLAINED' | 'DATA_ERROR', change: object = {}): Given => {
  const evidence = disposition === 'CONFIRMED' ? [] : [{ slot: 'PROOF', digest: 'proof', date: given.on }];
  const data = { part: PART, hit: key, disposition, evidence, reason: sealed('reason'), ...change };
  return { ...given, order: { type: 'DispositionHit', data } };
};

describe('asking the registers (R9)', () => {
  it('is about members of the household and sources of the definition', () => {
    expect(eventsOf(request)).toEqual(['ComparisonRequested']);
    expect(refusedFor({ ...request, given: saying(request.given, { sources: ['SATELLITES'] }) })).toEqual(['SOURCE_UNKNOWN']);
    expect(refusedFor({ ...request, given: saying(request.given, { persons: ['li', 'stranger'] }) })).toEqual([
      'PERSON_NOT_OF_HOUSEHOLD',
    ]);
  });

  it('waits for the leave of each adult where the policy of that day demands it', () => {
    const authorisationRequired = { ...law.policy.parameters.authorisationRequired, value: true };
    const policy = { ...law.policy, parameters: { ...law.policy.parameters, authorisationRequired } };
    const later = before({ ...law, policy }, PART);
    expect(eventsOf(later)).toEqual(['ComparisonRequested']);
    expect(refusedFor(withState(later, { authorisedBy: ['li'] }))).toEqual(['AUTHORISATION_MISSING']);
    const unasked = before({ ...law, policy }, PART, 1);
    expect(refusedFor(withState(unasked, { authorisedBy: ['li'] }))).toEqual(['AUTHORISATION_MISSING']);
    const children = saying(later.given, { persons: ['li', 'xiao'] });
    expect(eventsOf({ ...withState(later, { authorisedBy: ['li'] }), given: children })).toEqual(['ComparisonRequested']);
  });
});

describe('receipts (R9)', () => {
  it('come from a source that was to be asked, about members, once each, with its own codes', () => {
    expect(eventsOf(receipt)).toEqual(['ComparisonResultReceived']);
    expect(refusedFor({ ...receipt, given: saying(receipt.given, { source: 'SATELLITES' }) })).toEqual(['SOURCE_UNKNOWN']);
    const strangers = saying(receipt.given, { answers: [{ person: 'stranger', result: 'CLEAR' }] });
    expect(refusedFor({ ...receipt, given: strangers })).toEqual(['PERSON_NOT_OF_HOUSEHOLD']);
    const twice = saying(receipt.given, { answers: ['li', 'li'].map((person) => ({ person, result: 'CLEAR' })) });
    expect(refusedFor({ ...receipt, given: twice })).toEqual(['ANSWERED_TWICE']);
    expect(refusedFor(answered(receipt, 'li', hit('R02')))).toEqual(['HIT_CODE_UNKNOWN']);
    expect(refusedFor({ ...receipt, given: saying(receipt.given, { asOf: addDays(receipt.given.on, 1) }) })).toEqual([
      'DATE_IN_FUTURE',
    ]);
  });

  it('pass the comparison of themselves when the last person is clear at the last source', () => {
    expect(eventsOf(last)).toEqual(['ComparisonResultReceived', 'ComparisonPassed']);
    expect(eventsOf(answered(last, 'wang', { result: 'NOT_FOUND' }))).toEqual(['ComparisonResultReceived']);
    expect(eventsOf(answered(last, 'wang', { result: 'NOT_ANSWERED' }))).toEqual(['ComparisonResultReceived']);
  });

  it('of the same source later fill what was open', () => {
    const open = answered(last, 'wang', { result: 'NOT_ANSWERED' });
    const played = play(open.played, open.stage, open.given);
    const later = saying(last.given, { receiptDigest: 'another receipt' });
    expect(eventsOf({ ...last, played, given: later })).toEqual(['ComparisonResultReceived', 'ComparisonPassed']);
  });
});

describe('hits (§6.2)', () => {
  const found = (code: string, factDate?: CivilDate) => {
    const situation = answered(last, 'wang', hit(code, factDate));
    return { ...last, played: play(last.played, last.stage, situation.given) };
  };
  const CIVIL = (code: string) => `wang|CIVIL_REGISTRY|${code}`;

  it('keep the comparison open until each has its disposition', () => {
    const open = answered(last, 'wang', hit('R11'));
    expect(eventsOf(open)).toEqual(['ComparisonResultReceived']);
    expect(eventsOf({ ...found('R11'), given: settle(last.given, CIVIL('R11'), 'EXPLAINED') })).toEqual([
      'HitDispositioned',
      'ComparisonPassed',
    ]);
    expect(refusedFor({ ...found('R11'), given: settle(last.given, CIVIL('R12'), 'EXPLAINED') })).toEqual(['HIT_UNKNOWN']);
  });

  it('are explained away by nobody who shows nothing (§2.3)', () => {
    for (const disposition of ['EXPLAINED', 'DATA_ERROR'] as const) {
      const given = settle(last.given, CIVIL('R11'), disposition, { evidence: [] });
      expect(refusedFor({ ...found('R11'), given })).toEqual(['DISPOSITION_NOT_EVIDENCED']);
    }
  });

  it('are disposed of once, and again where a later receipt finds something else', () => {
    const vehicle = (factDate: string, receiptDigest: string) =>
      saying(answered(receipt, 'wang', hit('R01', factDate as CivilDate)).given, { receiptDigest });
    const sold = settle(receipt.given, 'wang|VEHICLES|R01', 'EXPLAINED');
    const again = settle(receipt.given, 'wang|VEHICLES|R01', 'CONFIRMED', { no: 2 });
    const explained = playAll(receipt.played, receipt.stage, [vehicle('2012-01-01', 'first'), sold]);
    const same = playAll(explained, receipt.stage, [vehicle('2012-01-01', 'second')]);
    expect(refusedFor({ ...receipt, played: same, given: again })).toEqual(['HIT_ALREADY_DISPOSITIONED']);
    const other = playAll(explained, receipt.stage, [vehicle('2016-02-01', 'second')]);
    expect(eventsOf({ ...receipt, played: other, given: again })).toEqual(['HitDispositioned', 'CaseRejected']);
  });

  it('that are no hard red line let the household pass when they are confirmed', () => {
    expect(eventsOf({ ...found('R11'), given: settle(last.given, CIVIL('R11'), 'CONFIRMED') })).toEqual([
      'HitDispositioned',
      'ComparisonPassed',
    ]);
  });

  it('on a hard red line end the case when they are confirmed', () => {
    const vehicle = answered(receipt, 'wang', hit('R01', '2015-01-01' as CivilDate));
    const played = play(vehicle.played, vehicle.stage, vehicle.given);
    const confirmed = { ...receipt, played, given: settle(receipt.given, 'wang|VEHICLES|R01', 'CONFIRMED') };
    expect(eventsOf(confirmed)).toEqual(['HitDispositioned', 'CaseRejected']);
    const rejected = play(played, receipt.stage, confirmed.given).folded.state;
    expect([rejected.outcome, rejected.rejection?.reason, rejected.parts[PART]?.status]).toEqual([
      'REJECTED',
      'COMPARISON',
      'FAILED',
    ]);
    expect(eventsOf({ ...confirmed, given: settle(receipt.given, 'wang|VEHICLES|R01', 'DATA_ERROR') })).toEqual([
      'HitDispositioned',
    ]);
  });

  it('that arose after the household had been identified are a matter for its exit (§4.1)', () => {
    const known = withState(receipt, {
      household: { ...receipt.played.folded.state.household, identifiedOn: '2014-12-01' as CivilDate },
    });
    const at = (factDate: string) => {
      const situation = answered(known, 'wang', hit('R01', factDate as CivilDate));
      const played = play(known.played, known.stage, situation.given);
      return eventsOf({ ...known, played, given: settle(known.given, 'wang|VEHICLES|R01', 'CONFIRMED') });
    };
    expect(at('2014-12-01')).toEqual(['HitDispositioned', 'CaseRejected']);
    expect(at('2014-12-02')).toEqual(['HitDispositioned']);
  });

  it('on an item of an exit hold it until the department says otherwise', () => {
    const sources = before(exit, PART).given.order;
    if (sources.type !== 'RequestComparison') throw new Error('no request');
    const lastReceipt = before(exit, PART, sources.data.sources.length);
    const source = lastReceipt.given.order.type === 'RecordComparisonResult' ? lastReceipt.given.order.data.source : '';
    const part = exit.parts[PART];
    const code = part?.kind === 'comparison' ? (part.sources.find((asked) => asked.source === source)?.answers[0] ?? '') : '';
    const failing = answered(lastReceipt, 'xiao', hit(code));
    const barred = playAll(failing.played, failing.stage, [
      failing.given,
      settle(failing.given, `xiao|${source}|${code}`, 'CONFIRMED'),
    ]);
    expect(barred.events.slice(-2).map(({ type }) => type)).toEqual([
      'case.ComparisonResultReceived.v1',
      'case.HitDispositioned.v1',
    ]);
    expect(barred.folded.state.parts[PART]?.status).toBe('RUNNING');
    const cleared = saying(lastReceipt.given, { receiptDigest: 'repaired' });
    expect(eventsOf({ ...lastReceipt, played: barred, given: cleared })).toEqual([
      'ComparisonResultReceived',
      'ComparisonPassed',
    ]);
  });
});

describe('an approval stands on the comparison (R9)', () => {
  const approval = before(law, 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL');
  const { comparison } = approval.played.folded.state;
  if (comparison === undefined) throw new Error('not compared');
  const maxAge = law.policy.parameters.comparisonMaxAgeDays.value;
  const asOf = (age: number) => {
    const answers = Object.fromEntries(
      Object.entries(comparison.answers).map(([key, answer]) => [key, { ...answer, asOf: addDays(approval.given.on, -age) }]),
    );
    return withState(approval, { comparison: { ...comparison, answers } });
  };

  it('not older than the policy lets it be', () => {
    expect(refusedFor(asOf(maxAge))).toEqual([]);
    expect(refusedFor(asOf(maxAge + 1))).toEqual(['COMPARISON_STALE']);
  });

  it('complete for every member, with a disposition of each hit', () => {
    const { 'li|VEHICLES': _gone, ...answers } = comparison.answers;
    expect(refusedFor(withState(approval, { comparison: { ...comparison, answers } }))).toEqual(['COMPARISON_INCOMPLETE']);
    const answer = comparison.answers['li|VEHICLES'];
    if (answer === undefined) throw new Error('not answered');
    const unsettled = { ...comparison.answers, 'li|VEHICLES': { ...answer, result: 'HIT' as const, code: 'R01' } };
    expect(refusedFor(withState(approval, { comparison: { ...comparison, answers: unsettled } }))).toEqual([
      'HIT_NOT_DISPOSITIONED',
    ]);
  });
});
