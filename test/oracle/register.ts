import { type Say } from './situation.js';
import { type StoredEvent } from './stored-event.js';

/** What the second judge keeps of a household: as little as the next events can be held against. */
interface HouseholdNotes {
  standing: string;
  spell: number;
  open: Map<string, string>;
  members: Set<string>;
  doubtful: Set<string>;
  measures: number;
  /** Endings told by cases and not yet concluded here. */
  ended: Map<string, string>;
  /** Effects that the register has not yet taken over. */
  effects: Map<string, string>;
}

interface RegisterFacts {
  readonly caseId?: string;
  readonly kind?: string;
  readonly outcome?: string;
  readonly spell?: number;
  readonly standing?: string;
  readonly spells?: number;
  readonly person?: string;
  readonly belongsHere?: boolean;
  readonly confirmedBy?: string;
  readonly confirmedByVillage?: string;
  readonly confirmedByTownship?: string;
  readonly children?: readonly { readonly members: readonly string[] }[];
  readonly members?: readonly { readonly person: string }[];
  readonly member?: { readonly person: string };
  readonly open?: { readonly household?: { readonly measures?: readonly object[] } };
}

const ENDINGS: Readonly<Record<string, string>> = {
  'case.HouseholdRegistered.v1': 'REGISTERED',
  'case.HouseholdExited.v1': 'EXITED',
  'case.HouseholdMonitored.v1': 'MONITORED',
  'case.CaseRejected.v1': 'REJECTED',
  'case.CaseWithdrawn.v1': 'WITHDRAWN',
  'case.CaseLapsed.v1': 'LAPSED',
  'case.ExitDeferred.v1': 'DEFERRED',
};

/** §2.2, §4: the registers of all households. Standing is the result of cases, or an opening balance, and of nothing else. */
export class Registers {
  private readonly households = new Map<string, HouseholdNotes>();

  get kept(): number {
    return this.households.size;
  }

  /** An event of a case that a register has to answer. */
  hear(householdId: string, caseId: string, event: StoredEvent): void {
    const household = this.households.get(householdId);
    const outcome = ENDINGS[event.type];
    if (household === undefined || outcome === undefined) return;
    household.ended.set(caseId, outcome);
    if (outcome === 'REGISTERED' || outcome === 'EXITED' || outcome === 'MONITORED') household.effects.set(caseId, outcome);
  }

  /** A case may be opened only where its register admitted it (architecture §2). Unknown households are not judged. */
  admitted(householdId: string, caseId: string, say: Say): void {
    const household = this.households.get(householdId);
    if (household !== undefined && !household.open.has(caseId)) say('opened-as-admitted', '§2.2', `${caseId} was not admitted`);
  }

  /** R14: registration is refused while a member is found in another household as well. */
  doubtful(householdId: string): readonly string[] {
    return [...(this.households.get(householdId)?.doubtful ?? [])];
  }

  take(event: StoredEvent, say: Say): void {
    const id = event.stream.slice('household-'.length);
    const data = event.data as RegisterFacts;
    const type = event.type.slice('household.'.length, -'.v1'.length);
    if (type === 'HouseholdEnrolled') {
      if (this.households.has(id)) say('enrolled-once', '§4.2', `${id} is enrolled twice`);
      this.households.set(id, fresh((data.members ?? []).map(({ person }) => person)));
      return;
    }
    const household = this.households.get(id);
    if (household === undefined) return say('enrolled-first', '§4.2', `${type} of a household that was not enrolled`);
    switch (type) {
      case 'CaseAdmitted':
        return admit(household, data, say);
      case 'CaseConcluded':
        return conclude(household, event, data, say);
      case 'CaseReopened':
        return reopen(household, data, say);
      case 'StandingRegistered':
      case 'StandingExited':
      case 'StandingMonitored':
        return changeStanding(household, type, event, data, say);
      case 'StandingTakenOver':
        household.standing = data.standing ?? '';
        household.spell = data.spells ?? 0;
        if (event.metadata.actorId === data.confirmedBy) say('opening-balance-by-two', 'R6', `${data.confirmedBy} alone`);
        return;
      case 'StandingInherited':
        household.standing = data.standing ?? '';
        household.spell = data.spell ?? 0;
        return;
      case 'Deregistered':
        if (household.standing !== 'EXITED') say('deregistered-after-exit', '§1.3', `while ${household.standing}`);
        return;
      case 'MeasureDelivered':
        household.measures += 1;
        return;
      case 'MemberAdded':
        household.members.add(data.member?.person ?? '');
        return;
      case 'MemberRemoved':
        household.members.delete(data.person ?? '');
        household.doubtful.delete(data.person ?? '');
        return;
      case 'DuplicatePersonFlagged':
        household.doubtful.add(data.person ?? '');
        return;
      case 'DuplicatePersonRuled':
        if (data.belongsHere === true) household.doubtful.delete(data.person ?? '');
        return;
      case 'HouseholdSplit':
      case 'HouseholdMerged':
        return divide(household, type, data, say);
    }
  }
}

