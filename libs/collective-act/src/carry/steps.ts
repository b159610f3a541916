import { type ActEvent } from '../events.js';
import { type ActItem } from '../orders.js';
import { isCarried } from '../corrected-field.js';
import { byCase, type OrderToCase, type ToCase } from './case-orders.js';

type Of<T extends ActEvent['type']> = Extract<ActEvent, { type: T }>['data'];

export function reviews(act: string, items: readonly ActItem[], data: Of<'act.MeetingHeld.v1'>): readonly ToCase[] {
  const { attempt, body, heldOn, method, present, rosterTotal, otherwisePresent, comparisonReadOut, papers } = data;
  const results = byCase(data.items);
  const presentPersons = data.attendance.map(({ person, speaksFor }) => speaksFor ?? person);
  return items.flatMap(({ caseId, part, round }): readonly ToCase[] => {
    const result = results.get(caseId);
    if (result === undefined) return [];
    const { recused, tally, ranking } = result;
    const review = {
      part,
      round,
      act,
      attempt,
      body,
      heldOn,
      method,
      present,
      rosterTotal,
      presentPersons,
      ...(otherwisePresent === undefined ? {} : { otherwisePresent }),
      recused,
      tally,
      comparisonReadOut,
      ...(ranking === undefined ? {} : { ranking }),
      papers,
    };
    return [{ caseId, order: { type: 'RecordReview', data: review } }];
  });
}

export function postings(act: string, items: readonly ActItem[], data: Of<'act.NoticeSheetPosted.v1'>): readonly ToCase[] {
  const { places, printedEnd, contentDigest, papers } = data;
  const rows = byCase(data.rows);
  return items.flatMap(({ caseId, part, round }): readonly ToCase[] => {
    const row = rows.get(caseId);
    if (row === undefined) return [];
    const notice = { part, round, act, places, printedEnd, contentDigest, householdSize: row.householdSize, papers };
    return [{ caseId, order: { type: 'PostNotice', data: notice } }];
  });
}

export function interruptions(
  act: string,
  items: readonly ActItem[],
  data: Of<'act.NoticeSheetInterrupted.v1'>,
): readonly ToCase[] {
  const { no, place, missingFrom, restoredOn, withdrawnByIssuer, photo } = data;
  const evidence = [{ slot: 'PHOTO', digest: photo, date: restoredOn }];
  return items.map(({ caseId, part, round }) => ({
    caseId,
    order: {
      type: 'InterruptNotice',
      data: { part, round, act, no, place, missingFrom, restoredOn, withdrawnByIssuer, evidence },
    },
  }));
}

/** Not for the excepted, whose notice runs on. */
export function confirmations(
  act: string,
  items: readonly ActItem[],
  data: Of<'act.SheetResultConfirmed.v1'>,
): readonly ToCase[] {
  const { endedOn, papers, lostPhoto } = data;
  const report = { endedOn, papers, ...(lostPhoto === undefined ? {} : { lostPhoto }) };
  const objections = byCase(data.objections);
  const excepted = new Set(data.except);
  return items.flatMap(({ caseId, part, round }): readonly ToCase[] =>
    excepted.has(caseId)
      ? []
      : [
          {
            caseId,
            order: {
              type: 'ConfirmNoticeResult',
              data: { part, round, act, objections: objections.get(caseId)?.numbers ?? 'NONE', ...report },
            },
          },
        ],
  );
}

export function comparisons(
  act: string,
  items: readonly ActItem[],
  data: Of<'act.ComparisonBatchRequested.v1'>,
): readonly ToCase[] {
  const asked = byCase(data.persons);
  return items.flatMap(({ caseId, part, round }): readonly ToCase[] => {
    const row = asked.get(caseId);
    if (row === undefined) return [];
    return [
      {
        caseId,
        order: { type: 'RequestComparison', data: { part, round, act, persons: row.persons, sources: data.sources } },
      },
    ];
  });
}

export function receipts(act: string, items: readonly ActItem[], data: Of<'act.BatchResultReceived.v1'>): readonly ToCase[] {
  const { source, asOf, receiptDigest } = data;
  const rows = byCase(data.answers);
  return items.flatMap(({ caseId, part, round }): readonly ToCase[] => {
    const row = rows.get(caseId);
    if (row === undefined) return [];
    return [
      {
        caseId,
        order: {
          type: 'RecordComparisonResult',
          data: { part, round, act, source, asOf, receiptDigest, answers: row.answers },
        },
      },
    ];
  });
}

/** The word of the ruling says what it decides: an audit, an approval or a verification (R15). */
export function rulings(act: string, no: number, items: readonly ActItem[], data: Of<'act.RulingMade.v1'>): readonly ToCase[] {
  const exceptions = byCase(data.except);
  return items.map(({ caseId, part, round }): ToCase => {
    const exception = exceptions.get(caseId);
    if (exception?.decision === 'LEFT_OUT') return { caseId, order: { type: 'LeaveAct', data: { act, no } } };
    return { caseId, order: ruled({ part, round, act }, data, exception?.reason) };
  });
}

function ruled(
  about: { readonly part: string; readonly round: number; readonly act: string },
  data: Of<'act.RulingMade.v1'>,
  rejection: Of<'act.RulingMade.v1'>['except'][number]['reason'] | undefined,
): OrderToCase {
  const { documentNo, onSiteCheck, papers } = data;
  const reason = rejection === undefined ? {} : { reason: rejection };
  const passed = rejection === undefined;
  switch (data.decision) {
    case 'PASS':
      return { type: 'RecordAudit', data: { ...about, decision: passed ? 'PASS' : 'REJECT', onSiteCheck, papers, ...reason } };
    case 'APPROVE':
      return {
        type: 'RecordApproval',
        data: { ...about, decision: passed ? 'APPROVE' : 'REJECT', documentNo, papers, ...reason },
      };
    case 'VERIFIED':
      return { type: 'RecordVerification', data: { ...about, passed, papers, ...reason } };
  }
}

/** R3: to the named case, or to all of the list; not where the field stands on the act alone. */
export function corrections(act: string, items: readonly ActItem[], data: Of<'act.ActCorrected.v1'>): readonly ToCase[] {
  const { caseId: only, ...correction } = data;
  if (!isCarried(data.field)) return [];
  return items.flatMap(({ caseId }): readonly ToCase[] =>
    only === undefined || only === caseId
      ? [{ caseId, order: { type: 'CorrectRecord', data: { ...correction, event: `act-${act}` } } }]
      : [],
  );
}
