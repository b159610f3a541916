import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { FROM_SOURCES } from '#libs/spec';
import { type Faults } from './faults.js';

/** What is left of the faults, and how far its log goes: `-1` where it is empty. */
export type NodeState = Faults & { readonly head: string };

/** A running test node. */
export interface EventStoreNode {
  readonly port: number;
  readonly connectionString: string;
  /** Sets faults, or cuts every connection at once; settles when the node has it. */
  order(faults: Faults & { readonly cut?: boolean }): Promise<NodeState>;
  stop(): Promise<void>;
}

/**
 * Starts the node on a log file of its own, from the sources as they stand, or as it was built; on a free port where none is named.
 * `oneByOne`: as a server that takes no appends in batches.
 */
export async function startNode(file: string, wanted = 0, oneByOne = false): Promise<EventStoreNode> {
  const here = import.meta.dirname;
  const built = import.meta.url.endsWith('.js');
  const node: ChildProcess = spawn(
    process.execPath,
    [
      ...(built ? [] : FROM_SOURCES),
      join(here, built ? 'node.js' : 'node.ts'),
      file,
      String(wanted),
      ...(oneByOne ? ['ONE_BY_ONE'] : []),
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  if (node.stdin === null || node.stdout === null) throw new Error('the node has no pipes');
  const { stdin } = node;
  const lines = createInterface(node.stdout)[Symbol.asyncIterator]();
  const said = async (): Promise<unknown> => {
    const { done, value } = await lines.next();
    if (done === true) throw new Error('the node ended before it answered');
    return JSON.parse(value) as unknown;
  };
  const { port } = (await said()) as { readonly port: number };
  return {
    port,
    connectionString: `esdb://127.0.0.1:${port}?tls=false`,
    async order(faults) {
      stdin.write(`${JSON.stringify(faults)}\n`);
      return (await said()) as NodeState;
    },
    async stop() {
      if (node.exitCode !== null) return;
      const ended = once(node, 'exit');
      stdin.end();
      await ended;
    },
  };
}
