import { type CivilDate } from '#libs/kernel';
import {
  before,
  eventsOf,
  HOUSEHOLD,
  opening,
  ordersFor,
  play,
  refusedFor,
  saying,
  stageOf,
  unplayed,
} from '../samples/rehearsal.js';
import { shippedLaw } from '../samples/shipped-law.js';

const law = shippedLaw('IDENT-8', 2016);
const exit = shippedLaw('EXIT-8', 2016);

describe('an application (§2.1 step 1)', () => {
  const application = before(law, 'APPLY.APPLICATION');

  it('lists the whole household', () => {
    expect(refusedFor({ ...application, given: saying(application.given, { membersListed: ['li', 'wang'] }) })).toEqual([
      'APPLICANT_MEMBERS_MISSING',
    ]);
  });

  it('names who wrote it for the household', () => {
    expect(refusedFor({ ...application, given: saying(application.given, { by: 'WRITTEN_FOR' }) })).toEqual(['WRITER_MISSING']);
    const written = saying(application.given, { by: 'WRITTEN_FOR', writer: 'committee_member' });
    expect(eventsOf({ ...application, given: written })).toEqual(['ApplicationSubmitted']);
  });

  it('may leave an authorisation to come, where the policy of the day demands it at all', () => {
    const without = (year: number) => {
      const situation = before(shippedLaw('IDENT-8', year), 'APPLY.APPLICATION');
      return eventsOf({ ...situation, given: saying(situation.given, { authorisedBy: ['li'] }) });
    };
    const demanded = shippedLaw('IDENT-8', 2022).policy.parameters.authorisationRequired.value;
    expect(demanded).toBe(true);
    expect(without(2022)).toEqual(['ApplicationSubmitted', 'noted AUTHORISATION_MISSING']);
  });

  it('takes the authorisation of a member later, and of nobody else', () => {
    const proof = [{ slot: 'AUTHORISATION_LETTER', digest: 'letter', date: application.given.on }];
    const letter = (person: string, evidence = proof) => ({
      ...application.given,
      order: { type: 'GrantQueryAuthorisation' as const, data: { person, papers: { evidence, signatures: [], seals: [] } } },
    });
    expect(eventsOf({ ...application, given: letter('wang') })).toEqual(['QueryAuthorisationGranted']);
    expect(refusedFor({ ...application, given: letter('villager-1') })).toEqual(['PERSON_NOT_OF_HOUSEHOLD']);
    expect(refusedFor({ ...application, given: letter('wang', []) })).toEqual(['AUTHORISATION_NOT_EVIDENCED']);
  });
});

describe('a nomination for exit (§3.2 step 1)', () => {
  const stage = stageOf(exit);
  const on = '2016-09-01' as CivilDate;
  const [nomination] = ordersFor(exit, 'NOMINATE.APPLICATION', on);
  if (nomination === undefined) throw new Error('no nomination');
  const measures = [{ type: 'INDUSTRY', on: '2016-03-01' as CivilDate }];
  const nominated = (household: object) => {
    const opened = opening(exit, on, { household: { ...HOUSEHOLD, measures, ...household } });
    return { played: play(unplayed, stage, opened), stage, given: nomination };
  };

  it('is of a household for which something was done', () => {
    expect(eventsOf(nominated({}))).toEqual(['ExitNominated']);
    expect(refusedFor(nominated({ measures: [] }))).toEqual(['NO_MEASURE_DELIVERED']);
  });

  it('in the year of its identification is shown to the rulings', () => {
    expect(eventsOf(nominated({ identifiedOn: '2015-12-31' as CivilDate }))).toEqual(['ExitNominated']);
    expect(eventsOf(nominated({ identifiedOn: '2016-01-01' as CivilDate }))).toEqual([
      'ExitNominated',
      'noted IDENTIFIED_THIS_YEAR',
    ]);
  });

  it('is refused then, or not even noted, where the policy says so', () => {
    const under = (value: 'ALLOW' | 'REFUSE') => {
      const exitSameYear = { ...exit.policy.parameters.exitSameYear, value };
      const policy = { ...exit.policy, parameters: { ...exit.policy.parameters, exitSameYear } };
      return { ...nominated({ identifiedOn: '2016-01-01' as CivilDate }), stage: stageOf({ ...exit, policy }) };
    };
    expect(refusedFor(under('REFUSE'))).toEqual(['IDENTIFIED_THIS_YEAR']);
    expect(eventsOf(under('ALLOW'))).toEqual(['ExitNominated']);
  });
});
