import { type CivilDate } from '#libs/kernel';
import { type AdmitCase, type EnrolHousehold, type RecordCaseResult, type RegisterOrder } from '../orders.js';
import { registerSamples, sampleMember } from './register-samples.js';

const day = (text: string): CivilDate => text as CivilDate;

/** Household `h-1`: head `p-1`, spouse `p-2`, child `p-3`. */
export const enrolment: EnrolHousehold = {
  type: 'EnrolHousehold',
  data: {
    ...registerSamples['household.HouseholdEnrolled.v1'].data,
    members: [sampleMember('p-1', 'HEAD'), sampleMember('p-2', 'SPOUSE'), sampleMember('p-3', 'CHILD', '2005-03-03')],
  },
};

export const noPapers = { evidence: [], signatures: [], seals: [] };

export function admission(change: Partial<AdmitCase['data']> = {}): AdmitCase {
  return {
    type: 'AdmitCase',
    data: { kind: 'IDENTIFICATION', origin: 'OWN', no: 1, definition: 'IDENT-8@1', programYear: 2018, ...change },
  };
}

export const exitAdmission = admission({ kind: 'EXIT', origin: 'PLAN', no: 2, definition: 'EXIT-8@1' });

export function caseResult(change: Partial<RecordCaseResult['data']> = {}): RecordCaseResult {
  return {
    type: 'RecordCaseResult',
    data: { caseId: 'case-of-order', outcome: 'REGISTERED', on: day('2018-01-09'), programYear: 2018, ...change },
  };
}

/** An order that is accepted, for each type that stands on an enrolled household without cases. */
export const ordinaryOrders: readonly RegisterOrder[] = [
  { type: 'AddMember', data: registerSampleOf('p-4') },
  { type: 'RemoveMember', data: { no: 1, person: 'p-2', reason: 'MARRIED_OUT', on: day('2017-12-01'), papers: noPapers } },
  { type: 'ChangeHead', data: { no: 1, head: 'p-2', on: day('2017-12-01'), papers: noPapers } },
  { type: 'CorrectIdentity', data: registerSamples['household.IdentityCorrected.v1'].data },
  { type: 'SetPovertyAttribute', data: registerSamples['household.PovertyAttributeSet.v1'].data },
  { type: 'PairSupport', data: registerSamples['household.SupportPaired.v1'].data },
  { type: 'DeliverMeasure', data: registerSamples['household.MeasureDelivered.v1'].data },
  { type: 'RecordDisaster', data: registerSamples['household.DisasterRecorded.v1'].data },
];

function registerSampleOf(person: string): Extract<RegisterOrder, { type: 'AddMember' }>['data'] {
  return { member: sampleMember(person, 'CHILD', '2017-11-11'), reason: 'BIRTH', on: day('2017-11-11'), papers: noPapers };
}
