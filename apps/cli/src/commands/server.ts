import { commandFaults } from '#libs/terms';
import { Failure, lineOf } from '../failure.js';
import { type Surroundings } from './command.js';

export interface ServerOptions {
  readonly server?: string;
  readonly token?: string;
}

/** As much of a problem as a person is told. */
interface ProblemTold {
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly pointer?: string; readonly detail?: string }[];
}

/** The running server, for what only it may do: it knows who asks by his token, and nobody else. */
export class Server {
  private constructor(
    readonly url: string,
    private readonly token: string,
    private readonly around: Surroundings,
  ) {}

  /** The one that is named, or this machine's. @throws Failure where no token is there. */
  static of({ server, token }: ServerOptions, around: Surroundings): Server {
    const said = token ?? around.environment['MINGCE_TOKEN'];
    if (said === undefined) throw new Failure(commandFaults.tokenNeeded);
    return new Server(server ?? `http://localhost:${around.environment['PORT'] ?? '3000'}`, said, around);
  }

  /** @param path below `/api/v1`. @throws Failure where nobody answers. */
  async post(path: string, body: string | Uint8Array, headers: Readonly<Record<string, string>>): Promise<Response> {
    return fetch(new URL(`/api/v1/${path}`, this.url), {
      method: 'POST',
      headers: {
        ...headers,
        Authorization: `Bearer ${this.token}`,
        'Accept-Language': this.around.output.language === 'zh' ? 'zh-CN' : 'en',
      },
      body: typeof body === 'string' ? body : Buffer.from(body),
      signal: this.around.signal,
    }).catch((error: unknown) => {
      const reason = error instanceof Error && error.cause !== undefined ? error.cause : error;
      throw new Failure(commandFaults.serverSilent(this.url, lineOf(reason)));
    });
  }

  /** What a problem says, as a failure. */
  refused(status: number, { title, detail, errors = [] }: ProblemTold): Failure {
    const faults = errors.map((one) => [one.pointer, one.detail].filter((said) => said !== undefined && said !== '').join(' '));
    return new Failure(commandFaults.serverAnswers(this.url, status, [detail ?? title ?? '', ...faults].join(' ')));
  }
}
