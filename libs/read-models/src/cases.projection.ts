import { type StoredEvent } from '#libs/event-store';
import { type AreaPaths, pathOf } from './area-paths.js';
import { settle } from './case-deadlines.js';
import { evolveCase, openedCase, type StoredCaseEvent } from './case-evolution.js';
import { type CaseFold } from './case-fold.js';
import { CASE_STATUS, writeCaseStatus } from './case-status-table.js';
import { type Task, tasksOf } from './case-tasks.js';
import { type Database } from './database.js';
import { DEADLINES, writeDeadline } from './deadlines-table.js';
import { FoldShelf } from './fold-shelf.js';
import { moveNotices, NOTICE_BOARD, writeNotice } from './notice-board-table.js';
import { type Procedures } from './procedures.js';
import { categoryOf, idOf, type Projection } from './projection.js';
import { deleteTask, writeTask } from './tasks-table.js';

/** What of a case must be written besides its status. */
interface Changes {
  readonly deadlines: Set<number>;
  notices: boolean;
  moved: boolean;
}

/** Events after which the notices of the case may look otherwise. */
const ABOUT_NOTICES: ReadonlySet<string> = new Set([
  'case.NoticePosted.v1',
  'case.AnnouncementPosted.v1',
  'case.NoticeCorrected.v1',
  'case.NoticeInterrupted.v1',
  'case.NoticePeriodElapsed.v1',
  'case.NoticePeriodCompleted.v1',
  'case.AnnouncementCompleted.v1',
  'case.CompletionSuperseded.v1',
  'case.ObjectionRaised.v1',
  'case.ObjectionDecided.v1',
  'case.CaseReturned.v1',
  'case.EntryReassigned.v1',
  'case.CaseRejected.v1',
  'case.CaseWithdrawn.v1',
  'case.CaseLapsed.v1',
  'case.ExitDeferred.v1',
  'case.HouseholdRegistered.v1',
  'case.HouseholdExited.v1',
  'case.HouseholdMonitored.v1',
]);

/** Case status, notice board, deadlines and the tasks of cases: four tables of one fold. */
export class CasesProjection implements Projection {
  readonly #shelf: FoldShelf<CaseFold>;
  readonly #changes = new Map<string, Changes>();
  /** Tasks as they stand in the table, of the folds in memory. */
  readonly #tasks = new WeakMap<CaseFold, readonly Task[]>();
  readonly tables;

  constructor(
    private readonly db: Database,
    private readonly procedures: Procedures,
    private readonly areas: AreaPaths,
    room: number,
  ) {
    this.#shelf = new FoldShelf(db, 'case_folds', room);
    this.tables = [this.#shelf.table, CASE_STATUS, NOTICE_BOARD, DEADLINES];
  }

  /** As it stands after the events absorbed so far. */
  get(caseId: string): CaseFold | undefined {
    return this.#shelf.get(caseId);
  }

  absorb(stored: StoredEvent): void {
    if (categoryOf(stored.stream) !== 'case') return;
    const event = stored as StoredCaseEvent;
    if (event.type === 'case.CaseOpened.v1') {
      const opened = openedCase(event);
      this.#shelf.put(opened.caseId, opened);
      this.#tasks.set(opened, []);
      this.areas.learn(opened.area);
      this.#settle(opened, event);
      return;
    }
    const caseId = idOf(event.stream);
    const fold = this.#shelf.get(caseId);
    if (fold === undefined) return;
    if (!this.#tasks.has(fold)) this.#tasks.set(fold, tasksOf(fold, this.procedures.of(fold.definition)));
    this.#shelf.touch(caseId);
    evolveCase(fold, event);
    this.#settle(fold, event);
  }

  #settle(fold: CaseFold, event: StoredCaseEvent): void {
    let changes = this.#changes.get(fold.caseId);
    if (changes === undefined) {
      changes = { deadlines: new Set(), notices: false, moved: false };
      this.#changes.set(fold.caseId, changes);
    }
    for (const no of settle(fold, this.procedures.of(fold.definition), event.metadata.occurredOn)) changes.deadlines.add(no);
    if (ABOUT_NOTICES.has(event.type)) changes.notices = true;
    if (event.type === 'case.ManagementTransferred.v1') {
      changes.moved = true;
      this.areas.learn(fold.area);
      for (const { no } of fold.deadlines) changes.deadlines.add(no);
    }
  }

  flush(): void {
    this.#shelf.flush((fold) => {
      const procedure = this.procedures.of(fold.definition);
      const changes = this.#changes.get(fold.caseId);
      writeCaseStatus(this.db, fold, procedure, changes?.moved === true);
      if (changes?.notices === true) {
        fold.notices.forEach((notice, no) => writeNotice(this.db, fold, no, notice, procedure));
      }
      if (changes?.moved === true) moveNotices(this.db, fold);
      for (const no of changes?.deadlines ?? []) {
        const deadline = fold.deadlines[no];
        if (deadline !== undefined) writeDeadline(this.db, fold, deadline, procedure);
      }
      this.#writeTasks(fold, tasksOf(fold, procedure), changes?.moved === true);
    });
    this.#changes.clear();
  }

  #writeTasks(fold: CaseFold, tasks: readonly Task[], moved: boolean): void {
    const before = this.#tasks.get(fold) ?? [];
    const owner = {
      owner: fold.caseId,
      stream: `case-${fold.caseId}`,
      householdId: fold.householdId,
      path: pathOf(fold.area),
      programYear: fold.programYear,
    };
    for (const { key } of before) {
      if (!tasks.some((task) => task.key === key)) deleteTask(this.db, fold.caseId, key);
    }
    for (const task of tasks) {
      const old = before.find(({ key }) => key === task.key);
      if (moved || old === undefined || !sameTask(old, task)) writeTask(this.db, owner, task);
    }
    this.#tasks.set(fold, tasks);
  }

  forget(): void {
    this.#shelf.forget();
    this.#changes.clear();
  }
}

function sameTask(a: Task, b: Task): boolean {
  return a.since === b.since && a.level === b.level && a.part === b.part && JSON.stringify(a.detail) === JSON.stringify(b.detail);
}
