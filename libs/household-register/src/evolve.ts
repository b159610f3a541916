import { type RecordedOf } from '#libs/kernel';
import { type RegisterEvent } from './events.js';
import { type CaseEntry, entryOf, type RegisterState } from './state.js';

type Of<T extends RegisterEvent['type']> = Extract<RegisterEvent, { type: T }>['data'];

/** Folds one event. Never throws; an event of an unknown name changes nothing. */
export function evolve(state: RegisterState, event: RecordedOf<RegisterEvent>): RegisterState {
  switch (event.type) {
    case 'household.HouseholdEnrolled.v1':
      return { ...state, phase: 'ENROLLED', ...event.data };
    case 'household.StandingInherited.v1':
      return inherited(state, event.data);
    case 'household.MemberAdded.v1':
      return { ...state, members: [...state.members, event.data.member] };
    case 'household.MemberRemoved.v1':
      return { ...state, members: state.members.filter(({ person }) => person !== event.data.person) };
    case 'household.HeadChanged.v1':
      return { ...state, head: event.data.head };
    case 'household.IdentityCorrected.v1':
      return identityCorrected(state, event.data);
    case 'household.HouseholdSplit.v1':
      return { ...state, phase: 'SPLIT' };
    case 'household.HouseholdMerged.v1':
      return { ...state, phase: 'MERGED' };
    case 'household.HouseholdLapsed.v1':
      return { ...state, phase: 'LAPSED' };
    case 'household.PovertyAttributeSet.v1':
      return attributeSet(state, event.data);
    case 'household.CaseAdmitted.v1':
      return admitted(state, event.data);
    case 'household.CaseConcluded.v1':
      return withCase(state, event.data.caseId, { open: false, outcome: event.data.outcome });
    case 'household.CaseReopened.v1':
      return withCase(state, event.data.caseId, { open: true });
    case 'household.StandingRegistered.v1':
      return {
        ...state,
        standing: 'REGISTERED',
        spell: event.data.spell,
        identifiedOn: event.data.on,
        exitedOn: undefined,
        deregistered: false,
        exitedBy: undefined,
        deregistrationDue: undefined,
      };
    case 'household.StandingExited.v1':
      return exited(state, event.data);
    case 'household.StandingMonitored.v1':
      return { ...state, monitoringSpell: event.data.spell, monitoredOn: event.data.on };
    case 'household.Deregistered.v1':
      return { ...state, deregistered: true, deregistrationDue: undefined };
    case 'household.DeregistrationDue.v1':
      return state;
    case 'household.ManagementMoved.v1':
      return { ...state, managementArea: event.data.to };
    case 'household.StandingTakenOver.v1':
      return takenOver(state, event.data);
    case 'household.SupportPaired.v1':
      return state;
    case 'household.MeasureDelivered.v1':
      return { ...state, measures: [...state.measures, { type: event.data.measure, on: event.data.on }] };
    case 'household.DisasterRecorded.v1':
      return { ...state, disasterOn: event.data.on };
    case 'household.DuplicatePersonFlagged.v1':
      return withDuplicate(state, event.data.person, { otherHousehold: event.data.otherHousehold });
    case 'household.DuplicatePersonRuled.v1':
      return ruled(state, event.data);
    default:
      return state;
  }
}

function exited(state: RegisterState, { caseId, on, deregistrationDue }: Of<'household.StandingExited.v1'>): RegisterState {
  return { ...state, standing: 'EXITED', exitedOn: on, exitedBy: caseId, deregistrationDue };
}

function inherited(state: RegisterState, data: Of<'household.StandingInherited.v1'>): RegisterState {
  return {
    ...state,
    standing: data.standing,
    spell: data.spell,
    identifiedOn: data.identifiedOn,
    exitedOn: data.exitedOn,
    monitoredOn: data.monitoredOn,
    monitoringSpell: data.monitoringSpell ?? (data.monitoredOn === undefined ? 0 : 1),
    deregistered: data.deregistered === true,
    exitedBy: data.exitedBy,
    deregistrationDue: data.deregistrationDue,
    takenOver: data.takenOver === true,
    measures: data.measures ?? [],
    ...(data.disasterOn === undefined ? {} : { disasterOn: data.disasterOn }),
  };
}

function identityCorrected(state: RegisterState, data: Of<'household.IdentityCorrected.v1'>): RegisterState {
  const { person, idNumber, idCheckDigitHolds, idFingerprint } = data;
  return {
    ...state,
    members: state.members.map((member) =>
      member.person === person ? { ...member, idNumber, idCheckDigitHolds, idFingerprint } : member,
    ),
  };
}

function attributeSet(state: RegisterState, data: Of<'household.PovertyAttributeSet.v1'>): RegisterState {
  return { ...state, povertyAttribute: data.attribute, causeGroup: data.causeGroup ?? state.causeGroup };
}

function admitted(state: RegisterState, data: Of<'household.CaseAdmitted.v1'>): RegisterState {
  const { caseId, kind, factsDigest, open } = data;
  const entry: CaseEntry = {
    kind,
    open: true,
    definition: open.definition,
    deregistrationDelayDays: data.deregistrationDelayDays ?? 0,
    ...(factsDigest === undefined ? {} : { factsDigest }),
  };
  return { ...state, cases: { ...state.cases, [caseId]: entry } };
}

function withCase(state: RegisterState, caseId: string, change: Partial<CaseEntry>): RegisterState {
  const entry = entryOf(state.cases, caseId);
  return entry === undefined ? state : { ...state, cases: { ...state.cases, [caseId]: { ...entry, ...change } } };
}

function takenOver(state: RegisterState, data: Of<'household.StandingTakenOver.v1'>): RegisterState {
  return {
    ...state,
    standing: data.standing,
    spell: data.spells,
    identifiedOn: data.identifiedAt,
    exitedOn: data.exitedAt,
    takenOver: true,
    householdNo: data.householdNo,
    memberNos: data.memberNos,
  };
}

function withDuplicate(state: RegisterState, person: string, entry: RegisterState['duplicates'][string]): RegisterState {
  return { ...state, duplicates: { ...state.duplicates, [person]: entry } };
}

function ruled(state: RegisterState, data: Of<'household.DuplicatePersonRuled.v1'>): RegisterState {
  const flagged = entryOf(state.duplicates, data.person);
  return flagged === undefined ? state : withDuplicate(state, data.person, { ...flagged, belongsHere: data.belongsHere });
}
