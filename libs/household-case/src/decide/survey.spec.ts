import { type CivilDate } from '#libs/kernel';
import { before, decideAt, eventsOf, papersIn, play, refusedFor, saying, sealed, stageOf } from '../samples/rehearsal.js';
import { shippedLaw } from '../samples/shipped-law.js';

const law = shippedLaw('IDENT-8', 2016);
const exit = shippedLaw('EXIT-8', 2016);
const gz = shippedLaw('EXIT-GZ', 2017, ['CN-GZ-CHANGSHUN', 'CN-GZ', 'CN']);
const survey = before(law, 'SURVEY.SURVEY');

/** Per head and year in fen, of three who share. */
const stageWith = (of: typeof law, perHead: number) =>
  stageOf(of, { opened: { account: { wage: perHead * 3, business: 0, property: 0, transfer: 0 } } });

describe('a home visit (§2.1 step 2, §3.2 step 2)', () => {
  it('is made by so many surveyors, each in the office that he names', () => {
    const [first] = papersIn(survey.given).signatures.filter(({ capacity }) => capacity === 'OFFICE');
    const one = [{ person: first?.person ?? '', offices: first?.offices ?? [] }];
    expect(refusedFor({ ...survey, given: saying(survey.given, { surveyors: one }) })).toEqual(['TOO_FEW_SURVEYORS']);
    const strangers = [...one, { person: 'villager-1', offices: ['COMMITTEE_MEMBER'] }];
    expect(refusedFor({ ...survey, given: saying(survey.given, { surveyors: strangers }) })).toEqual(['TOO_FEW_SURVEYORS']);
  });

  it('is made by five to seven with a representative in Guizhou', () => {
    const visit = before(gz, 'EXIT_SURVEY.SURVEY');
    const members = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        person: `committee_member-${index + 1}`,
        offices: ['COMMITTEE_MEMBER'],
      }));
    const representative = { person: 'village_representative', offices: ['VILLAGE_REPRESENTATIVE'] };
    const made = (surveyors: readonly object[]) => refusedFor({ ...visit, given: saying(visit.given, { surveyors }) });
    expect(made([...members(4), representative])).toEqual([]);
    expect(made([...members(7), representative])).toEqual(['TOO_MANY_SURVEYORS']);
    expect(made(members(5))).toEqual(['REPRESENTATIVE_MISSING']);
  });

  it('answers every criterion once', () => {
    const criteria = [{ code: 'FOOD', result: 'MET' }];
    expect(refusedFor({ ...survey, given: saying(survey.given, { criteria }) })).toEqual(['CRITERIA_INCOMPLETE']);
  });

  it('opens the account, for those who share the income', () => {
    expect(refusedFor({ ...survey, given: saying(survey.given, { income: sealed('lost') }) })).toEqual(['INCOME_UNREADABLE']);
    expect(refusedFor({ ...survey, given: saying(survey.given, { sharingIncome: 4 }) })).toEqual(['SHARING_INCOME_WRONG']);
    expect(refusedFor({ ...survey, given: saying(survey.given, { sharingIncome: 0 }) })).toEqual(['SHARING_INCOME_WRONG']);
  });

  it('needs a line of its year', () => {
    const policy = {
      ...law.policy,
      parameters: { ...law.policy.parameters, identificationLine: { value: null, clause: '§6.1', mark: 'SOURCE' as const } },
    };
    expect(refusedFor({ ...survey, stage: stageOf({ ...law, policy }) })).toEqual(['LINE_UNKNOWN']);
  });

  it('keeps only on which side of the line the household stands, rounded down', () => {
    const line = law.policy.parameters.identificationLine.value ?? 0;
    const given = saying(survey.given, { income: sealed('account') });
    const sideAt = (perHead: number) => {
      const decision = decideAt(survey.played, stageWith(law, perHead), given);
      return 'refused' in decision ? decision.refused : decision[1]?.data;
    };
    const recorded = { part: 'SURVEY.SURVEY', round: 1, income: sealed('account'), sharingIncome: 3, line: 'identificationLine' };
    expect(sideAt(line - 1)).toEqual({ ...recorded, against: 'BELOW' });
    expect(sideAt(line)).toEqual({ ...recorded, against: 'AT_OR_ABOVE' });
  });
});

