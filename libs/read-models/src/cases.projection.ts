import { type StoredEvent } from '#libs/event-store';
import { type AreaPaths, pathOf } from './area-paths.js';
import { CaseChanges } from './case-changes.js';
import { settle, termEvent } from './case-deadlines.js';
import { evolveCase, openedCase } from './case-evolution.js';
import { type StoredCaseEvent, categoryOf, idOf, type Projection } from './projection.js';
import { type CaseFold } from './case-fold.js';
import { writeCaseStatus } from './case-status-table.js';
import { tasksOf } from './case-tasks.js';
import { type Database } from './database.js';
import { writeDeadlines } from './deadlines-table.js';
import { FoldShelf, foldTable } from './fold-shelf.js';
import { writeNotices } from './notice-board-table.js';
import { type Procedures } from './procedures.js';
import { type Task } from './task.js';
import { writeTasks } from './tasks-table.js';

/** Events besides those of notices themselves after which notices of the case may look otherwise. */
const ABOUT_NOTICES: ReadonlySet<string> = new Set([
  'case.ObjectionRaised.v1',
  'case.ObjectionDecided.v1',
  'case.CaseReturned.v1',
  'case.HouseholdChanged.v1',
  'case.CaseRejected.v1',
  'case.CaseWithdrawn.v1',
  'case.CaseLapsed.v1',
  'case.ExitDeferred.v1',
  'case.HouseholdRegistered.v1',
  'case.HouseholdExited.v1',
  'case.HouseholdMonitored.v1',
]);

export const CASE_FOLDS = foldTable('case_folds');

/** Case status, notice board, deadlines and the tasks of cases: four tables of one fold. */
export class CasesProjection implements Projection {
  readonly shelf: FoldShelf<CaseFold>;
  readonly #changes = new Map<string, CaseChanges>();
  /** Tasks as they stand in the table, of the folds in memory. */
  readonly #tasks = new WeakMap<CaseFold, readonly Task[]>();

  constructor(
    private readonly db: Database,
    private readonly procedures: Procedures,
    private readonly areas: AreaPaths,
    room: number,
  ) {
    this.shelf = new FoldShelf(db, CASE_FOLDS, room);
  }

  /** As it stands after the events absorbed so far. */
  get(caseId: string): CaseFold | undefined {
    return this.shelf.get(caseId);
  }

  absorb(stored: StoredEvent): void {
    if (categoryOf(stored.stream) !== 'case') return;
    const event = stored as StoredCaseEvent;
    if (event.type === 'case.CaseOpened.v1') {
      const opened = openedCase(event);
      this.shelf.put(opened.caseId, opened);
      this.#tasks.set(opened, []);
      this.areas.learn(opened.area);
      const begun = this.#changesOf(opened);
      termEvent(opened, event, begun);
      settle(opened, this.procedures.of(opened.definition), event.metadata.occurredOn, begun);
      return;
    }
    const caseId = idOf(event.stream);
    const fold = this.shelf.get(caseId);
    if (fold === undefined) return;
    if (!this.#tasks.has(fold)) this.#tasks.set(fold, tasksOf(fold, this.procedures.of(fold.definition)));
    this.shelf.touch(caseId);
    const changes = this.#changesOf(fold);
    evolveCase(fold, event, changes);
    termEvent(fold, event, changes);
    if (ABOUT_NOTICES.has(event.type)) changes.notices = true;
    settle(fold, this.procedures.of(fold.definition), event.metadata.occurredOn, changes);
    if (event.type === 'case.ManagementTransferred.v1') {
      changes.moved = true;
      this.areas.learn(fold.area);
    }
  }

  #changesOf(fold: CaseFold): CaseChanges {
    const known = this.#changes.get(fold.caseId);
    if (known !== undefined) return known;
    const changes = new CaseChanges();
    this.#changes.set(fold.caseId, changes);
    return changes;
  }

  flush(): void {
    this.shelf.flush((fold) => {
      const procedure = this.procedures.of(fold.definition);
      const changes = this.#changesOf(fold);
      writeCaseStatus(this.db, fold, procedure, changes.moved);
      if (changes.notices || changes.moved) writeNotices(this.db, fold, changes, procedure);
      if (changes.deadlines.size > 0 || changes.moved) writeDeadlines(this.db, fold, changes, procedure);
      this.#writeTasks(fold, tasksOf(fold, procedure), changes.moved);
    });
    this.#changes.clear();
  }

  #writeTasks(fold: CaseFold, tasks: readonly Task[], moved: boolean): void {
    const owner = {
      owner: fold.caseId,
      stream: `case-${fold.caseId}`,
      householdId: fold.householdId,
      path: pathOf(fold.area),
      programYear: fold.programYear,
    };
    writeTasks(this.db, owner, this.#tasks.get(fold) ?? [], tasks, moved);
    this.#tasks.set(fold, tasks);
  }

  forget(): void {
    this.shelf.forget();
    this.#changes.clear();
  }
}
