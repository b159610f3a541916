import { connect, createServer, type Server, type Socket } from 'node:net';

/** The way to a server, which can be cut: then whoever goes by it is as good as dead, for itself and for the server. */
export class Wire {
  readonly #sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static to(port: number): Promise<Wire> {
    return new Promise((resolve) => {
      const server = createServer((near) => {
        const far = connect(port, '127.0.0.1');
        for (const [one, other] of [
          [near, far],
          [far, near],
        ] as const) {
          wire.#sockets.add(one);
          one.on('error', () => undefined);
          one.on('close', () => other.destroy());
          one.pipe(other);
        }
      }).listen(0, '127.0.0.1', () => resolve(wire));
      const wire = new Wire(server);
    });
  }

  get url(): string {
    const address = this.server.address();
    return `redis://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 1}`;
  }

  cut(): void {
    this.server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  close(): void {
    this.cut();
  }
}
