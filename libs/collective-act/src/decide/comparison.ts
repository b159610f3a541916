import { type Decision, unmet } from '#libs/kernel';
import { type Office } from '#libs/procedure';
import { type ActContext } from '../context.js';
import { type ActEvent } from '../events.js';
import { type ExportComparisonList, type RecordBatchResult, type RequestComparisonBatch } from '../orders.js';
import { type ActState, askedAbout } from '../state.js';
import { type Check, exactly, notInFuture, ofKind, provided, readyFor, repeated, secondPerson } from './findings.js';

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

/** Who may answer, as the second person, for a list with names and ID numbers: those who may ask for a comparison. */
export const EXPORT_CONFIRMERS: readonly Office[] = [
  'STATION_CLERK',
  'STATION_HEAD',
  'COUNTY_POVERTY_OFFICER',
  'COUNTY_POVERTY_OFFICE_HEAD',
];

/** A list with names leaves the house: to a source that was asked and has not answered, and never by one person alone (R9, R4). */
export function exportList({ data }: ExportComparisonList, state: ActState, context: ActContext): Decision<ActEvent> {
  const { no, source, confirmedBy } = data;
  const next = state.exports.length + 1;
  const held = Object.hasOwn(context.offices, confirmedBy) ? (context.offices[confirmedBy] ?? []) : [];
  const inOffice = held.some(({ office }) => EXPORT_CONFIRMERS.some((one) => one === office));
  return provided(
    [
      ...asked(source, state),
      no !== next && unmet('LIST_NUMBER_NOT_NEXT', 'ORDER', 'R9', { no: next }, { no }),
      secondPerson(context, 'R9; R4', confirmedBy),
      !inOffice && unmet('CONFIRMER_NOT_IN_OFFICE', 'RIGHTS', 'R9; R4', [...EXPORT_CONFIRMERS], confirmedBy),
    ],
    () => {
      const { listDigest } = context;
      if (listDigest === undefined) throw new TypeError('a list is exported, and the context does not hold its digest');
      return [
        {
          type: 'act.ComparisonListExported.v1',
          data: { no, source, confirmedBy, listDigest, persons: askedAbout(state).length },
        },
      ];
    },
  );
}

function asked(source: string, state: ActState): readonly Check[] {
  const { request } = state;
  return [
    ofKind('COMPARISON_BATCH', state),
    request === undefined &&
      unmet('COMPARISON_NOT_REQUESTED', 'ORDER', 'R9', 'RequestComparisonBatch first', { actId: state.actId }),
    request !== undefined &&
      !request.sources.includes(source) &&
      unmet('SOURCE_NOT_ASKED', 'INPUT', 'R9', { sources: request.sources }, { source }),
    state.answered.includes(source) &&
      unmet('SOURCE_ALREADY_ANSWERED', 'ORDER', 'R9', 'a source that has not answered yet', { source }),
  ];
}

/** One receipt per source, with an answer for every person of every case that still waits: `NOT_ANSWERED` is one (R9). */
export function recordResult({ data }: RecordBatchResult, state: ActState, context: ActContext): Decision<ActEvent> {
  const { request } = state;
  return provided(
    [
      ...asked(data.source, state),
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
