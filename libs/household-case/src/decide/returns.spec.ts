import { type CaseOrder } from '../orders.js';
import { CaseWalk, holder, NO_PAPERS, sealed } from './case-walk.fixture.js';

const SURVEY = 'SURVEY.SURVEY';
const GROUP_REVIEW = 'REVIEW_GROUP.REVIEW';
const VILLAGE_REVIEW = 'REVIEW_VILLAGE.REVIEW';
const VILLAGE_NOTICE = 'PUBLICITY_VILLAGE.NOTICE';
const AUDIT = 'TOWNSHIP_AUDIT_PUBLICITY.AUDIT';
const APPROVAL = 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL';
const ANNOUNCEMENT = 'COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT';

const township = { performedBy: holder('TOWNSHIP_HEAD', 1) };
const county = { performedBy: holder('LEADING_GROUP_HEAD', 1) };
const village = { performedBy: holder('VILLAGE_DIRECTOR', 1) };

const back = (to: string, level: 'VILLAGE' | 'TOWNSHIP' | 'COUNTY' = 'TOWNSHIP', no = 1): CaseOrder => ({
  type: 'ReturnCase',
  data: { no, to, level, reason: sealed('why'), papers: NO_PAPERS },
});
const reReview = (part = GROUP_REVIEW): CaseOrder => ({
  type: 'OrderReReview',
  data: { part, reason: sealed('really poor'), papers: NO_PAPERS },
});
const signedRoll = (part = GROUP_REVIEW, round = 1): CaseOrder => ({
  type: 'OrderSignedRoll',
  data: { part, round, reason: sealed('nobody is at home'), papers: NO_PAPERS },
});

describe('a return to a named earlier part (§2.3)', () => {
  it('supersedes that part and all that stands on it, in new rounds; what was before it stands', () => {
    const walk = new CaseWalk().upTo(VILLAGE_NOTICE).wait(1);
    expect(walk.give(back(VILLAGE_REVIEW), township)).toEqual([
      {
        type: 'case.CaseReturned.v1',
        data: {
          to: VILLAGE_REVIEW,
          level: 'TOWNSHIP',
          because: 'RULING',
          superseded: [VILLAGE_REVIEW, VILLAGE_NOTICE],
          reason: sealed('why'),
        },
      },
    ]);
    expect([GROUP_REVIEW, VILLAGE_REVIEW, VILLAGE_NOTICE, AUDIT].map((part) => walk.status(part))).toEqual([
      'DONE:1',
      'NOT_STARTED:2',
      'NOT_STARTED:2',
      'NOT_STARTED:1',
    ]);
  });

  it('is gone on from, to the effect', () => {
    const walk = new CaseWalk().upTo(VILLAGE_NOTICE).wait(1);
    walk.give(back(SURVEY), township);
    walk.upTo(ANNOUNCEMENT);
    expect(walk.state.outcome).toBe('REGISTERED');
    expect(walk.status(VILLAGE_NOTICE)).toBe('DONE:2');
  });

  it('while a notice hangs takes it down', () => {
    const walk = new CaseWalk().before(VILLAGE_NOTICE).wait(1).post(VILLAGE_NOTICE).wait(2);
    walk.give(back(VILLAGE_REVIEW), township);
    expect(walk.state.notices).toEqual({});
  });

  it.each([
    ['forward', () => new CaseWalk().upTo(GROUP_REVIEW), back(AUDIT), township, ['RETURN_NOT_BACKWARD']],
    [
      'to where it stands',
      () => new CaseWalk().upTo(GROUP_REVIEW),
      back('COMPARE.COMPARISON'),
      township,
      ['RETURN_NOT_BACKWARD'],
    ],
    ['to no part of the law', () => new CaseWalk().upTo(GROUP_REVIEW), back('NO.PART'), township, ['PART_UNKNOWN']],
    ['by the village', () => new CaseWalk().upTo(GROUP_REVIEW), back(SURVEY, 'VILLAGE'), village, ['RETURN_LEVEL_TOO_LOW']],
    [
      'in the name of another level',
      () => new CaseWalk().upTo(AUDIT),
      back(SURVEY, 'COUNTY'),
      township,
      ['RETURNED_BY_OTHER_LEVEL'],
    ],
    [
      'over the approval by the township',
      () => new CaseWalk().upTo(APPROVAL),
      back(SURVEY),
      township,
      ['RETURN_OVER_HIGHER_DECISION'],
    ],
    ['after the effect', () => new CaseWalk().upTo(ANNOUNCEMENT), back(SURVEY, 'COUNTY'), county, ['CASE_CLOSED']],
  ] as const)('is refused %s', (_how, walked, order, hand, codes) => {
    expect(walked().wait(1).refusal(order, hand)).toEqual(codes);
  });

  it('by the county reaches over its own approval', () => {
    const walk = new CaseWalk().upTo(APPROVAL).wait(1);
    walk.give(back(SURVEY, 'COUNTY'), county);
    expect(walk.status(APPROVAL)).toBe('NOT_STARTED:2');
    expect(walk.state.approval).toBeUndefined();
  });
});

