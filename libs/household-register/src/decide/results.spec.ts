import { type RegisterContext } from '../context.js';
import { type RegisterOrder } from '../orders.js';
import { registerSamples } from '../samples/register-samples.js';
import { asProcess, refusedFor, rehearse } from '../samples/rehearsal.js';
import { admission, caseResult, enrolment, exitAdmission, noPapers } from '../samples/sample-orders.js';

const idNamed = (caseId: string): Partial<RegisterContext> => ({ idFor: () => caseId });
const identifying = rehearse().after(enrolment).after(admission(), idNamed('c-1'));
const won = caseResult({ caseId: 'c-1' });
const registered = identifying.after(won, asProcess);
const exiting = registered.after(exitAdmission, idNamed('c-2'));
const left = caseResult({ caseId: 'c-2', outcome: 'EXITED' });

describe('The result of a case', () => {
  it('registers the household', () => {
    expect(identifying.decide(won, asProcess)).toEqual([
      {
        type: 'household.StandingRegistered.v1',
        data: { caseId: 'c-1', on: '2018-01-09', programYear: 2018, spell: 1, readmitted: false },
      },
      {
        type: 'household.CaseConcluded.v1',
        data: { caseId: 'c-1', kind: 'IDENTIFICATION', outcome: 'REGISTERED', on: '2018-01-09' },
      },
    ]);
    expect(registered.decide(won, asProcess)).toEqual([]);
  });

  it('lets it exit and takes it out of the count', () => {
    expect(exiting.decide(left, asProcess)).toEqual([
      { type: 'household.StandingExited.v1', data: { caseId: 'c-2', on: '2018-01-09', programYear: 2018, spell: 1 } },
      { type: 'household.Deregistered.v1', data: { caseId: 'c-2', on: '2018-01-09' } },
      { type: 'household.CaseConcluded.v1', data: { caseId: 'c-2', kind: 'EXIT', outcome: 'EXITED', on: '2018-01-09' } },
    ]);
    const { standing, deregistered } = exiting.after(left, asProcess).state;
    expect([standing, deregistered]).toEqual(['EXITED', true]);
  });

  it('readmits a household that had exited, in its next spell', () => {
    const relapsed = exiting.after(left, asProcess).after(admission({ no: 3, origin: 'RELAPSE' }), idNamed('c-3'));
    const readmitted = relapsed.after(caseResult({ caseId: 'c-3' }), asProcess);
    expect(readmitted.log.at(-2)?.data).toEqual({
      caseId: 'c-3',
      on: '2018-01-09',
      programYear: 2018,
      spell: 2,
      readmitted: true,
    });
    const { standing, spell, deregistered } = readmitted.state;
    expect([standing, spell, deregistered]).toEqual(['REGISTERED', 2, false]);
  });

  it('monitors it', () => {
    const monitored = rehearse()
      .after(enrolment)
      .after(admission({ kind: 'MONITORING', definition: 'MONITOR-1@1' }), idNamed('c-1'))
      .after(caseResult({ caseId: 'c-1', outcome: 'MONITORED' }), asProcess);
    const { standing, monitoringSpell, monitoredOn } = monitored.state;
    expect([standing, monitoringSpell, monitoredOn]).toEqual(['NONE', 1, '2018-01-09']);
  });

  it.each(['REJECTED', 'WITHDRAWN', 'LAPSED', 'NOT_OPENED'] as const)('%s changes no standing', (outcome) => {
    expect(identifying.decide(caseResult({ caseId: 'c-1', outcome }), asProcess)).toEqual([
      {
        type: 'household.CaseConcluded.v1',
        data: { caseId: 'c-1', kind: 'IDENTIFICATION', outcome, on: '2018-01-09' },
      },
    ]);
  });

  it('DEFERRED leaves the household registered', () => {
    const deferred = exiting.after(caseResult({ caseId: 'c-2', outcome: 'DEFERRED' }), asProcess);
    expect(deferred.state.standing).toBe('REGISTERED');
    expect(refusedFor(identifying.decide(caseResult({ caseId: 'c-1', outcome: 'DEFERRED' }), asProcess))).toEqual([
      'OUTCOME_OF_OTHER_KIND',
    ]);
  });

  it('comes from a process alone', () => {
    expect(identifying.decide(won)).toEqual({
      refused: [
        {
          code: 'RECORDER_MAY_NOT',
          class: 'RIGHTS',
          weight: 'BLOCKING',
          clause: '§2.2',
          required: { role: 'process' },
          actual: { role: 'STATION_CLERK' },
          met: false,
        },
      ],
    });
  });

  it('is refused of an unknown case, of one that has ended, and of the wrong kind', () => {
    expect(refusedFor(identifying.decide(caseResult({ caseId: 'c-9' }), asProcess))).toEqual(['CASE_UNKNOWN']);
    expect(refusedFor(identifying.decide(caseResult({ caseId: 'constructor' }), asProcess))).toEqual(['CASE_UNKNOWN']);
    const again = caseResult({ caseId: 'c-1', outcome: 'REJECTED' });
    expect(refusedFor(registered.decide(again, asProcess))).toEqual(['CASE_NOT_OPEN']);
    const wrong = caseResult({ caseId: 'c-2', outcome: 'REGISTERED' });
    expect(refusedFor(exiting.decide(wrong, asProcess))).toEqual(['OUTCOME_OF_OTHER_KIND']);
  });

  it('still comes in after the household has lapsed, but no longer registers it', () => {
    const lapsed = identifying.given(registerSamples['household.HouseholdLapsed.v1']);
    expect(refusedFor(lapsed.decide(caseResult({ caseId: 'c-1', outcome: 'LAPSED' }), asProcess))).toEqual([]);
    expect(refusedFor(lapsed.decide(won, asProcess))).toEqual(['HOUSEHOLD_CLOSED']);
  });
});

