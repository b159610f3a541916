import { before, type Before, eventsOf, papersIn, refusedFor, saying } from '../samples/rehearsal.js';
import { shippedLaw } from '../samples/shipped-law.js';

const law = shippedLaw('IDENT-8', 2016);
const posting = before(law, 'PUBLICITY_VILLAGE.NOTICE');
const confirming = before(law, 'PUBLICITY_VILLAGE.NOTICE', 1);
const statement = 'ab'.repeat(32);
const lost = { statedBy: ['village_supervisor', 'villager-3'], waivedBy: 'station_head', statement };

const lostAtPosting = (change: object = {}): Before => {
  const { order } = posting.given;
  if (order.type !== 'PostNotice') throw new Error('no posting');
  const [first, ...others] = order.data.places;
  const places = [{ ...first, photo: '', lostPhoto: { ...lost, ...change } }, ...others];
  return { ...posting, given: saying(posting.given, { places }) };
};
const lostAtEnd = (change: object = {}): Before => {
  const papers = papersIn(confirming.given);
  const evidence = papers.evidence.filter(({ slot }) => slot !== 'END_PHOTO');
  const said = { papers: { ...papers, evidence }, lostPhoto: { ...lost, ...change } };
  return { ...confirming, given: saying(confirming.given, said) };
};

describe.each([
  ['of a place', lostAtPosting, ['NoticePosted', 'noted PHOTO_LOST']],
  ['at the end', lostAtEnd, ['NoticePeriodCompleted', 'noted PHOTO_LOST']],
])('a lost photo %s (R10)', (_which, situation, events) => {
  it('is stated by two, one of the village supervision, waived by the level above, and shown', () => {
    expect(eventsOf(situation())).toEqual(events);
  });

  it.each([
    ['by one', { statedBy: ['village_supervisor'] }],
    ['twice by one', { statedBy: ['village_supervisor', 'village_supervisor'] }],
    ['without the supervision', { statedBy: ['villager-2', 'villager-3'] }],
    ['by the household', { statedBy: ['village_supervisor', 'li'] }],
  ])('is not stated %s', (_how, change) => {
    expect(refusedFor(situation(change))).toEqual(['LOST_PHOTO_NOT_STATED']);
  });

  it.each([
    ['the village', { waivedBy: 'village_director' }],
    ['nobody', { waivedBy: '' }],
    ['who states it', { statedBy: ['village_supervisor', 'station_head'] }],
  ])('is not waived by %s', (_who, change) => {
    expect(refusedFor(situation(change))).toEqual(['LOST_PHOTO_NOT_WAIVED']);
  });

  it('is not waived by who records it', () => {
    const { given, ...rest } = situation();
    const by = { ...given.by, id: 'station_head' };
    expect(refusedFor({ ...rest, given: { ...given, by } })).toEqual(['LOST_PHOTO_NOT_WAIVED']);
  });
});

describe('the report of a notice', () => {
  it('needs every other paper, whatever was lost', () => {
    const { given, ...rest } = lostAtEnd();
    const papers = { ...papersIn(given), evidence: [] };
    expect(refusedFor({ ...rest, given: saying(given, { papers }) })).toEqual(['EVIDENCE_MISSING']);
  });
});