describe('a verification', () => {
  const verified = (of: typeof law, survey: string, part: string, perHead: number, criteria: object = {}) => {
    const visit = before(of, survey);
    const stage = stageWith(of, perHead);
    const surveyed = play(visit.played, stage, saying(visit.given, { income: sealed('account'), ...criteria }));
    const given = before(of, part).given;
    return { played: surveyed, stage, given };
  };
  const unmet = {
    criteria:
      survey.given.order.type === 'RecordSurvey'
        ? survey.given.order.data.criteria.map((item) => (item.code === 'HOUSING' ? { ...item, result: 'NOT_MET' } : item))
        : [],
  };

  it('passes a household below the line, or with an item unmet (§2.4)', () => {
    const line = law.policy.parameters.identificationLine.value ?? 0;
    const at = (perHead: number, criteria?: object) =>
      refusedFor(verified(law, 'SURVEY.SURVEY', 'SURVEY.VERIFICATION', perHead, criteria));
    expect(at(line - 1)).toEqual([]);
    expect(at(line)).toEqual(['INCOME_NOT_BELOW_LINE']);
    expect(at(line, unmet)).toEqual([]);
  });

  it('fails the others, with reasons, and the case is rejected', () => {
    const failing = before(law, 'SURVEY.VERIFICATION');
    const given = saying(failing.given, { passed: false, reason: sealed('reason') });
    expect(eventsOf({ ...failing, given })).toEqual(['VillageVerificationFailed', 'CaseRejected']);
    expect(refusedFor({ ...failing, given: saying(failing.given, { passed: false }) })).toEqual(['REASON_MISSING']);
    const rejected = play(failing.played, failing.stage, given).folded.state;
    expect([rejected.phase, rejected.outcome, rejected.rejection]).toEqual([
      'CLOSED',
      'REJECTED',
      {
        no: 1,
        part: 'SURVEY.VERIFICATION',
        level: 'VILLAGE',
        reason: 'VERIFICATION_FAILED',
        decidedBy: [given.performedBy],
        on: given.on,
      },
    ]);
  });

  it('of an exit passes who stands above the line and lacks nothing (§3.3)', () => {
    const line = exit.policy.parameters.exitLine.value ?? 0;
    const verification = before(exit, 'REVIEW_VILLAGE.VERIFICATION');
    const found = (against: 'BELOW' | 'AT_OR_ABOVE', result: 'MET' | 'NOT_MET') => {
      const { folded } = verification.played;
      const survey = {
        part: 'EXIT_SURVEY.SURVEY',
        against,
        criteria: [
          { code: 'FOOD' as const, result },
          { code: 'EDUCATION' as const, result: 'NOT_APPLICABLE' as const },
        ],
      };
      return { ...verification, played: { ...verification.played, folded: { ...folded, state: { ...folded.state, survey } } } };
    };
    expect(line).toBeGreaterThan(0);
    expect(refusedFor(found('AT_OR_ABOVE', 'MET'))).toEqual([]);
    expect(refusedFor(found('BELOW', 'MET'))).toEqual(['INCOME_NOT_ABOVE_LINE']);
    expect(refusedFor(found('AT_OR_ABOVE', 'NOT_MET'))).toEqual(['CRITERION_NOT_MET']);
  });

  it('looks at the register for what the register knows (§3.3)', () => {
    const verification = before(gz, 'VILLAGE.VERIFICATION');
    const { folded } = verification.played;
    const hit = { ...folded.state.household, disasterOn: '2017-07-01' as CivilDate };
    const state = { ...folded.state, household: hit };
    expect(refusedFor(verification)).toEqual([]);
    expect(refusedFor({ ...verification, played: { ...verification.played, folded: { ...folded, state } } })).toEqual([
      'CRITERION_NOT_MET',
    ]);
  });
});
