import { type Decision, unmet } from '#libs/kernel';
import { type ActContext } from '../context.js';
import { type ActEvent } from '../events.js';
import { type RecordBatchResult, type RequestComparisonBatch } from '../orders.js';
import { type ActState } from '../state.js';
import { type Check, exactly, notInFuture, ofKind, provided, readyFor, repeated } from './findings.js';

/** One list to the departments (R9). */
export function requestBatch({ data }: RequestComparisonBatch, state: ActState): Decision<ActEvent> {
  const twice = repeated(data.sources);
  const nobody = data.persons.flatMap(({ caseId, persons }) => (persons.length === 0 ? [caseId] : []));
  const personTwice = data.persons.flatMap(({ persons }) => repeated(persons));
  return provided(
    [
      ...readyFor('COMPARISON_BATCH', state),
      data.sources.length === 0 && unmet('SOURCES_MISSING', 'INPUT', 'R9', 'at least one source', { sources: 0 }),
      twice.length > 0 && unmet('SOURCE_TWICE', 'INPUT', 'R9', 'each source once', { sources: twice }),
      exactly(
        state.onAct,
        data.persons.map(({ caseId }) => caseId),
      ),
      nobody.length > 0 && unmet('PERSONS_MISSING', 'INPUT', 'R9', 'at least one person of each case', { cases: nobody }),
      personTwice.length > 0 && unmet('PERSON_TWICE', 'INPUT', 'R9', 'each person of a case once', { persons: personTwice }),
    ],
    () => [{ type: 'act.ComparisonBatchRequested.v1', data }],
  );
}

/** One receipt per source, with an answer for every person of every case that still waits: `NOT_ANSWERED` is one (R9). */
export function recordResult({ data }: RecordBatchResult, state: ActState, context: ActContext): Decision<ActEvent> {
  const { request } = state;
  return provided(
    [
      ofKind('COMPARISON_BATCH', state),
      request === undefined &&
        unmet('COMPARISON_NOT_REQUESTED', 'ORDER', 'R9', 'RequestComparisonBatch first', { actId: state.actId }),
      request !== undefined &&
        !request.sources.includes(data.source) &&
        unmet('SOURCE_NOT_ASKED', 'INPUT', 'R9', { sources: request.sources }, { source: data.source }),
      state.answered.includes(data.source) &&
        unmet('SOURCE_ALREADY_ANSWERED', 'ORDER', 'R9', 'a source that has not answered yet', { source: data.source }),
      notInFuture(context, 'asOf', data.asOf),
      ...(request === undefined ? [] : complete(data, request, state)),
    ],
    () => [{ type: 'act.BatchResultReceived.v1', data }],
  );
}

function complete(data: RecordBatchResult['data'], request: RequestComparisonBatch['data'], state: ActState): readonly Check[] {
  const waiting = new Set(state.onAct);
  const asked = new Map(request.persons.map(({ caseId, persons }) => [caseId, new Set(persons)]));
  const foreign: string[] = [];
  for (const { caseId, answers } of data.answers) {
    const persons = asked.get(caseId);
    if (persons === undefined) foreign.push(caseId);
    for (const { person } of answers) {
      // Of those left over, the receipt says nothing.
      if (persons !== undefined && !persons.delete(person)) foreign.push(`${caseId} ${person}`);
    }
  }
  const missing = [...asked].flatMap(([caseId, persons]) =>
    waiting.has(caseId) ? [...persons].map((person) => `${caseId} ${person}`) : [],
  );
  const twice = repeated(data.answers.map(({ caseId }) => caseId));
  return [
    missing.length > 0 && unmet('RECEIPT_INCOMPLETE', 'INPUT', 'R9', 'an answer for each person', { missing }),
    foreign.length > 0 && unmet('PERSON_NOT_ASKED', 'INPUT', 'R9', 'each person of the list once, and no other', { foreign }),
    twice.length > 0 && unmet('CASE_LISTED_TWICE', 'INPUT', 'R9', 'each case once', { cases: twice }),
  ];
}
