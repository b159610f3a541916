import { caseDecider, type CaseFile } from '#libs/household-case';
import { civilDate } from '#libs/kernel';
import { definitionOf, type Law, lawOf, policyOf, policySets, readyParts, shippedCalendar } from '#libs/procedure';
import { CaseChanges } from './case-changes.js';
import { settle } from './case-deadlines.js';
import { evolveCase, openedCase } from './case-evolution.js';
import { type StoredCaseEvent } from './projection.js';
import { type CaseFold, openObjections } from './case-fold.js';
import { procedureOf } from './procedures.js';
import { HandWrittenLog, NO_PAPERS, opened, sealed, SHORT, shortProcedure } from './samples/hand-written-log.js';
import { syntheticEvents } from './samples/synthetic-log.js';

const opensCase = (e: StoredCaseEvent): e is Extract<StoredCaseEvent, { type: 'case.CaseOpened.v1' }> =>
  e.type === 'case.CaseOpened.v1';

/** Folds the events of one case both ways; the face of the case after each event, ours as it is kept between two batches. */
function agreement(events: readonly StoredCaseEvent[], law: Law): { ours: readonly object[]; theirs: readonly object[] } {
  const procedure = procedureOf(law.definitionRef, law.definition);
  let state: CaseFile = caseDecider.initial;
  let fold: CaseFold | undefined;
  const ours: object[] = [];
  const theirs: object[] = [];
  const changes = new CaseChanges();
  for (const event of events) {
    state = caseDecider.evolve(state, event);
    if (opensCase(event)) fold = openedCase(event);
    else if (fold !== undefined) evolveCase(fold, event, changes);
    if (fold === undefined) continue;
    changes.notices = true;
    settle(fold, procedure, event.metadata.occurredOn, changes);
    // As it is kept between two batches.
    fold = JSON.parse(JSON.stringify(fold)) as CaseFold;
    ours.push(faceOfFold(fold, event.type));
    theirs.push(faceOfState(state, law, event.type));
  }
  return { ours, theirs };
}

function faceOfFold(fold: CaseFold, after: string): object {
  const begun = Object.entries(fold.parts).filter(([, part]) => part.status !== 'NOT_STARTED' || part.round > 1);
  return {
    after,
    phase: fold.phase,
    outcome: fold.outcome,
    closedOn: fold.closedOn,
    parts: Object.fromEntries(begun.map(([id, { round, status, doneOn }]) => [id, { round, status, doneOn }])),
    ready: new Set(Object.keys(fold.ready)),
    onAct: fold.onAct,
    headCount: fold.headCount,
    objections: openObjections(fold),
    held: fold.held,
    consent: fold.consent,
    notices: Object.fromEntries(
      fold.notices
        .filter(({ status }) => fold.phase === 'OPEN' && (status === 'RUNNING' || status === 'COMPLETED'))
        .map(({ part, runsFrom, earliestClose }) => [part, { runsFrom, earliestClose }]),
    ),
  };
}

function faceOfState(state: CaseFile, law: Law, after: string): object {
  const begun = Object.entries(state.parts).filter(([, part]) => part.status !== 'NOT_STARTED' || part.round > 1);
  return {
    after,
    phase: state.phase,
    outcome: state.outcome ?? null,
    closedOn: state.closedOn ?? null,
    parts: Object.fromEntries(begun.map(([id, { round, status, doneOn }]) => [id, { round, status, doneOn: doneOn ?? null }])),
    ready: new Set(state.phase === 'OPEN' ? readyParts(law, state) : []),
    onAct: state.onAct?.act ?? null,
    headCount: state.household.members.length,
    objections: Object.values(state.objections).filter(({ open }) => open).length,
    held: state.held !== undefined,
    consent: state.consent === undefined ? null : { part: state.consent.part, person: state.consent.person },
    notices:
      state.phase === 'CLOSED'
        ? {}
        : Object.fromEntries(
            Object.entries(state.notices).map(([part, { runsFrom, earliestClose }]) => [part, { runsFrom, earliestClose }]),
          ),
  };
}

const policy = policyOf(policySets, ['CN'], 2014);
if ('missing' in policy) throw new Error(policy.missing);
const lawUnder = (ref: string, definition: Law['definition']): Law =>
  lawOf(definition, policy, ref, 'CN@1#00', shippedCalendar, []);

