import { type CivilDate } from '#libs/kernel';
import { caseDecider } from './decider.js';
import { decideAt, lawfulPath, playAll, stageOf, unplayed } from './samples/rehearsal.js';
import { shippedLaw } from './samples/shipped-law.js';

const law = shippedLaw('IDENT-8', 2015);
const day = (text: string): CivilDate => text as CivilDate;

describe('a household goes through all of IDENT-8', () => {
  const stage = stageOf(law);
  const path = lawfulPath(law, day('2015-03-01'));
  const played = playAll(unplayed, stage, path);

  it('is registered on the day on which the announcement is confirmed, and every step is an event', () => {
    expect(played.events.map(({ type }) => type)).toEqual([
      'case.CaseOpened.v1',
      'case.ApplicationSubmitted.v1',
      'case.HomeVisitRecorded.v1',
      'case.IncomeAccountRecorded.v1',
      'case.VillageVerificationPassed.v1',
      'case.ReviewHeld.v1',
      'case.ComparisonRequested.v1',
      ...Array.from({ length: 7 }, () => 'case.ComparisonResultReceived.v1'),
      'case.ComparisonPassed.v1',
      'case.ReviewHeld.v1',
      'case.NoticePosted.v1',
      'case.NoticePeriodCompleted.v1',
      'case.TownshipAuditPassed.v1',
      'case.NoticePosted.v1',
      'case.NoticePeriodCompleted.v1',
      'case.CountyApproved.v1',
      'case.AnnouncementPosted.v1',
      'case.AnnouncementCompleted.v1',
      'case.HouseholdRegistered.v1',
    ]);
    expect(played.events.at(-1)?.data).toEqual({ on: '2015-04-04', programYear: 2015 });
    expect(played.folded.state).toMatchObject({ phase: 'CLOSED', outcome: 'REGISTERED', closedOn: '2015-04-04' });
  });

  it('gives no event for any order that is given again', () => {
    for (const given of path) expect(decideAt(played, stage, given)).toEqual([]);
  });

  it('refuses every later order of the path while the part before it is not done', () => {
    for (let done = 1; done < path.length; done += 1) {
      const sofar = playAll(unplayed, stage, path.slice(0, done));
      for (const later of path.slice(done + 1)) {
        if (later.order.type === 'RecordComparisonResult' && path[done]?.order.type === 'RecordComparisonResult') continue;
        expect(decideAt(sofar, stage, later)).toHaveProperty('refused');
      }
    }
  });

  it('folds the same state from the events as was decided on', () => {
    const again = played.events.reduce(caseDecider.evolve, caseDecider.initial);
    expect(again).toEqual(played.folded.state);
  });
});
