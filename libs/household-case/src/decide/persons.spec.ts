import { before, clerk, papersIn, play, refusedFor, saying, withState } from '../samples/rehearsal.js';
import { shippedLaw } from '../samples/shipped-law.js';

const law = shippedLaw('IDENT-8', 2016);
const survey = before(law, 'SURVEY.SURVEY');
const verification = before(law, 'SURVEY.VERIFICATION');
const audit = before(law, 'TOWNSHIP_AUDIT_PUBLICITY.AUDIT');

/** Verification papers in which one signer is another person. */
const signedBy = (situation: typeof verification, from: string, to: string, offices?: readonly string[]) => {
  const papers = papersIn(situation.given);
  const signatures = papers.signatures.map((signature) =>
    signature.person === from ? { ...signature, person: to, offices: offices ?? signature.offices } : signature,
  );
  return { ...situation, given: saying(situation.given, { papers: { ...papers, signatures } }) };
};

describe('who records and who performs (R4, §8)', () => {
  it('lets those record whom the definition names', () => {
    expect(refusedFor({ ...survey, given: { ...survey.given, by: clerk('STATION_CLERK') } })).toEqual([]);
    expect(refusedFor({ ...survey, given: { ...survey.given, by: clerk('COUNTY_POVERTY_OFFICER') } })).toEqual([
      'RECORDER_MAY_NOT',
    ]);
  });

  it('lets a township clerk record a village paper, never make its decision', () => {
    expect(refusedFor({ ...verification, given: { ...verification.given, by: clerk('STATION_CLERK') } })).toEqual([]);
    expect(refusedFor({ ...verification, given: { ...verification.given, performedBy: 'station_clerk' } })).toEqual([
      'PERFORMER_NOT_IN_OFFICE',
    ]);
  });

  it('takes an application from the household, and a proposal from an official', () => {
    const application = before(law, 'APPLY.APPLICATION');
    expect(refusedFor({ ...application, given: { ...application.given, performedBy: 'villager-1' } })).toEqual([
      'PERFORMER_NOT_IN_OFFICE',
    ]);
    const proposed = saying(application.given, { by: 'CADRES' });
    expect(refusedFor({ ...application, given: { ...proposed, performedBy: 'group_leader' } })).toEqual([]);
    expect(refusedFor({ ...application, given: { ...proposed, performedBy: 'villager-1' } })).toEqual([
      'PERFORMER_NOT_IN_OFFICE',
    ]);
  });
});

describe('hands that are apart (R4)', () => {
  it('are the recorder and the confirmer', () => {
    const by = { ...verification.given.by, id: verification.given.performedBy };
    expect(refusedFor({ ...verification, given: { ...verification.given, by } })).toEqual(['RECORDER_IS_CONFIRMER']);
    const signer = papersIn(verification.given).signatures.at(-1)?.person ?? '';
    expect(refusedFor({ ...verification, given: { ...verification.given, by: { ...by, id: signer } } })).toEqual([
      'RECORDER_IS_CONFIRMER',
    ]);
    const confirming = before(law, 'PUBLICITY_VILLAGE.NOTICE', 1);
    const own = { ...confirming.given.by, id: confirming.given.performedBy };
    expect(refusedFor({ ...confirming, given: { ...confirming.given, by: own } })).toEqual(['RECORDER_IS_CONFIRMER']);
  });

  it('are who posted a notice for the books and who confirms its result', () => {
    const posting = before(law, 'PUBLICITY_VILLAGE.NOTICE');
    const confirming = before(law, 'PUBLICITY_VILLAGE.NOTICE', 1);
    const posted = play(posting.played, posting.stage, {
      ...posting.given,
      by: { ...posting.given.by, id: confirming.given.performedBy },
    });
    expect(refusedFor({ ...confirming, played: posted })).toEqual(['RECORDER_IS_CONFIRMER']);
  });

  it('are the deciders of two levels', () => {
    expect(refusedFor(audit)).toEqual([]);
    const decidedBy = { ...audit.played.folded.state.decidedBy, 'SURVEY.VERIFICATION': [audit.given.performedBy] };
    expect(refusedFor(withState(audit, { decidedBy }))).toEqual(['DECIDED_AT_OTHER_LEVEL']);
    expect(refusedFor(withState(audit, { deciders: { COUNTY: [audit.given.performedBy] } }))).toEqual(['DECIDED_AT_OTHER_LEVEL']);
    expect(refusedFor(withState(audit, { deciders: { TOWNSHIP: [audit.given.performedBy] } }))).toEqual([]);
  });

  it('are officials and the household', () => {
    const stage = { ...verification.stage, offices: { li: [{ office: 'VILLAGE_SECRETARY', area: 'village-1' }] } };
    const everyone = new Proxy(verification.stage.offices, {
      get: (offices, person) => (person === 'li' ? stage.offices.li : Reflect.get(offices, person)),
    });
    const asOfficial = { ...signedBy(verification, 'village_secretary', 'li'), stage: { ...stage, offices: everyone } };
    expect(refusedFor(asOfficial)).toEqual(['OFFICIAL_IS_HOUSEHOLD']);
    expect(refusedFor({ ...verification, stage: asOfficial.stage, given: { ...verification.given, performedBy: 'li' } })).toEqual(
      ['OFFICIAL_IS_HOUSEHOLD'],
    );
  });
});