const fresh = (members: readonly string[]): HouseholdNotes => ({
  standing: 'NONE',
  spell: 0,
  open: new Map(),
  members: new Set(members),
  doubtful: new Set(),
  measures: 0,
  ended: new Map(),
  effects: new Map(),
});

/** §2.2: one open case of a kind, none that conflicts; §3.1: the registered exit, the others are identified. */
function mayBeOpen(household: HouseholdNotes, kind: string, say: Say): void {
  if (household.open.size > 0) say('one-open-case', '§2.2', `${kind} beside ${[...household.open.values()].join(', ')}`);
  const registered = household.standing === 'REGISTERED';
  if (registered !== (kind === 'EXIT')) say('case-fits-standing', '§2.2; §3.1', `${kind} while ${household.standing}`);
}

function admit(household: HouseholdNotes, { caseId = '', kind = '', open }: RegisterFacts, say: Say): void {
  mayBeOpen(household, kind, say);
  const told = open?.household?.measures?.length ?? 0;
  if (told !== household.measures) say('measures-as-delivered', '§3.2 step 1; F2', `${told} of ${household.measures} measures`);
  household.open.set(caseId, kind);
}

function reopen(household: HouseholdNotes, { caseId = '', kind = '' }: RegisterFacts, say: Say): void {
  mayBeOpen(household, kind, say);
  household.open.set(caseId, kind);
}

function conclude(household: HouseholdNotes, event: StoredEvent, { caseId = '', outcome = '' }: RegisterFacts, say: Say): void {
  if (!household.open.delete(caseId)) say('concluded-once', '§2.2', `${caseId} is not open`);
  if (event.metadata.actorRole !== 'process') say('result-by-process', '§2.2', `by ${event.metadata.actorRole}`);
  if (outcome === 'NOT_OPENED') return;
  if (household.ended.get(caseId) !== outcome)
    say('concluded-as-ended', '§2.2', `${outcome}, the case says ${household.ended.get(caseId) ?? 'nothing'}`);
  household.ended.delete(caseId);
}

function changeStanding(household: HouseholdNotes, type: string, event: StoredEvent, data: RegisterFacts, say: Say): void {
  const outcome = type.slice('Standing'.length).toUpperCase();
  const { caseId = '', spell = 0 } = data;
  if (event.metadata.actorRole !== 'process') say('result-by-process', '§2.2', `by ${event.metadata.actorRole}`);
  if (household.effects.get(caseId) !== outcome)
    say('standing-by-case', '§2.2; §4.1', `${outcome} without the effect of ${caseId}`);
  household.effects.delete(caseId);
  if (outcome === 'REGISTERED') {
    if (household.doubtful.size > 0)
      say('no-doubtful-member', 'R14', `${[...household.doubtful].join(', ')} stand in two households`);
    if (spell !== household.spell + 1) say('spells-count', '§4.1', `spell ${spell} after ${household.spell}`);
    household.spell = spell;
  }
  if (outcome === 'EXITED' && household.standing !== 'REGISTERED')
    say('exit-of-registered', '§3.1', `while ${household.standing}`);
  if (outcome !== 'MONITORED') household.standing = outcome;
}

/** §4.2: members are conserved; village and township confirm by two persons of other households. */
function divide(household: HouseholdNotes, type: string, data: RegisterFacts, say: Say): void {
  const { confirmedByVillage = '', confirmedByTownship = '', children } = data;
  if (confirmedByVillage === confirmedByTownship) say('confirmed-by-two', '§4.2; R4', `${type} by ${confirmedByVillage} alone`);
  if (household.open.size > 0) say('no-case-open', '§2.2', `${type} while a case is open`);
  const going = (children ?? []).flatMap(({ members }) => members);
  const conserved = going.length === household.members.size && new Set(going).size === going.length;
  if (type === 'HouseholdSplit' && !conserved)
    say('members-conserved', '§4.2', `${going.length} of ${household.members.size} members`);
}
