import { type CivilDate, type Sealed } from '#libs/kernel';
import { type Papers } from '#libs/procedure';
import { type ActEvent } from '../events.js';

const day = (text: string): CivilDate => text as CivilDate;
const sealed = (ref: string): Sealed => ({ ref, commitment: ref.padEnd(64, '0').slice(0, 64) });
const papers: Papers = {
  evidence: [{ slot: 'MINUTES', digest: 'a'.repeat(64), date: day('2018-01-09') }],
  signatures: [
    {
      slot: 'CHAIR',
      person: 'o-9',
      capacity: 'OFFICE',
      offices: ['VILLAGE_DIRECTOR'],
      method: 'WET',
      signedOn: day('2018-01-09'),
    },
  ],
  seals: [{ org: 'VILLAGE_COMMITTEE', date: day('2018-01-09'), digest: 'b'.repeat(64) }],
};
const items = [
  { caseId: 'c-1', part: 'GROUP_REVIEW.REVIEW', round: 1 },
  { caseId: 'c-2', part: 'GROUP_REVIEW.REVIEW', round: 1 },
  { caseId: 'c-3', part: 'GROUP_REVIEW.REVIEW', round: 2 },
];
const finding = {
  code: 'PART_NOT_READY',
  class: 'ORDER',
  weight: 'BLOCKING',
  clause: '§2.2',
  required: 'SURVEY.SURVEY done',
  actual: 'NOT_STARTED',
  met: false,
} as const;

