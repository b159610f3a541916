import { type Order, type Process, type ProcessOrder, type Reaction, type RecordedOf } from '#libs/kernel';
import { type CaseOpened, type HouseholdSnapshot } from '#libs/procedure';
import { type RegisterEvent } from './events.js';
import { evolve } from './evolve.js';
import { type RecordCaseResult } from './orders.js';
import { entryOf, initialRegister, openCases, type RegisterState, snapshotOf } from './state.js';

type Recorded = RecordedOf<RegisterEvent>;
type OpenCase = Order<'OpenCase', CaseOpened>;

/** What an open case is told of its household (R14). */
export interface HouseholdChange {
  readonly change:
    'HEAD' | 'MEMBER_ADDED' | 'MEMBER_REMOVED' | 'IDENTITY_CORRECTED' | 'MEASURE' | 'SUPPORT' | 'DISASTER' | 'LAPSED';
  readonly on: Recorded['metadata']['occurredOn'];
  readonly household: HouseholdSnapshot;
  readonly person?: string;
  /** Of a lapse: why the last member left. */
  readonly reason?: string;
  /** Id of the register's event. */
  readonly cause: string;
}
type NoteHouseholdChange = Order<'NoteHouseholdChange', HouseholdChange>;
type NoteSupportPaired = Order<'NoteSupportPaired', Pick<HouseholdChange, 'on' | 'cause'>>;

/** A change as it was told, with the paper date and the performer of what made it: told again, it is the same order. */
interface Told {
  readonly data: HouseholdChange;
  readonly occurredOn: Recorded['metadata']['occurredOn'];
  readonly performedBy: string;
}

interface Telling {
  readonly register: RegisterState;
  /** Since the first case was admitted, in order. */
  readonly changes: readonly Told[];
  /** How many of them had been when each case was admitted. */
  readonly before: Readonly<Record<string, number>>;
}

/**
 * What the register tells its cases: opens those it has admitted, brings each change of the household to those that are open,
 * and to one that is opened again all that it may have missed (architecture §2; R13, R14). One process, because within one a
 * case hears its opening before any change.
 */
export const householdCases: Process<Telling, RegisterEvent> = {
  name: 'household-cases',
  category: 'household',
  initial: { register: initialRegister, changes: [], before: {} },
  evolve: (state, event) => {
    const register = evolve(state.register, event);
    if (event.type === 'household.CaseAdmitted.v1') {
      return { ...state, register, before: { ...state.before, [event.data.caseId]: state.changes.length } };
    }
    const told = Object.keys(state.before).length === 0 ? undefined : toldOf(register, event);
    return { ...state, register, changes: told === undefined ? state.changes : [...state.changes, told] };
  },
  react: (state, event) => {
    switch (event.type) {
      case 'household.CaseAdmitted.v1':
        return openCase(event.data.open, event);
      case 'household.CaseReopened.v1':
        return catchUp(state, event.data.caseId);
      default:
        return noteChange(state.register, event);
    }
  },
  wakeups: () => [],
};

/** Only a refusal is reported: the register then knows that nothing was opened. */
function openCase(open: CaseOpened, event: Recorded): Reaction {
  const order: ProcessOrder<OpenCase> = {
    target: `case-${open.caseId}`,
    order: { type: 'OpenCase', data: open },
    onRefusal: 'report',
  };
  return {
    orders: [order],
    report: (outcomes): ProcessOrder<RecordCaseResult> | undefined => {
      if (outcomes.every(({ accepted }) => accepted)) return undefined;
      const { caseId, programYear } = open;
      return {
        target: event.stream,
        order: {
          type: 'RecordCaseResult',
          data: { caseId, outcome: 'NOT_OPENED', on: event.metadata.occurredOn, programYear },
        },
        onRefusal: 'incident',
      };
    },
  };
}

function noteChange(state: RegisterState, event: Recorded): Reaction | undefined {
  const told = toldOf(state, event);
  if (told === undefined) return undefined;
  const open = openCases(state).map(({ caseId }) => telling(caseId, told));
  const orders = told.data.change === 'SUPPORT' ? [...open, ...pairedFor(state, told)] : open;
  return orders.length === 0 ? undefined : { orders };
}

/** The newest case by which the household was registered waits for it though it has ended (T16). */
function pairedFor({ cases }: RegisterState, { data, occurredOn, performedBy }: Told): readonly ProcessOrder[] {
  const registered = Object.entries(cases).findLast(([, { outcome }]) => outcome === 'REGISTERED');
  if (registered === undefined) return [];
  const [caseId] = registered;
  const { on, cause } = data;
  const order: NoteSupportPaired = { type: 'NoteSupportPaired', data: { on, cause } };
  return [{ target: `case-${caseId}`, order, occurredOn, performedBy, onRefusal: 'report' }];
}

/** A case that had ended took no note of what came while it was closed. What it had noted before it recognises. */
function catchUp({ changes, before }: Telling, caseId: string): Reaction | undefined {
  const missed = changes.slice(entryOf(before, caseId) ?? 0);
  return missed.length === 0 ? undefined : { orders: missed.map((told) => telling(caseId, told)) };
}

function telling(caseId: string, { data, occurredOn, performedBy }: Told): ProcessOrder<NoteHouseholdChange> {
  return {
    target: `case-${caseId}`,
    order: { type: 'NoteHouseholdChange', data },
    occurredOn,
    performedBy,
    // A case that has closed meanwhile has nothing to note.
    onRefusal: 'report',
  };
}

function toldOf(state: RegisterState, event: Recorded): Told | undefined {
  const change = changeOf(state, event);
  if (change === undefined) return undefined;
  const { occurredOn, performedBy } = event.metadata;
  return { data: { ...change, household: snapshotOf(state), cause: event.id }, occurredOn, performedBy };
}

type Change = Pick<HouseholdChange, 'change' | 'on' | 'person' | 'reason'>;

function changeOf(state: RegisterState, event: Recorded): Change | undefined {
  const on = event.metadata.occurredOn;
  switch (event.type) {
    case 'household.MemberAdded.v1':
      return { change: 'MEMBER_ADDED', on: event.data.on, person: event.data.member.person };
    case 'household.MemberRemoved.v1':
      // Of the last member the case hears by the lapse that follows.
      return state.members.length === 0 ? undefined : { change: 'MEMBER_REMOVED', on: event.data.on, person: event.data.person };
    case 'household.HeadChanged.v1':
      return { change: 'HEAD', on: event.data.on, person: event.data.head };
    case 'household.IdentityCorrected.v1':
      return { change: 'IDENTITY_CORRECTED', on, person: event.data.person };
    case 'household.MeasureDelivered.v1':
      return { change: 'MEASURE', on: event.data.on };
    case 'household.SupportPaired.v1':
      return { change: 'SUPPORT', on: event.data.from };
    case 'household.DisasterRecorded.v1':
      return { change: 'DISASTER', on: event.data.on };
    case 'household.HouseholdLapsed.v1':
      return { change: 'LAPSED', on: event.data.on, reason: event.data.reason };
    default:
      return undefined;
  }
}
