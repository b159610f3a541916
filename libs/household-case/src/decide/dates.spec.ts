import { addDays, type CivilDate } from '#libs/kernel';
import { before, eventsOf, type Given, ordersFor, papersIn, play, refusedFor, saying, withState } from '../samples/rehearsal.js';
import { shippedLaw } from '../samples/shipped-law.js';

const law = shippedLaw('IDENT-8', 2016);
const verification = before(law, 'SURVEY.VERIFICATION');
const { on } = verification.given;

describe('paper dates (R2)', () => {
  it('lie on the day of the record or before it', () => {
    expect(refusedFor({ ...verification, given: { ...verification.given, recordedOn: addDays(on, -1) } })).toEqual([
      'DATE_IN_FUTURE',
    ]);
    const papers = papersIn(verification.given);
    const late = papers.evidence.map((paper) => ({ ...paper, date: addDays(on, 1) }));
    expect(refusedFor({ ...verification, given: saying(verification.given, { papers: { ...papers, evidence: late } }) })).toEqual(
      ['DATE_IN_FUTURE'],
    );
  });

  it('follow the order of the parts; the same day is lawful', () => {
    const surveyedOn = addDays(on, -1);
    const dated = (day: CivilDate): Given => {
      const [given] = ordersFor(law, 'SURVEY.VERIFICATION', day);
      return { ...(given ?? verification.given), recordedOn: on };
    };
    expect(refusedFor({ ...verification, given: dated(surveyedOn) })).toEqual([]);
    expect(refusedFor({ ...verification, given: dated(addDays(surveyedOn, -1)) })).toEqual(['DATES_OUT_OF_ORDER']);
  });

  it('order signatures too: nobody signs for what had not been done', () => {
    const papers = papersIn(verification.given);
    const signatures = papers.signatures.map((signature) => ({ ...signature, signedOn: addDays(on, -2) }));
    expect(refusedFor({ ...verification, given: saying(verification.given, { papers: { ...papers, signatures } }) })).toEqual([
      'DATES_OUT_OF_ORDER',
    ]);
  });

  it('that are too old are shown to the next ruling, unless the level above admitted them', () => {
    const late = { ...verification, given: { ...verification.given, recordedOn: addDays(on, 4) } };
    expect(eventsOf({ ...late, given: { ...late.given, recordedOn: addDays(on, 3) } })).toEqual(['VillageVerificationPassed']);
    expect(eventsOf(late)).toEqual(['VillageVerificationPassed', 'noted DATE_TOO_OLD']);
    expect(eventsOf(withState(late, { backfillAdmitted: ['SURVEY.VERIFICATION'] }))).toEqual(['VillageVerificationPassed']);
  });
});

describe('back-dating does not shorten a period (R2)', () => {
  const posting = before(law, 'PUBLICITY_VILLAGE.NOTICE');
  const hungOn = posting.given.on;
  const late = { ...posting, given: { ...posting.given, recordedOn: addDays(hungOn, 5) } };
  const confirming = (on: CivilDate): Given => {
    const [, given] = ordersFor(law, 'PUBLICITY_VILLAGE.NOTICE', addDays(on, -8));
    if (given === undefined) throw new Error('no confirmation');
    return given;
  };

  it('counts from the recording less three days', () => {
    expect(eventsOf(late)).toEqual(['NoticePosted', 'noted BACKFILL_NOT_ADMITTED']);
    const posted = play(late.played, late.stage, late.given);
    expect(posted.folded.state.notices['PUBLICITY_VILLAGE.NOTICE']).toMatchObject({
      runsFrom: addDays(hungOn, 2),
      earliestClose: addDays(hungOn, 10),
    });
    expect(refusedFor({ ...late, played: posted, given: confirming(addDays(hungOn, 9)) })).toEqual(['NOTICE_PERIOD_NOT_OVER']);
    expect(eventsOf({ ...late, played: posted, given: confirming(addDays(hungOn, 10)) })).toEqual([
      'NoticePeriodCompleted',
      'noted PERIOD_NOT_WITNESSED',
    ]);
  });

  it('counts from the paper where the level above admitted it; the period was still not witnessed', () => {
    const admitted = withState(late, { backfillAdmitted: ['PUBLICITY_VILLAGE.NOTICE'] });
    expect(eventsOf(admitted)).toEqual(['NoticePosted']);
    const posted = play(admitted.played, admitted.stage, admitted.given);
    expect(posted.folded.state.notices['PUBLICITY_VILLAGE.NOTICE']).toMatchObject({ earliestClose: addDays(hungOn, 8) });
    expect(eventsOf({ ...late, played: posted, given: confirming(addDays(hungOn, 8)) })).toEqual([
      'NoticePeriodCompleted',
      'noted PERIOD_NOT_WITNESSED',
    ]);
  });

  it('finds nothing where start and end were entered as far apart as the period', () => {
    const posted = play(posting.played, posting.stage, posting.given);
    expect(eventsOf({ ...posting, played: posted, given: confirming(addDays(hungOn, 8)) })).toEqual(['NoticePeriodCompleted']);
  });
});

describe('the signature dates of EXIT-GZ (§3.2)', () => {
  const gz = shippedLaw('EXIT-GZ', 2017, ['CN-GZ-CHANGSHUN', 'CN-GZ', 'CN']);

  it('lets the village sign within its notice, and not before', () => {
    const signing = before(gz, 'VILLAGE.SIGNING');
    const hungOn = addDays(signing.given.on, -1);
    const [early] = ordersFor(gz, 'VILLAGE.SIGNING', addDays(hungOn, -1));
    if (early === undefined) throw new Error('no signing');
    expect(refusedFor(signing)).toEqual([]);
    expect(refusedFor({ ...signing, given: { ...early, recordedOn: hungOn } })).toEqual(['NOT_SIGNED_WITHIN']);
  });

  it('finds a signature after the end of the notice when that is confirmed', () => {
    const confirming = before(gz, 'VILLAGE.NOTICE', 1);
    const signing = confirming.played.folded.state.parts['VILLAGE.SIGNING'];
    if (signing === undefined) throw new Error('not signed');
    const late = { ...signing, signedOn: [addDays(confirming.given.on, 1)] };
    const parts = { ...confirming.played.folded.state.parts, 'VILLAGE.SIGNING': late };
    expect(refusedFor(confirming)).toEqual([]);
    expect(refusedFor(withState(confirming, { parts }))).toEqual(['NOT_SIGNED_WITHIN']);
  });

  it('asks for seven days between the levels (T05)', () => {
    const signing = before(gz, 'TOWNSHIP.SIGNING');
    const village = signing.played.folded.state.parts['VILLAGE.SIGNING'];
    if (village === undefined) throw new Error('not signed');
    const signed = (day: CivilDate) =>
      withState(signing, {
        parts: { ...signing.played.folded.state.parts, 'VILLAGE.SIGNING': { ...village, doneOn: day, doneRecordedOn: day } },
      });
    expect(refusedFor(signed(addDays(signing.given.on, -7)))).toEqual([]);
    expect(refusedFor(signed(addDays(signing.given.on, -6)))).toEqual(['GAP_TOO_SHORT']);
  });
});
