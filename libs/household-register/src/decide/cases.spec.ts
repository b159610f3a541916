import { type CivilDate } from '#libs/kernel';
import { type RegisterContext } from '../context.js';
import { snapshotOf } from '../state.js';
import { asProcess, refusedFor, rehearse, sampleContext } from '../samples/rehearsal.js';
import { admission, caseResult, enrolment, exitAdmission } from '../samples/sample-orders.js';

const day = (text: string): CivilDate => text as CivilDate;
const household = rehearse().after(enrolment);
const idNamed = (caseId: string): Partial<RegisterContext> => ({ idFor: () => caseId });
const registered = household.after(admission(), idNamed('c-1')).after(caseResult({ caseId: 'c-1' }), asProcess);
const exited = registered.after(exitAdmission, idNamed('c-2')).after(caseResult({ caseId: 'c-2', outcome: 'EXITED' }), asProcess);

describe('The register admits', () => {
  it('an identification, in the words with which the case will open', () => {
    expect(household.decide(admission({ factsDigest: 'f-1' }))).toEqual([
      {
        type: 'household.CaseAdmitted.v1',
        data: {
          caseId: 'case-of-order',
          kind: 'IDENTIFICATION',
          no: 1,
          factsDigest: 'f-1',
          open: {
            caseId: 'case-of-order',
            householdId: 'h-1',
            kind: 'IDENTIFICATION',
            origin: 'OWN',
            programYear: 2018,
            area: { group: 'group-1', village: 'village-1', township: 'township-1', county: 'county-1' },
            bodyKind: 'VILLAGERS',
            household: snapshotOf(household.state),
            definition: 'IDENT-8@1#1111',
            policy: 'CN-2018@1#22',
          },
          remarks: [],
        },
      },
    ]);
    expect(snapshotOf(household.state)).toEqual({
      members: [
        { person: 'p-1', relation: 'HEAD', bornOn: '1970-01-01' },
        { person: 'p-2', relation: 'SPOUSE', bornOn: '1970-01-01' },
        { person: 'p-3', relation: 'CHILD', bornOn: '2005-03-03' },
      ],
      head: 'p-1',
      standing: 'NONE',
      measures: [],
    });
  });

  it('the exit of a registered household and the return of one that has exited', () => {
    expect(refusedFor(registered.decide(exitAdmission))).toEqual([]);
    expect(refusedFor(exited.decide(admission({ no: 3, origin: 'RELAPSE' })))).toEqual([]);
  });

  it('a monitoring of those who are not registered', () => {
    const monitoring = admission({ kind: 'MONITORING', no: 3, definition: 'MONITOR-1@1' });
    expect(refusedFor(household.decide(monitoring))).toEqual([]);
    expect(refusedFor(exited.decide(monitoring))).toEqual([]);
    expect(refusedFor(registered.decide(monitoring))).toEqual(['HOUSEHOLD_REGISTERED']);
  });

  it('a re-application always, with a remark where the facts are unchanged', () => {
    const rejected = household
      .after(admission({ factsDigest: 'f-1' }), idNamed('c-1'))
      .after(caseResult({ caseId: 'c-1', outcome: 'REJECTED' }), asProcess);
    const again = rejected.after(admission({ no: 2, factsDigest: 'f-1' }), idNamed('c-2'));
    expect(again.log.at(-1)?.data).toMatchObject({
      remarks: [
        {
          code: 'FACTS_UNCHANGED',
          class: 'LAW',
          weight: 'REMARK',
          clause: 'R13',
          required: 'facts that differ from the last application',
          actual: { caseId: 'c-1', outcome: 'REJECTED' },
          met: false,
        },
      ],
    });
    const changed = rejected.after(admission({ no: 2, factsDigest: 'f-2' }), idNamed('c-2'));
    expect(changed.log.at(-1)?.data).toMatchObject({ remarks: [] });
  });
});

describe('The register refuses', () => {
  it('a second case of the kind', () => {
    expect(refusedFor(household.after(admission(), idNamed('c-1')).decide(admission({ no: 2 })))).toEqual(['CASE_OF_KIND_OPEN']);
  });

  it('exit and identification beside each other, and each against the standing', () => {
    const identifying = household.after(admission(), idNamed('c-1'));
    expect(refusedFor(identifying.decide(exitAdmission))).toEqual(['CONFLICTING_CASE_OPEN', 'HOUSEHOLD_NOT_REGISTERED']);
    const exiting = registered.after(exitAdmission, idNamed('c-2'));
    expect(refusedFor(exiting.decide(admission({ no: 3 })))).toEqual(['CONFLICTING_CASE_OPEN', 'HOUSEHOLD_REGISTERED']);
    const monitoring = admission({ kind: 'MONITORING', no: 2, definition: 'MONITOR-1@1' });
    expect(refusedFor(identifying.decide(monitoring))).toEqual(['CONFLICTING_CASE_OPEN']);
    expect(refusedFor(household.decide(exitAdmission))).toEqual(['HOUSEHOLD_NOT_REGISTERED']);
    expect(refusedFor(registered.decide(admission({ no: 3 })))).toEqual(['HOUSEHOLD_REGISTERED']);
  });

  it('a relapse of a household that never exited', () => {
    expect(refusedFor(household.decide(admission({ origin: 'RELAPSE' })))).toEqual(['HOUSEHOLD_NEVER_EXITED']);
  });

  it('a law that nobody published, of another kind, or not in force on the paper date', () => {
    expect(refusedFor(household.decide(admission({ definition: 'IDENT-9@1' })))).toEqual(['DEFINITION_UNKNOWN']);
    expect(refusedFor(household.decide(admission({ definition: 'constructor' })))).toEqual(['DEFINITION_UNKNOWN']);
    expect(refusedFor(household.decide(admission({ definition: 'EXIT-8@1' })))).toEqual(['DEFINITION_OF_OTHER_KIND']);
    expect(household.decide(admission(), { occurredOn: day('2013-12-31') })).toEqual({
      refused: [
        {
          code: 'DEFINITION_NOT_IN_FORCE',
          class: 'LAW',
          weight: 'BLOCKING',
          clause: 'R5',
          required: { from: '2014-01-01', until: null },
          actual: { on: '2013-12-31', definition: 'IDENT-8@1#1111' },
          met: false,
        },
      ],
    });
    const late = { today: day('2021-01-01'), occurredOn: day('2021-01-01') };
    expect(refusedFor(registered.decide(exitAdmission, late))).toEqual(['DEFINITION_NOT_IN_FORCE']);
    expect(refusedFor(registered.decide(exitAdmission, { ...late, occurredOn: day('2020-12-31') }))).toEqual([]);
  });
});

describe('A policy with a delay', () => {
  const { definitions } = sampleContext();
  const exit = definitions['EXIT-8@1'];
  const guangxi: Partial<RegisterContext> = {
    ...idNamed('c-2'),
    definitions: exit === undefined ? {} : { 'EXIT-8@1': { ...exit, deregistrationDelayDays: 365 } },
  };

  it('is pinned by the case, and keeps an exited household in the count', () => {
    const exiting = registered.after(exitAdmission, guangxi);
    expect(exiting.decide(caseResult({ caseId: 'c-2', outcome: 'EXITED' }), asProcess)).toEqual([
      {
        type: 'household.StandingExited.v1',
        data: { caseId: 'c-2', on: '2018-01-09', programYear: 2018, spell: 1, deregistrationDue: '2019-01-09' },
      },
      {
        type: 'household.CaseConcluded.v1',
        data: { caseId: 'c-2', kind: 'EXIT', outcome: 'EXITED', on: '2018-01-09' },
      },
    ]);
  });
});
