import { parentPort, workerData } from 'node:worker_threads';
import { ProjectionRunner, spokenLog } from '#libs/application';
import { SqliteEventReader } from '#libs/event-store';
import { ReadModels } from '#libs/read-models';

/** Where the thread works, and up to where the log goes now: read models beyond that are made anew. */
export interface ProjectionWork {
  readonly log: string;
  readonly readModels: string;
  readonly head: bigint;
}

/** To the thread. */
export type ToProjections = { readonly catchUpTo: bigint } | 'STOP';

/** From it: how far it has written, from the moment on at which the file can be read; or what broke it. */
export type FromProjections = { readonly written: bigint } | { readonly broken: Error };

const port = parentPort;
if (port === null) throw new TypeError('projections in a thread are started by their engine');
const say = (what: FromProjections): void => port.postMessage(what);

const work = workerData as ProjectionWork;
const log = await SqliteEventReader.openReader(work.log);
const readModels = ReadModels.open(work.readModels);
if (readModels.checkpoint() > work.head) await readModels.reset();
const projections = new ProjectionRunner(spokenLog(log), readModels, {
  onWritten: (position) => say({ written: position }),
  onBroken: (broken) => say({ broken }),
});
projections.start();
port.on('message', (asked: ToProjections) => {
  if (asked === 'STOP') {
    void projections
      .stop()
      .then(() => log.close())
      .then(() => readModels.close())
      .then(() => port.close());
    return;
  }
  log.look();
  // What breaks it is told by itself.
  projections.caughtUp(asked.catchUpTo).catch(() => undefined);
});
say({ written: projections.position });
