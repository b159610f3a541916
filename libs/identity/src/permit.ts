import { type Actor, type CivilDate, type Finding, unmet } from '#libs/kernel';
import { type Directory } from './directory.js';
import { type Action, type EngineRole, type Permission, PERMISSIONS } from './permission-table.js';

/** A map, so that a word such as `constructor` is no action. */
const TABLE: ReadonlyMap<string, Permission> = new Map(Object.entries(PERMISSIONS));
const ENGINE_ROLES: ReadonlySet<string> = new Set<EngineRole>(['process', 'clock']);

/**
 * Holds an actor against the permission table: unmet findings of class RIGHTS, none where he may.
 * `OFFICE_MAY_NOT` the office has no such right; `NOT_APPOINTED` he does not hold the office on that day;
 * `FOREIGN_AREA` the target lies outside of his area (a door answers as if it were not there).
 * Without a target area: a query, which is held to his area by what it answers, or what belongs to no area.
 */
export function permit(
  directory: Directory,
  actor: Actor,
  action: string,
  targetArea: string | undefined,
  on: CivilDate,
): readonly Finding[] {
  const permission = TABLE.get(action);
  if (permission === undefined) return [unmet('OFFICE_MAY_NOT', 'RIGHTS', '§8', 'an order or query of the table', action)];
  if (ENGINE_ROLES.has(actor.role)) {
    if (permission.engine?.some((role) => role === actor.role) !== true) {
      return [unmet('OFFICE_MAY_NOT', 'RIGHTS', permission.clause, [...permission.offices], actor.role)];
    }
    return permission.engineWithin === true ? foreign(directory, actor, targetArea, permission.clause) : [];
  }
  const offices = targetArea === undefined ? (permission.ofNoArea ?? permission.offices) : permission.offices;
  if (!offices.some((office) => office === actor.role)) {
    return [unmet('OFFICE_MAY_NOT', 'RIGHTS', permission.clause, [...offices], actor.role)];
  }
  const holds = directory.officesOn(actor.id, on).some(({ office, area }) => office === actor.role && area === actor.area);
  if (!holds) return [unmet('NOT_APPOINTED', 'RIGHTS', '§8', { office: actor.role, area: actor.area, on }, actor.id)];
  return foreign(directory, actor, targetArea, permission.clause);
}

function foreign(directory: Directory, actor: Actor, targetArea: string | undefined, clause: string): readonly Finding[] {
  return targetArea === undefined || directory.isWithin(targetArea, actor.area)
    ? []
    : [unmet('FOREIGN_AREA', 'RIGHTS', clause, { within: actor.area }, targetArea)];
}

/** Actions that an office may do, for lists of tasks and for tests. */
export function actionsOf(office: string): readonly Action[] {
  return (Object.keys(PERMISSIONS) as Action[]).filter((action) =>
    PERMISSIONS[action].offices.some((holder) => holder === office),
  );
}
