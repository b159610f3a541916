import { type Action, PERMISSIONS } from '#libs/identity';
import { definitions, type Level, placedParts } from '#libs/procedure';
import { deskOf, incidentDesk } from './desks.js';
import { type TaskKind } from './task.js';

/** What ends a task that a desk takes up, and the levels at which it lies. */
const ENDED_BY: readonly (readonly [TaskKind, Action, readonly Level[]])[] = [
  ['ASSIGN_INVESTIGATION', 'AssignInvestigation', ['TOWNSHIP', 'COUNTY']],
  ['DECIDE_OBJECTION', 'DecideObjection', ['TOWNSHIP', 'COUNTY']],
  ['DELIVER_REJECTION', 'NotifyRejection', ['GROUP', 'VILLAGE', 'TOWNSHIP', 'COUNTY']],
  ['DECIDE_RECHECK', 'DecideRecheck', ['TOWNSHIP', 'COUNTY', 'PREFECTURE']],
  ['RULE_ON_CONTEST', 'RuleOnContest', ['COUNTY']],
  ['DEREGISTER', 'Deregister', ['COUNTY']],
  ['RULE_ON_DUPLICATE_PERSON', 'RuleOnDuplicatePerson', ['TOWNSHIP']],
  ['REMOVE_MEMBER', 'RemoveMember', ['VILLAGE']],
  ['FOLLOW_UP_LEAD', 'AdmitCase', ['TOWNSHIP']],
  ['FOLLOW_UP_LEAD', 'DecideObjection', ['TOWNSHIP']],
];
const missing = (offices: readonly string[], action: Action): readonly string[] =>
  offices.filter((office) => !PERMISSIONS[action].offices.some((holder) => holder === office));

describe('A desk', () => {
  it.each(ENDED_BY)('has only offices that may end %s by %s', (_kind, action, levels) => {
    expect(levels.flatMap((level) => missing(deskOf(level), action))).toEqual([]);
  });

  it('of incidents has only offices that may resolve them', () => {
    expect(missing(incidentDesk('v-1'), 'ResolveIncident')).toEqual([]);
    expect(missing(incidentDesk(''), 'ResolveIncident')).toEqual([]);
  });

  it('of a hit has only offices that may say what it means, in every procedure that compares', () => {
    const parts = definitions.flatMap((definition) => placedParts(definition)).filter(({ part }) => part.kind === 'comparison');
    expect(parts.length).toBeGreaterThan(0);
    expect(parts.flatMap(({ part }) => missing(part.performedBy, 'DispositionHit'))).toEqual([]);
  });
});
