import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describeOn, freePort } from '#libs/spec';

const PROGRAM = process.env['MINGCE_REDIS_SERVER'] ?? 'redis-server';
const MISSING = `${PROGRAM} is not here: install Debian's package redis-server, or name one by MINGCE_REDIS_SERVER`;
const STARTS_WITHIN_MS = 10_000;

/** A Redis of our own: a child process on a free port, with a temporary folder. */
export class RedisServer {
  #child: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly folder: string,
  ) {}

  static async start(...settings: readonly string[]): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), mkdtempSync(join(tmpdir(), 'redis-')));
    await server.begin(...settings);
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Begins again on the same port. With its append-only file, unless `settings` say otherwise. */
  async begin(...settings: readonly string[]): Promise<void> {
    const fixed = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.folder, '--save', ''];
    const usual = ['--appendonly', 'yes', '--maxmemory-policy', 'noeviction'];
    this.#child = spawn(PROGRAM, [...fixed, ...usual, ...settings], { stdio: 'ignore' });
    let missing = false;
    this.#child.once('error', () => (missing = true));
    for (let waited = 0; !(await this.#answers()); waited += 20) {
      if (missing) throw new Error(MISSING);
      if (waited > STARTS_WITHIN_MS) throw new Error(`${PROGRAM} did not begin on port ${this.port}`);
      await pause(20);
    }
  }

  /** At once, as a power cut. */
  async end(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null) return;
    await new Promise((resolve) => {
      child.once('exit', resolve);
      child.kill('SIGKILL');
    });
  }

  /** It no longer answers, and its connections stay. */
  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  async remove(): Promise<void> {
    await this.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #answers(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.port, '127.0.0.1', () => socket.write('PING\r\n'));
      socket.once('data', (data) => {
        socket.destroy();
        resolve(data.toString().startsWith('+PONG'));
      });
      socket.once('error', () => resolve(false));
    });
  }
}

/** `describe` on a Redis: see {@link describeOn}. */
export function describeOnRedis(name: string, suite: () => void): void {
  const isThere = spawnSync(PROGRAM, ['--version']).status === 0;
  describeOn({ name: 'Redis', isThere, missing: MISSING, neededBy: 'MINGCE_NEEDS_REDIS' }, name, suite);
}
