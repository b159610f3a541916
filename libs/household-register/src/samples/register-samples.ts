import { type CivilDate, type Sealed } from '#libs/kernel';
import { type AreaPath, type CaseOpened, type Papers } from '#libs/procedure';
import { type RegisterEvent } from '../events.js';
import { type NewMember } from '../orders.js';

const day = (text: string): CivilDate => text as CivilDate;
const sealed = (ref: string): Sealed => ({ ref, commitment: ref.padEnd(64, '0').slice(0, 64) });
const area: AreaPath = { group: 'group-1', village: 'village-1', township: 'township-1', county: 'county-1' };
const papers: Papers = {
  evidence: [{ slot: 'CERTIFICATE', digest: 'a'.repeat(64), date: day('2016-05-01') }],
  signatures: [],
  seals: [],
};

/** Person `p-<n>`: synthetic, with a reserved number in the vault. */
export function sampleMember(person: string, relation: string, bornOn = '1970-01-01'): NewMember {
  return {
    person,
    relation,
    name: sealed(`name-${person}`),
    idNumber: sealed(`id-${person}`),
    idCheckDigitHolds: true,
    idFingerprint: `fingerprint-${person}`,
    bornOn: day(bornOn),
  };
}

const head = sampleMember('p-1', 'HEAD');
const spouse = sampleMember('p-2', 'SPOUSE', '1972-02-02');

const opened: CaseOpened = {
  caseId: 'c-1',
  householdId: 'h-1',
  kind: 'IDENTIFICATION',
  origin: 'OWN',
  programYear: 2016,
  area,
  bodyKind: 'VILLAGERS',
  household: {
    members: [
      { person: 'p-1', relation: 'HEAD', bornOn: day('1970-01-01') },
      { person: 'p-2', relation: 'SPOUSE', bornOn: day('1972-02-02') },
    ],
    head: 'p-1',
    standing: 'NONE',
    measures: [],
  },
  definition: 'IDENT-8@1#1111',
  policy: 'CN-2016@1#2222',
};