/** One event of each name, as it is stored. */
export const actSamples: { readonly [T in ActEvent['type']]: Extract<ActEvent, { readonly type: T }> } = {
  'act.ActOpened.v1': {
    type: 'act.ActOpened.v1',
    data: {
      actId: 'a-1',
      kind: 'MEETING',
      level: 'VILLAGE',
      area: 'village-1',
      bodyKind: 'VILLAGERS',
      sheet: { no: 1, of: 1 },
    },
  },
  'act.CasesListed.v1': { type: 'act.CasesListed.v1', data: { no: 1, items } },
  'act.CaseUnlisted.v1': { type: 'act.CaseUnlisted.v1', data: { caseId: 'c-3', part: 'GROUP_REVIEW.REVIEW', round: 2 } },
  'act.ListClosing.v1': { type: 'act.ListClosing.v1', data: { no: 1, items } },
  'act.ReadinessRecorded.v1': {
    type: 'act.ReadinessRecorded.v1',
    data: {
      no: 1,
      answers: [
        { caseId: 'c-1', ready: true, findings: [] },
        { caseId: 'c-2', ready: true, findings: [] },
        { caseId: 'c-3', ready: false, findings: [finding] },
      ],
    },
  },
  'act.ListClosed.v1': {
    type: 'act.ListClosed.v1',
    data: { items: items.slice(0, 2), leftOut: [{ caseId: 'c-3', findings: [finding] }] },
  },
  'act.MeetingHeld.v1': {
    type: 'act.MeetingHeld.v1',
    data: {
      attempt: 1,
      body: 'REPRESENTATIVE_MEETING',
      heldOn: day('2018-01-09'),
      place: 'Committee house',
      method: 'SECRET_BALLOT',
      attendance: [
        { person: 'r-1', capacity: 'REPRESENTATIVE', mode: 'IN_PERSON' },
        { person: 'r-2', capacity: 'REPRESENTATIVE', mode: 'REMOTE' },
        { person: 'o-5', capacity: 'OBSERVER', mode: 'IN_PERSON' },
      ],
      comparisonReadOut: true,
      items: [
        { caseId: 'c-1', recused: [], tally: { votesFor: 2, against: 0, abstain: 0 } },
        {
          caseId: 'c-2',
          recused: ['r-2'],
          tally: { votesFor: 0, against: 1, abstain: 0 },
          ranking: { rank: 1, quota: 1, instrument: 'Quota 2018-1' },
        },
      ],
      papers,
      minutes: sealed('minutes-1'),
      rosterTotal: 3,
      present: 2,
      otherwisePresent: [{ person: 'r-2', capacity: 'REPRESENTATIVE', mode: 'REMOTE' }],
    },
  },
  'act.NoticeSheetPosted.v1': {
    type: 'act.NoticeSheetPosted.v1',
    data: {
      places: [
        { place: 'VILLAGE_BOARD', postedOn: day('2018-01-01'), photo: 'c'.repeat(64) },
        { place: 'GROUP_BOARD', postedOn: day('2018-01-02'), photo: 'd'.repeat(64) },
      ],
      printedEnd: day('2018-01-09'),
      contentDigest: 'e'.repeat(64),
      rows: [
        { caseId: 'c-1', householdSize: 3 },
        { caseId: 'c-2', householdSize: 5 },
      ],
      papers,
    },
  },
  'act.NoticeSheetInterrupted.v1': {
    type: 'act.NoticeSheetInterrupted.v1',
    data: {
      no: 1,
      place: 'VILLAGE_BOARD',
      missingFrom: day('2018-01-04'),
      restoredOn: day('2018-01-05'),
      withdrawnByIssuer: false,
      photo: 'f'.repeat(64),
    },
  },
  'act.SheetResultConfirmed.v1': {
    type: 'act.SheetResultConfirmed.v1',
    data: {
      no: 1,
      endedOn: day('2018-01-10'),
      objections: [{ caseId: 'c-1', numbers: [1] }],
      except: ['c-2'],
      papers,
    },
  },
  'act.ComparisonBatchRequested.v1': {
    type: 'act.ComparisonBatchRequested.v1',
    data: {
      sources: ['VEHICLES', 'HOUSING'],
      persons: [
        { caseId: 'c-1', persons: ['p-1', 'p-2'] },
        { caseId: 'c-2', persons: ['p-3'] },
      ],
      papers,
    },
  },
  'act.ComparisonListExported.v1': {
    type: 'act.ComparisonListExported.v1',
    data: { no: 1, source: 'VEHICLES', confirmedBy: 't-1', listDigest: '4'.repeat(64), persons: 3 },
  },
  'act.BatchResultReceived.v1': {
    type: 'act.BatchResultReceived.v1',
    data: {
      source: 'VEHICLES',
      asOf: day('2018-01-08'),
      receiptDigest: '1'.repeat(64),
      answers: [
        {
          caseId: 'c-1',
          answers: [
            { person: 'p-1', result: 'CLEAR' },
            { person: 'p-2', result: 'HIT', code: 'R01', factDate: day('2017-05-05') },
          ],
        },
        { caseId: 'c-2', answers: [{ person: 'p-3', result: 'CLEAR' }] },
      ],
    },
  },
  'act.RulingMade.v1': {
    type: 'act.RulingMade.v1',
    data: {
      decision: 'APPROVE',
      documentNo: 'County 2018-7',
      onSiteCheck: false,
      except: [{ caseId: 'c-2', decision: 'REJECT', reason: sealed('reason-2') }],
      papers,
    },
  },
  'act.OutcomesRecorded.v1': {
    type: 'act.OutcomesRecorded.v1',
    data: {
      no: 1,
      cause: 'event-5',
      outcomes: [
        { caseId: 'c-1', accepted: true, findings: [] },
        { caseId: 'c-2', accepted: false, findings: [finding] },
      ],
    },
  },
  'act.ActCorrected.v1': {
    type: 'act.ActCorrected.v1',
    data: {
      no: 1,
      caseId: 'c-1',
      field: 'tally.votesFor',
      old: '2',
      new: '1',
      scanDigest: '2'.repeat(64),
      confirmedBy: 't-1',
      reason: sealed('reason-1'),
    },
  },
  'act.ActVoided.v1': {
    type: 'act.ActVoided.v1',
    data: { reason: sealed('reason-3'), confirmedBy: 't-1', caseIds: ['c-1', 'c-2'] },
  },
};