describe('A case as the lists keep it', () => {
  it('stands after every event of a season where its decider stands', () => {
    const events = syntheticEvents({ households: 20, village: 20 }).filter(({ stream }) => stream.startsWith('case-'));
    const law = lawUnder('IDENT-8@1#00', definitionOf('IDENT-8', 1));
    for (const stream of new Set(events.map((event) => event.stream))) {
      const { ours, theirs } = agreement(events.filter((event) => event.stream === stream) as StoredCaseEvent[], law);
      expect(ours).toEqual(theirs);
    }
  });

  it('stands there through returns, contests, late objections and changes of the household', () => {
    const day = civilDate;
    const notice = { part: 'PUBLISH.NOTICE', round: 1 };
    const compare = { part: 'COMPARE.COMPARISON', round: 1 };
    const log = new HandWrittenLog()
      .ofCase('k-1', '2014-02-01', opened('k-1', 'h-1'))
      .ofCase('k-1', '2014-02-03', {
        type: 'case.ApplicationSubmitted.v1',
        data: { part: 'APPLY.APPLICATION', round: 1, by: 'HOUSEHOLD', membersListed: [], authorisedBy: [], papers: NO_PAPERS },
      })
      .ofCase(
        'k-1',
        '2014-02-04',
        { type: 'case.JoinedAct.v1', data: { act: 'a-1', ...compare } },
        { type: 'case.ComparisonRequested.v1', data: { ...compare, persons: ['p-1', 'p-2'], sources: ['VEHICLES'] } },
        { type: 'case.ComparisonPassed.v1', data: { ...compare, oldestAsOf: day('2014-02-04') } },
        { type: 'case.ComparisonSuperseded.v1', data: { part: 'COMPARE.COMPARISON', person: 'p-1' } },
        { type: 'case.ComparisonPassed.v1', data: { ...compare, oldestAsOf: day('2014-02-04') } },
      )
      .ofCase('k-1', '2014-02-10', {
        type: 'case.NoticePosted.v1',
        data: {
          ...notice,
          places: [{ place: 'VILLAGE_BOARD', postedOn: day('2014-02-10'), photo: 'photo' }],
          papers: NO_PAPERS,
          contentDigest: 'rows',
          householdSize: 2,
          runsFrom: day('2014-02-10'),
          earliestClose: day('2014-02-18'),
          derivation: {},
        },
      })
      .ofCase('k-1', '2014-02-18', {
        type: 'case.NoticePeriodCompleted.v1',
        data: { ...notice, objections: 'NONE', endedOn: day('2014-02-18'), papers: NO_PAPERS, confirmedBy: 'director-1' },
      })
      .ofCase(
        'k-1',
        '2014-02-19',
        {
          type: 'case.ObjectionRaised.v1',
          data: {
            no: 1,
            target: 'ENTRY',
            part: 'PUBLISH.NOTICE',
            receivedOn: day('2014-02-17'),
            receivedBy: 'clerk-1',
            anonymous: true,
            facts: sealed('facts'),
            byHousehold: false,
          },
        },
        { type: 'case.CompletionSuperseded.v1', data: { parts: ['PUBLISH.NOTICE'], objection: 1 } },
        {
          type: 'case.ObjectionDecided.v1',
          data: { no: 1, outcome: 'DISMISSED', material: false, decidedBy: ['head-1'], reason: sealed('why'), evidence: [] },
        },
      )
      .ofCase(
        'k-1',
        '2014-02-20',
        {
          type: 'case.CaseReturned.v1',
          data: {
            to: 'COMPARE.COMPARISON',
            level: 'TOWNSHIP',
            because: 'RULING',
            superseded: ['COMPARE.COMPARISON', 'PUBLISH.NOTICE', 'APPROVE.APPROVAL'],
          },
        },
        { type: 'case.DecisionContested.v1', data: { contested: 'RETURN', reason: sealed('why'), papers: NO_PAPERS } },
        {
          type: 'case.ContestRuled.v1',
          data: { upheld: true, resumeAt: 'PUBLISH.NOTICE', decidedBy: ['officer-1'], reason: sealed('why'), papers: NO_PAPERS },
        },
        {
          type: 'case.CaseReturned.v1',
          data: { to: 'PUBLISH.NOTICE', level: 'COUNTY', because: 'CONTEST', superseded: ['PUBLISH.NOTICE', 'APPROVE.APPROVAL'] },
        },
        {
          type: 'case.HouseholdChanged.v1',
          data: {
            change: 'MEMBER_REMOVED',
            on: day('2014-02-20'),
            household: { members: [{ person: 'p-2', relation: 'HEAD' }], head: 'p-2', standing: 'NONE', measures: [] },
            person: 'p-1',
            cause: 'left',
          },
        },
        {
          type: 'case.CaseRejected.v1',
          data: { part: 'PUBLISH.NOTICE', level: 'TOWNSHIP', reason: 'OBJECTION_UPHELD', decidedBy: ['head-1'] },
        },
        {
          type: 'case.CaseReturned.v1',
          data: { to: 'PUBLISH.NOTICE', level: 'COUNTY', because: 'RECHECK', superseded: ['PUBLISH.NOTICE'] },
        },
      );
    const { ours, theirs } = agreement(log.events as unknown as StoredCaseEvent[], lawUnder(SHORT, shortProcedure));
    expect(ours).toHaveLength(log.events.length);
    expect(ours).toEqual(theirs);
  });
});