describe('A person in two households', () => {
  const flag: RegisterOrder = { type: 'FlagDuplicatePerson', data: { person: 'p-2', otherHousehold: 'h-9' } };
  const ruling = (belongsHere: boolean, no = 1): RegisterOrder => ({
    type: 'RuleOnDuplicatePerson',
    data: { ...registerSamples['household.DuplicatePersonRuled.v1'].data, belongsHere, no },
  });
  const flagged = identifying.after(flag, asProcess);

  it('stops the registration until it is ruled that the person belongs here', () => {
    expect(refusedFor(flagged.decide(won, asProcess))).toEqual(['PERSON_IN_TWO_HOUSEHOLDS']);
    expect(refusedFor(flagged.after(ruling(true)).decide(won, asProcess))).toEqual([]);
  });

  it('who does not belong here has to leave first', () => {
    const elsewhere = flagged.after(ruling(false));
    expect(refusedFor(elsewhere.decide(won, asProcess))).toEqual(['PERSON_IN_TWO_HOUSEHOLDS']);
    const removal: RegisterOrder = {
      type: 'RemoveMember',
      data: { no: 1, person: 'p-2', reason: 'MOVED_OUT', on: won.data.on, papers: noPapers },
    };
    expect(refusedFor(elsewhere.after(removal).decide(won, asProcess))).toEqual([]);
  });

  it('does not stop another result', () => {
    expect(refusedFor(flagged.decide(caseResult({ caseId: 'c-1', outcome: 'REJECTED' }), asProcess))).toEqual([]);
  });

  it('is flagged by a process, of a member, and in another household', () => {
    expect(refusedFor(identifying.decide(flag))).toEqual(['RECORDER_MAY_NOT']);
    const of = (person: string, otherHousehold: string): RegisterOrder => ({
      type: 'FlagDuplicatePerson',
      data: { person, otherHousehold },
    });
    expect(refusedFor(identifying.decide(of('p-9', 'h-9'), asProcess))).toEqual(['NOT_A_MEMBER']);
    expect(refusedFor(identifying.decide(of('p-2', 'h-1'), asProcess))).toEqual(['SAME_HOUSEHOLD']);
  });

  it('is ruled on only where it was flagged, by nobody of the household, and anew when flagged anew', () => {
    expect(refusedFor(identifying.decide(ruling(true)))).toEqual(['DUPLICATE_NOT_FLAGGED']);
    const own: RegisterOrder = {
      type: 'RuleOnDuplicatePerson',
      data: { ...registerSamples['household.DuplicatePersonRuled.v1'].data, decidedBy: 'p-1' },
    };
    expect(refusedFor(flagged.decide(own))).toEqual(['CONFIRMER_NOT_IN_OFFICE', 'OFFICIAL_IN_OWN_HOUSEHOLD']);
    const again = flagged
      .after(ruling(true))
      .after({ type: 'FlagDuplicatePerson', data: { person: 'p-2', otherHousehold: 'h-8' } }, asProcess);
    expect(refusedFor(again.decide(won, asProcess))).toEqual(['PERSON_IN_TWO_HOUSEHOLDS']);
    expect(refusedFor(again.after(ruling(true, 2)).decide(won, asProcess))).toEqual([]);
  });
});

describe('A case that goes on after a recheck', () => {
  const rejected = identifying.after(caseResult({ caseId: 'c-1', outcome: 'REJECTED', no: 1 }), asProcess);
  const reopened: RegisterOrder = { type: 'RecordCaseReopened', data: { caseId: 'c-1', no: 1 } };

  it('is open again and ends a second time', () => {
    expect(rejected.decide(reopened, asProcess)).toEqual([
      { type: 'household.CaseReopened.v1', data: { caseId: 'c-1', kind: 'IDENTIFICATION', no: 1 } },
    ]);
    const open = rejected.after(reopened, asProcess);
    expect(refusedFor(open.decide(admission({ no: 2 })))).toEqual(['CASE_OF_KIND_OPEN']);
    const second = caseResult({ caseId: 'c-1', outcome: 'REJECTED', no: 2 });
    expect(open.after(second, asProcess).state.cases['c-1']?.open).toBe(false);
  });

  it('is refused while it is open, unknown, by a person, or once another has taken its place', () => {
    expect(refusedFor(identifying.decide(reopened, asProcess))).toEqual(['CASE_NOT_CONCLUDED']);
    const unknown: RegisterOrder = { type: 'RecordCaseReopened', data: { caseId: 'c-9', no: 1 } };
    expect(refusedFor(rejected.decide(unknown, asProcess))).toEqual(['CASE_UNKNOWN']);
    expect(refusedFor(rejected.decide(reopened))).toEqual(['RECORDER_MAY_NOT']);
    const replaced = rejected.after(admission({ no: 2 }), idNamed('c-2'));
    expect(refusedFor(replaced.decide(reopened, asProcess))).toEqual(['CASE_OF_KIND_OPEN']);
  });
});