describe('a re-review of who was voted down (§2.3)', () => {
  const votedDown = (): CaseWalk => {
    const walk = new CaseWalk().before(GROUP_REVIEW).wait(1);
    walk.give(walk.review(GROUP_REVIEW, { for: 5, against: 15 }), walk.handOf(walk.part(GROUP_REVIEW)));
    return walk.wait(1);
  };

  it('opens the case again at that review', () => {
    const walk = votedDown();
    expect(walk.state.outcome).toBe('REJECTED');
    expect(walk.types(reReview(), township)).toEqual(['ReReviewOrdered', 'CaseReturned']);
    expect(walk.state.phase).toBe('OPEN');
    walk.upTo(ANNOUNCEMENT);
    expect(walk.state.outcome).toBe('REGISTERED');
  });

  it('is ordered by the village too, and by nobody else', () => {
    expect(votedDown().types(reReview(), village)).toEqual(['ReReviewOrdered', 'CaseReturned']);
    expect(votedDown().refusal(reReview(), county)).toEqual(['RE_REVIEW_BY_OTHER_LEVEL']);
  });

  it('is ordered once', () => {
    const walk = votedDown();
    walk.give(reReview(), township);
    walk.wait(1);
    walk.give(walk.review(GROUP_REVIEW, { for: 5, against: 15 }), walk.handOf(walk.part(GROUP_REVIEW)));
    walk.wait(1);
    expect(walk.refusal(reReview(), { ...township, on: walk.today })).toEqual(['STEP_ALREADY_DONE']);
    const other = walk.refusal(reReview(VILLAGE_REVIEW), township);
    expect(other).toEqual(['RE_REVIEW_ALREADY_ORDERED', 'NOT_VOTED_DOWN']);
  });

  it('is not for who was not voted down', () => {
    const walk = new CaseWalk().upTo(GROUP_REVIEW).wait(1);
    expect(walk.refusal(reReview(), township)).toEqual(['NOT_VOTED_DOWN']);
    expect(walk.refusal(reReview('NO.PART'), township)).toEqual(['PART_UNKNOWN']);
  });
});

describe('a signed roll from house to house (R7)', () => {
  const inquorate = (attempts: number): CaseWalk => {
    const walk = new CaseWalk().before(GROUP_REVIEW);
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      walk.wait(1);
      walk.give(walk.review(GROUP_REVIEW, { for: 3, against: 0 }, { attempt }), walk.handOf(walk.part(GROUP_REVIEW)));
    }
    return walk.wait(1);
  };

  it('is ordered by the township after the inquorate attempts, and is a lawful vote then', () => {
    const walk = inquorate(2);
    const roll = walk.review(GROUP_REVIEW, { for: 18, against: 2 }, { attempt: 3, method: 'SIGNED_ROLL' });
    expect(walk.refusal(roll, walk.handOf(walk.part(GROUP_REVIEW)))).toContain('SIGNED_ROLL_NOT_ORDERED');
    expect(walk.types(signedRoll(), township)).toEqual(['SignedRollOrdered']);
    walk.give(roll, walk.handOf(walk.part(GROUP_REVIEW)));
    expect(walk.status(GROUP_REVIEW)).toBe('DONE:1');
  });

  it('is ordered for one round: after a return the meetings are called anew', () => {
    const walk = inquorate(2);
    const hand = walk.handOf(walk.part(GROUP_REVIEW));
    const roll = (attempt: number) => walk.review(GROUP_REVIEW, { for: 18, against: 2 }, { attempt, method: 'SIGNED_ROLL' });
    walk.give(signedRoll(), township);
    walk.give(roll(3), hand);
    walk.wait(1).give(back(GROUP_REVIEW), township);
    expect(walk.refusal(roll(1), hand)).toEqual(['SIGNED_ROLL_NOT_ORDERED']);
    expect(walk.refusal(signedRoll(GROUP_REVIEW, 2), township)).toEqual(['SIGNED_ROLL_NOT_DUE']);
    for (const attempt of [1, 2]) walk.wait(1).give(walk.review(GROUP_REVIEW, { for: 3, against: 0 }, { attempt }), hand);
    walk.give(signedRoll(GROUP_REVIEW, 2), township);
    walk.give(roll(3), hand);
    expect(walk.status(GROUP_REVIEW)).toBe('DONE:2');
  });

  it.each([
    ['after one attempt', () => inquorate(1), signedRoll(), township, ['SIGNED_ROLL_NOT_DUE']],
    ['by the village', () => inquorate(2), signedRoll(), village, ['SIGNED_ROLL_BY_OTHER_LEVEL']],
    [
      'for no review',
      () => inquorate(2),
      signedRoll(SURVEY),
      township,
      ['NOT_A_REVIEW', 'REVIEW_ALREADY_HELD', 'SIGNED_ROLL_NOT_DUE'],
    ],
    ['for a review that was held', () => inquorate(2).upTo(GROUP_REVIEW), signedRoll(), township, ['REVIEW_ALREADY_HELD']],
    ['for no part of the law', () => inquorate(2), signedRoll('NO.PART'), township, ['PART_UNKNOWN']],
  ] as const)('is refused %s', (_how, walked, order, hand, codes) => {
    expect(walked().refusal(order, hand)).toEqual(codes);
  });
});
