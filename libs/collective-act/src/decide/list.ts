import { type Decision, unmet } from '#libs/kernel';
import { type ActContext } from '../context.js';
import { type ActEvent } from '../events.js';
import { type CloseList, type ListCases, type OpenAct, type RecordReadiness, type UnlistCase } from '../orders.js';
import { type ActState } from '../state.js';
import { type Check, exactly, fromProcessOnly, provided, repeated } from './findings.js';

/** Cases on one act; a larger list goes in numbered parts. */
export const MOST_CASES = 500;

export function openAct({ data }: OpenAct, state: ActState): Decision<ActEvent> {
  const { no, of } = data.sheet;
  return provided(
    [
      state.phase !== 'ABSENT' && unmet('ACT_ALREADY_OPEN', 'ORDER', 'R7', 'a new act', { actId: state.actId }),
      (!Number.isInteger(no) || !Number.isInteger(of) || no < 1 || no > of) &&
        unmet('SHEET_NUMBER_UNUSABLE', 'INPUT', 'R15', 'a part from 1 to their number', { no, of }),
    ],
    () => [{ type: 'act.ActOpened.v1', data }],
  );
}

export function listCases({ data }: ListCases, state: ActState): Decision<ActEvent> {
  const total = state.listed.length + data.items.length;
  const twice = repeated([...state.listed, ...data.items].map(({ caseId }) => caseId));
  return provided(
    [
      listing(state),
      data.items.length === 0 && unmet('LIST_EMPTY', 'INPUT', 'R15', 'at least one case', { items: 0 }),
      total > MOST_CASES &&
        unmet('LIST_TOO_LONG', 'INPUT', 'assumption', { atMost: MOST_CASES, then: 'a further numbered part' }, { items: total }),
      twice.length > 0 && unmet('CASE_LISTED_TWICE', 'INPUT', 'R15', 'each case once', { cases: twice }),
    ],
    () => [{ type: 'act.CasesListed.v1', data }],
  );
}

export function unlistCase({ data }: UnlistCase, state: ActState): Decision<ActEvent> {
  const item = state.listed.find(({ caseId }) => caseId === data.caseId);
  return provided(
    [listing(state), item === undefined && unmet('CASE_NOT_LISTED', 'INPUT', 'R15', 'a listed case', { caseId: data.caseId })],
    () => (item === undefined ? [] : [{ type: 'act.CaseUnlisted.v1', data: item }]),
  );
}

/** The list closes when every case has answered that it is ready for its part and on no other act for it. */
export function closeList({ data }: CloseList, state: ActState): Decision<ActEvent> {
  return provided(
    [listing(state), state.listed.length === 0 && unmet('LIST_EMPTY', 'ORDER', 'R15', 'at least one listed case', { items: 0 })],
    () => [{ type: 'act.ListClosing.v1', data: { no: data.no, items: state.listed } }],
  );
}

/** Where no case is ready nothing closes: the list can be changed and closed again. */
export function recordReadiness({ data }: RecordReadiness, state: ActState, context: ActContext): Decision<ActEvent> {
  return provided(
    [
      fromProcessOnly(context),
      state.phase !== 'CLOSING' && unmet('LIST_NOT_CLOSING', 'ORDER', 'R7', { phase: 'CLOSING' }, { phase: state.phase }),
      state.phase === 'CLOSING' &&
        data.no !== state.closing &&
        unmet('ANSWER_TO_ANOTHER_CLOSING', 'ORDER', 'R7', { no: state.closing }, { no: data.no }),
      exactly(
        state.listed.map(({ caseId }) => caseId),
        data.answers.map(({ caseId }) => caseId),
      ),
    ],
    () => {
      const ready = new Set(data.answers.flatMap((answer) => (answer.ready ? [answer.caseId] : [])));
      const recorded: ActEvent = { type: 'act.ReadinessRecorded.v1', data };
      if (ready.size === 0) return [recorded];
      const items = state.listed.filter(({ caseId }) => ready.has(caseId));
      const leftOut = data.answers.flatMap(({ caseId, findings }) => (ready.has(caseId) ? [] : [{ caseId, findings }]));
      return [recorded, { type: 'act.ListClosed.v1', data: { items, leftOut } }];
    },
  );
}

function listing(state: ActState): Check {
  return state.phase !== 'LISTING' && unmet('LIST_NOT_OPEN', 'ORDER', 'R7', { phase: 'LISTING' }, { phase: state.phase });
}
