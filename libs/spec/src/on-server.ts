import { createServer } from 'node:net';

/** A server that suites start themselves. */
export interface ServerNeeded {
  /** As it is called. */
  readonly name: string;
  readonly isThere: boolean;
  /** What is missing and how to get it. */
  readonly missing: string;
  /** Of the environment: where it is set the server has to be there, as in `.ci/run`. */
  readonly neededBy: string;
}

/** `describe`, where the server can be started. Elsewhere the suite is skipped, and says so; it fails where the server is needed. */
export function describeOn({ name: server, isThere, missing, neededBy }: ServerNeeded, name: string, suite: () => void): void {
  if (isThere) {
    describe(name, suite);
    return;
  }
  if ((process.env[neededBy] ?? '') !== '') {
    describe(name, () => {
      it(`has a ${server} to run on`, () => {
        throw new Error(missing);
      });
    });
    return;
  }
  process.stderr.write(`SKIPPED ${name}: ${missing}\n`);
  describe.skip(name, suite);
}

/** A port of this machine on which nobody listens just now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
