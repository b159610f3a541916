import { type ChildProcess, fork } from 'node:child_process';
import { openSync, writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type RedisOptions } from '#libs/embedded';
import { simulate, type SimulationReport } from '#libs/simulation';

export interface SimulationOrder {
  readonly scenario: string;
  readonly dataFolder: string;
  readonly seed?: string;
  readonly scale?: number;
  /** Rings by this Redis, and not by a table. */
  readonly redis?: RedisOptions;
  /** Where the ids of acknowledged events are written, one line each, before the next order is given. */
  readonly acknowledged?: string;
}

/** How a process of its own came through a simulation. */
export interface SimulationEnd {
  /** Absent where it was killed. */
  readonly report?: SimulationReport;
  /** Greatest memory in MiB; absent where it was killed. */
  readonly peakMiB?: number;
  readonly killed: boolean;
}

/** Ended by itself and not by us: the proof has failed, whatever else holds. */
export class SimulationFailed extends Error {
  constructor(what: string) {
    super(`the simulation ended without a table: ${what}`);
  }
}

export interface SimulationProcess {
  /** Rejects with {@link SimulationFailed}. */
  readonly ended: Promise<SimulationEnd>;
  /** SIGKILL: no handler runs, nothing is closed. */
  kill(): void;
}

export function startSimulation(order: SimulationOrder): SimulationProcess {
  const child: ChildProcess = fork(fileURLToPath(import.meta.url), [JSON.stringify(order)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // As the launcher of the command starts it.
    execArgv: ['--max-semi-space-size=32'],
  });
  let killed = false;
  let told: { report: SimulationReport; peakMiB: number } | undefined;
  const ended = new Promise<SimulationEnd>((resolve, reject) => {
    child.once('message', (message) => {
      told = message as { report: SimulationReport; peakMiB: number };
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (told !== undefined) resolve({ ...told, killed: false });
      else if (killed) resolve({ killed: true });
      else reject(new SimulationFailed(signal ?? `exit code ${String(code)}`));
    });
  });
  return {
    ended,
    kill: () => {
      killed = true;
      child.kill('SIGKILL');
    },
  };
}

async function perform({ scenario, acknowledged, ...options }: SimulationOrder): Promise<void> {
  const file = acknowledged === undefined ? undefined : openSync(acknowledged, 'a');
  const report = await simulate(scenario, {
    ...options,
    onAcknowledged: (ids) => {
      if (file !== undefined && ids.length > 0) writeSync(file, ids.map((id) => `${id}\n`).join(''));
    },
  });
  process.send?.({ report, peakMiB: process.resourceUsage().maxRSS / 1024 });
  process.disconnect();
}

if (process.send !== undefined && process.argv[1] === fileURLToPath(import.meta.url)) {
  await perform(JSON.parse(process.argv[2] ?? '{}') as SimulationOrder);
}
