import { type CivilDate, isRefusal } from '#libs/kernel';
import { decideAt, type Given, lawfulPath, ordersFor, play, playAll, sealed, stageOf, unplayed } from './samples/rehearsal.js';
import { shippedLaw } from './samples/shipped-law.js';

const law = shippedLaw('EXIT-8', 2016);
const stage = stageOf(law);
const day = (text: string): CivilDate => text as CivilDate;
const path = lawfulPath(law, day('2016-09-01'));
const upTo = (part: string) => playAll(unplayed, stage, lawfulPath(law, day('2016-09-01'), part));
const codesOf = (decision: ReturnType<typeof decideAt>): readonly string[] =>
  isRefusal(decision) ? decision.refused.map(({ code }) => code) : [];

describe('a household goes through all of EXIT-8', () => {
  const played = playAll(unplayed, stage, path);

  it('exits with its own consent, after two reviews, two notices, the receipts of the departments and an announcement', () => {
    expect(played.events.map(({ type }) => type)).toEqual([
      'case.CaseOpened.v1',
      'case.ExitNominated.v1',
      'case.HomeVisitRecorded.v1',
      'case.IncomeAccountRecorded.v1',
      'case.ReviewHeld.v1',
      'case.ComparisonRequested.v1',
      ...path.filter(({ order }) => order.type === 'RecordComparisonResult').map(() => 'case.ComparisonResultReceived.v1'),
      'case.ComparisonPassed.v1',
      'case.ReviewHeld.v1',
      'case.ExitConsentGiven.v1',
      'case.VillageVerificationPassed.v1',
      'case.NoticePosted.v1',
      'case.NoticePeriodCompleted.v1',
      'case.TownshipAuditPassed.v1',
      'case.NoticePosted.v1',
      'case.NoticePeriodCompleted.v1',
      'case.CountyApproved.v1',
      'case.AnnouncementPosted.v1',
      'case.AnnouncementCompleted.v1',
      'case.HouseholdExited.v1',
    ]);
    expect(played.folded.state).toMatchObject({ phase: 'CLOSED', outcome: 'EXITED' });
  });

  it('gives no event for any order that is given again', () => {
    for (const given of path) expect(decideAt(played, stage, given)).toEqual([]);
  });

  it('refuses the village notice on the day of the verification: it begins later by a day (§3.2)', () => {
    const verified = upTo('PUBLICITY_VILLAGE.NOTICE');
    const [posting] = ordersFor(
      law,
      'PUBLICITY_VILLAGE.NOTICE',
      verified.folded.state.parts['REVIEW_VILLAGE.VERIFICATION']?.doneOn ?? day('2016-09-01'),
    );
    expect(codesOf(decideAt(verified, stage, posting as Given))).toEqual(['GAP_TOO_SHORT']);
  });
});

describe('a household refuses to exit (§3.4)', () => {
  const refusing = (round: number, on: CivilDate): Given => {
    const [given] = ordersFor(law, 'REVIEW_VILLAGE.CONSENT', on, round);
    if (given?.order.type !== 'RecordConsent') throw new Error('not a consent');
    return { ...given, order: { type: 'RecordConsent', data: { ...given.order.data, given: false, reason: sealed('reason') } } };
  };
  const asked = upTo('REVIEW_VILLAGE.CONSENT');
  const on = day('2016-09-06');

  it('sends the case back to the survey; nothing between counts any more', () => {
    const refused = play(asked, stage, refusing(1, on));
    expect(
      refused.events
        .slice(-2)
        .map(({ type, data }) => [type, 'to' in data ? [data.to, 'superseded' in data ? data.superseded : []] : []]),
    ).toEqual([
      ['case.ExitConsentRefused.v1', []],
      [
        'case.CaseReturned.v1',
        [
          'EXIT_SURVEY.SURVEY',
          ['EXIT_SURVEY.SURVEY', 'REVIEW_GROUP.REVIEW', 'COMPARE.COMPARISON', 'REVIEW_VILLAGE.REVIEW', 'REVIEW_VILLAGE.CONSENT'],
        ],
      ],
    ]);
    expect(refused.folded.state.parts['EXIT_SURVEY.SURVEY']).toMatchObject({ round: 2, status: 'NOT_STARTED' });
    expect(refused.folded.state.consentRefusals).toBe(1);
  });

  it('puts the exit off to the next year at the second refusal', () => {
    const once = { ...asked, folded: { ...asked.folded, state: { ...asked.folded.state, consentRefusals: 1 } } };
    const decision = decideAt(once, stage, refusing(1, on));
    if (isRefusal(decision)) throw new Error('refused');
    expect(decision.map(({ type }) => type)).toEqual(['case.ExitConsentRefused.v1', 'case.ExitDeferred.v1']);
    expect(decision[1]?.data).toEqual({ toYear: 2017, because: 'CONSENT', reason: sealed('reason') });
  });
});
