import { type Decision, type Finding, unmet } from '#libs/kernel';
import { type CaseKind } from '#libs/procedure';
import { type DefinitionOffered, type RegisterContext } from '../context.js';
import { type RegisterEvent } from '../events.js';
import { type AdmitCase } from '../orders.js';
import { entryOf, openCases, type RegisterState, snapshotOf } from '../state.js';
import { type Check, provided, recorderNotOfHousehold } from './findings.js';

/** Kinds whose results exclude each other's: while one is open, none of the others opens (§2.2). */
const CONFLICTS: Readonly<Record<CaseKind, readonly CaseKind[]>> = {
  IDENTIFICATION: ['EXIT', 'MONITORING'],
  EXIT: ['IDENTIFICATION', 'MONITORING'],
  MONITORING: ['IDENTIFICATION', 'EXIT'],
};

/**
 * The register alone decides whether a case may open (architecture §2). A re-application is always accepted (R13);
 * unchanged facts are remarked on. The law is one of the area (§2.6) and in force on the paper date (R5).
 */
export function admitCase({ data }: AdmitCase, state: RegisterState, context: RegisterContext): Decision<RegisterEvent> {
  const offered = entryOf(context.definitions, data.definition);
  return provided(
    [
      ...lawOffered(data, offered, state.managementArea?.village ?? '', context),
      ...caseMayOpen(data.kind, state),
      standingFits(data.kind, state),
      recorderNotOfHousehold(context, state),
      data.origin === 'RELAPSE' &&
        state.standing !== 'EXITED' &&
        unmet('HOUSEHOLD_NEVER_EXITED', 'LAW', '§4.1', { standing: 'EXITED' }, { standing: state.standing }),
    ],
    () => {
      const area = state.managementArea;
      if (offered === undefined || area === undefined) return [];
      const caseId = context.idFor('case');
      const delay = offered.deregistrationDelayDays ?? 0;
      return [
        {
          type: 'household.CaseAdmitted.v1',
          data: {
            caseId,
            kind: data.kind,
            no: data.no,
            ...(data.factsDigest === undefined ? {} : { factsDigest: data.factsDigest }),
            open: {
              caseId,
              householdId: state.householdId,
              kind: data.kind,
              origin: data.origin,
              programYear: data.programYear,
              area,
              bodyKind: state.bodyKind,
              household: snapshotOf(state),
              definition: offered.ref,
              policy: offered.policyRef,
            },
            ...(delay > 0 ? { deregistrationDelayDays: delay } : {}),
            remarks: unchangedFacts(data, state),
          },
        },
      ];
    },
  );
}

function lawOffered(
  data: AdmitCase['data'],
  offered: DefinitionOffered | undefined,
  village: string,
  context: RegisterContext,
): readonly Check[] {
  if (offered === undefined) {
    return [
      unmet(
        'DEFINITION_UNKNOWN',
        'INPUT',
        'R5',
        { published: Object.keys(context.definitions) },
        { definition: data.definition },
      ),
    ];
  }
  const { from, until } = offered.effective;
  const on = context.occurredOn;
  return [
    offered.kind !== data.kind &&
      unmet('DEFINITION_OF_OTHER_KIND', 'INPUT', '§2.2', { kind: data.kind }, { kind: offered.kind, definition: offered.ref }),
    (on < from || (until !== undefined && on > until)) &&
      unmet('DEFINITION_NOT_IN_FORCE', 'LAW', 'R5', { from, until: until ?? null }, { on, definition: offered.ref }),
    !offered.covers &&
      unmet('DEFINITION_OF_OTHER_AREA', 'LAW', 'R5; §2.6', { within: offered.area }, { village, definition: offered.ref }),
  ];
}

/** No case of the kind, and none of a conflicting kind, is open. */
export function caseMayOpen(kind: CaseKind, state: RegisterState): readonly Check[] {
  const open = openCases(state).map((entry) => ({ caseId: entry.caseId, kind: entry.kind }));
  const same = open.filter((entry) => entry.kind === kind);
  const conflicting = open.filter((entry) => CONFLICTS[kind].includes(entry.kind));
  return [
    same.length > 0 && unmet('CASE_OF_KIND_OPEN', 'LAW', '§2.2', { openOfKind: 0, kind }, { open: same }),
    conflicting.length > 0 &&
      unmet('CONFLICTING_CASE_OPEN', 'LAW', '§2.2', { noneOpenOf: CONFLICTS[kind] }, { open: conflicting }),
  ];
}

/** Only the registered exit; only those who are not registered are identified or monitored (§2.2, §3.1, §4.3). */
export function standingFits(kind: CaseKind, state: RegisterState): Check {
  const { standing } = state;
  if (kind === 'EXIT') {
    return (
      standing !== 'REGISTERED' && unmet('HOUSEHOLD_NOT_REGISTERED', 'LAW', '§3.1', { standing: 'REGISTERED' }, { standing })
    );
  }
  return (
    standing === 'REGISTERED' &&
    unmet('HOUSEHOLD_REGISTERED', 'LAW', kind === 'MONITORING' ? '§4.3' : '§2.2', { standing: ['NONE', 'EXITED'] }, { standing })
  );
}

function unchangedFacts(data: AdmitCase['data'], state: RegisterState): readonly Finding[] {
  if (data.factsDigest === undefined) return [];
  const last = Object.entries(state.cases)
    .filter(([, entry]) => entry.kind === data.kind && entry.factsDigest !== undefined)
    .at(-1);
  if (last === undefined || last[1].factsDigest !== data.factsDigest) return [];
  return [
    {
      ...unmet('FACTS_UNCHANGED', 'LAW', 'R13', 'facts that differ from the last application', {
        caseId: last[0],
        outcome: last[1].outcome ?? null,
      }),
      weight: 'REMARK',
    },
  ];
}