/** One event of each name, as it is stored. */
export const registerSamples: { readonly [T in RegisterEvent['type']]: Extract<RegisterEvent, { readonly type: T }> } = {
  'household.HouseholdEnrolled.v1': {
    type: 'household.HouseholdEnrolled.v1',
    data: {
      householdId: 'h-1',
      hukouArea: area,
      residenceArea: area,
      managementArea: area,
      bodyKind: 'VILLAGERS',
      head: 'p-1',
      members: [head, spouse],
      povertyAttribute: 'GENERAL',
    },
  },
  'household.StandingInherited.v1': {
    type: 'household.StandingInherited.v1',
    data: { parent: 'h-0', standing: 'REGISTERED', spell: 1, identifiedOn: day('2014-06-01') },
  },
  'household.MemberAdded.v1': {
    type: 'household.MemberAdded.v1',
    data: { member: sampleMember('p-3', 'CHILD', '2016-04-20'), reason: 'BIRTH', on: day('2016-04-20'), papers },
  },
  'household.MemberRemoved.v1': {
    type: 'household.MemberRemoved.v1',
    data: { no: 1, person: 'p-2', reason: 'MARRIED_OUT', on: day('2016-05-01'), papers },
  },
  'household.HeadChanged.v1': {
    type: 'household.HeadChanged.v1',
    data: { no: 1, head: 'p-2', on: day('2016-05-01'), papers },
  },
  'household.IdentityCorrected.v1': {
    type: 'household.IdentityCorrected.v1',
    data: {
      no: 1,
      person: 'p-2',
      idNumber: sealed('id-p-2-corrected'),
      idCheckDigitHolds: true,
      idFingerprint: 'fingerprint-p-2-corrected',
      papers,
    },
  },
  'household.HouseholdSplit.v1': {
    type: 'household.HouseholdSplit.v1',
    data: {
      no: 1,
      on: day('2016-05-01'),
      children: [
        { householdId: 'h-2', head: 'p-1', members: ['p-1'] },
        { householdId: 'h-3', head: 'p-2', members: ['p-2'], relations: { 'p-2': 'HEAD' } },
      ],
      confirmedByVillage: 'v-1',
      confirmedByTownship: 't-1',
      papers,
    },
  },
  'household.HouseholdMerged.v1': {
    type: 'household.HouseholdMerged.v1',
    data: {
      no: 1,
      on: day('2016-05-01'),
      into: 'h-9',
      relations: { 'p-1': 'PARENT' },
      confirmedByVillage: 'v-1',
      confirmedByTownship: 't-1',
      papers,
    },
  },
  'household.HouseholdLapsed.v1': { type: 'household.HouseholdLapsed.v1', data: { on: day('2016-05-01'), reason: 'DEATH' } },
  'household.PovertyAttributeSet.v1': {
    type: 'household.PovertyAttributeSet.v1',
    data: { no: 1, attribute: 'SAFETY_NET', causeGroup: 'NO_LABOUR_NO_ABILITY' },
  },
  'household.CaseAdmitted.v1': {
    type: 'household.CaseAdmitted.v1',
    data: {
      caseId: 'c-1',
      kind: 'IDENTIFICATION',
      no: 1,
      factsDigest: 'f'.repeat(64),
      open: opened,
      remarks: [
        {
          code: 'FACTS_UNCHANGED',
          class: 'LAW',
          weight: 'REMARK',
          clause: 'R13',
          required: 'facts that differ from the last application',
          actual: { caseId: 'c-0', outcome: 'REJECTED' },
          met: false,
        },
      ],
    },
  },
  'household.CaseConcluded.v1': {
    type: 'household.CaseConcluded.v1',
    data: { caseId: 'c-1', kind: 'IDENTIFICATION', outcome: 'REGISTERED', on: day('2016-09-01') },
  },
  'household.CaseReopened.v1': {
    type: 'household.CaseReopened.v1',
    data: { caseId: 'c-1', kind: 'IDENTIFICATION', no: 1 },
  },
  'household.StandingRegistered.v1': {
    type: 'household.StandingRegistered.v1',
    data: { caseId: 'c-1', on: day('2016-09-01'), programYear: 2016, spell: 1, readmitted: false },
  },
  'household.StandingExited.v1': {
    type: 'household.StandingExited.v1',
    data: { caseId: 'c-2', on: day('2017-11-01'), programYear: 2017, spell: 1 },
  },
  'household.StandingMonitored.v1': {
    type: 'household.StandingMonitored.v1',
    data: { caseId: 'c-3', on: day('2021-06-01'), programYear: 2021, spell: 1 },
  },
  'household.Deregistered.v1': { type: 'household.Deregistered.v1', data: { caseId: 'c-2', on: day('2017-11-01') } },
  'household.DeregistrationDue.v1': {
    type: 'household.DeregistrationDue.v1',
    data: { caseId: 'c-2', due: day('2018-11-01') },
  },
  'household.ManagementMoved.v1': {
    type: 'household.ManagementMoved.v1',
    data: { caseId: 'c-1', from: area, to: { ...area, group: 'group-2' }, cause: 'event-9' },
  },
  'household.StandingTakenOver.v1': {
    type: 'household.StandingTakenOver.v1',
    data: {
      householdNo: '99900100001',
      memberNos: { 'p-1': '9990010000101', 'p-2': '9990010000102' },
      standing: 'EXITED',
      identifiedAt: day('2014-06-01'),
      exitedAt: day('2015-12-01'),
      spells: 1,
      asOf: day('2016-01-01'),
      fileDigest: 'b'.repeat(64),
      instrument: 'County list 2016-1',
      confirmedBy: 'o-2',
    },
  },
  'household.SupportPaired.v1': {
    type: 'household.SupportPaired.v1',
    data: { no: 1, cadre: 'k-1', unit: 'unit-1', from: day('2016-03-01'), until: day('2017-03-01') },
  },
  'household.MeasureDelivered.v1': {
    type: 'household.MeasureDelivered.v1',
    data: { no: 1, measure: 'INDUSTRY', amountFen: 500_000, on: day('2016-03-01') },
  },
  'household.DisasterRecorded.v1': {
    type: 'household.DisasterRecorded.v1',
    data: { no: 1, on: day('2016-07-01'), kind: 'FLOOD' },
  },
  'household.DuplicatePersonFlagged.v1': {
    type: 'household.DuplicatePersonFlagged.v1',
    data: { person: 'p-2', otherHousehold: 'h-9' },
  },
  'household.DuplicatePersonRuled.v1': {
    type: 'household.DuplicatePersonRuled.v1',
    data: { person: 'p-2', belongsHere: true, decidedBy: 't-1', reason: sealed('reason-1'), no: 1 },
  },
};
