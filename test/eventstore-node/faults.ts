import { setTimeout as pause } from 'node:timers/promises';
import { type Interposed, Refusal } from '#libs/eventstore-protocol';
import { status } from '@grpc/grpc-js';

/** What is wrong with the node, on command. Counts go down by one for each time it happened; the rest stays until changed. */
export interface Faults {
  /** Appends of which a part has come when the connection is cut: nothing of them is kept. */
  cutInsideAppend?: number;
  /** Appends that are kept, and whose connection is cut before they are answered. */
  cutAfterAppend?: number;
  /** Messages of reads and subscriptions before the connection is cut. */
  cutAfterMessages?: number;
  /** Milliseconds before each call is looked at. */
  slowMs?: number;
  /** Messages of reads and subscriptions that are sent twice. */
  doubled?: number;
  /** Calls that ask for the leader and are told that it is at this port. */
  notLeader?: { times: number; readonly port: number };
}

/** Stands between protocol and store as `faults` says at that moment; `cut` ends every connection. */
export function faulty(faults: Faults, cut: () => void): Interposed {
  const taken = (name: 'cutInsideAppend' | 'cutAfterAppend' | 'doubled'): boolean => {
    const left = faults[name] ?? 0;
    if (left > 0) faults[name] = left - 1;
    return left > 0;
  };
  return {
    async called(_method, requiresLeader) {
      if (faults.slowMs !== undefined) await pause(faults.slowMs);
      if (requiresLeader && faults.notLeader !== undefined && faults.notLeader.times > 0) {
        faults.notLeader.times--;
        throw new Refusal(status.NOT_FOUND, 'this node is not the leader', {
          exception: 'not-leader',
          'leader-endpoint-host': '127.0.0.1',
          'leader-endpoint-port': String(faults.notLeader.port),
        });
      }
    },
    async growing() {
      if (taken('cutInsideAppend')) throw gone(cut);
    },
    async appended() {
      if (taken('cutAfterAppend')) throw gone(cut);
    },
    async sending() {
      if (faults.cutAfterMessages !== undefined && faults.cutAfterMessages-- <= 0) {
        delete faults.cutAfterMessages;
        throw gone(cut);
      }
      return taken('doubled') ? 2 : 1;
    },
  };
}

function gone(cut: () => void): Refusal {
  cut();
  return new Refusal(status.UNAVAILABLE, 'the connection was cut');
}