describe('signature slots are offices (R4)', () => {
  const firstSigner = papersIn(verification.given).signatures[0]?.person ?? '';
  const lastSigner = papersIn(verification.given).signatures.at(-1)?.person ?? '';

  it('are signed by who holds the office on the paper date', () => {
    expect(refusedFor(signedBy(verification, firstSigner, 'villager-1'))).toEqual(['SIGNER_NOT_IN_OFFICE']);
  });

  it('let one person sign once, for two offices that make a lawful pair', () => {
    const both = (person: string, a: string, b: string) => {
      const offices = [a, b].map((office) => ({ office, area: 'village-1' }));
      const all = new Proxy(verification.stage.offices, {
        get: (held, name) => (name === person ? offices : Reflect.get(held, name)),
      });
      return { ...signedBy(verification, firstSigner, person, [a, b]), stage: { ...verification.stage, offices: all } };
    };
    expect(refusedFor(both('zhou', 'VILLAGE_SECRETARY', 'VILLAGE_DIRECTOR'))).toEqual([]);
    expect(refusedFor(both('zhou', 'VILLAGE_SECRETARY', 'RESIDENT_TEAM_LEADER'))).toEqual(['OFFICES_NOT_A_LAWFUL_PAIR']);
  });

  it('are not filled twice by one person', () => {
    expect(refusedFor(signedBy(verification, lastSigner, firstSigner))).toEqual([
      'SIGNER_NOT_IN_OFFICE',
      'SIGNER_IN_TWO_SLOTS',
      'TOO_FEW_PERSONS',
    ]);
  });
});

describe('papers are typed slots (F18)', () => {
  const papers = papersIn(verification.given);
  it.each([
    ['EVIDENCE_MISSING', { evidence: [] }],
    ['SEAL_MISSING', { seals: [] }],
    ['SIGNATURE_MISSING', { signatures: papers.signatures.filter(({ slot }) => slot !== 'RESIDENT_TEAM') }],
  ])('%s', (code, change) => {
    expect(refusedFor({ ...verification, given: saying(verification.given, { papers: { ...papers, ...change } }) })).toContain(
      code,
    );
  });

  it('need so many persons, and one of each kind, over all slots', () => {
    const [first, second] = papers.signatures;
    const two = { ...papers, signatures: [first, second] };
    expect(refusedFor({ ...verification, given: saying(verification.given, { papers: two }) })).toEqual(['TOO_FEW_PERSONS']);
    const head = { ...first, slot: 'BESIDE', person: 'li', capacity: 'SELF', offices: [] };
    const beside = { ...papers, signatures: [first, second, head] };
    expect(refusedFor({ ...verification, given: saying(verification.given, { papers: beside }) })).toEqual(['TOO_FEW_PERSONS']);
    const members = ['committee_member', 'committee_member-2', 'committee_member-3'].map((person) => ({
      ...first,
      person,
      offices: ['COMMITTEE_MEMBER'],
    }));
    expect(
      refusedFor({ ...verification, given: saying(verification.given, { papers: { ...papers, signatures: members } }) }),
    ).toEqual(['SIGNATURE_MISSING', 'OFFICE_NOT_AMONG_SIGNERS']);
  });

  it('are signed for the household by one of it', () => {
    expect(refusedFor(signedBy(survey, 'li', 'villager-1'))).toEqual(['SIGNER_NOT_OF_HOUSEHOLD']);
    expect(refusedFor(signedBy(survey, 'li', 'wang'))).toEqual([]);
  });
});
