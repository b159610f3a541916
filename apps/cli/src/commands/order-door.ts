import { setTimeout } from 'node:timers/promises';
import { stableId } from '#libs/application';
import { eventStoreIn, openEmbedded } from '#libs/embedded';
import { LogInUse } from '#libs/event-store';
import { actionsOf, type Directory } from '#libs/identity';
import { type Actor, type CivilDate, civilDateOf, type Finding, type Order } from '#libs/kernel';
import { commandFaults } from '#libs/terms';
import { Failure, lineOf } from '../failure.js';
import { dataFolder, type Surroundings } from './command.js';

export interface Wish {
  /** The same for the same wish: giving it twice changes nothing. */
  readonly key: string;
  readonly target: string;
  readonly order: Order;
  readonly dryRun: boolean;
}

/** Where orders go in: the running server, or the data folder where none runs. */
export interface Door {
  /** What refuses it; empty where it was accepted, or would be. */
  give(wish: Wish): Promise<readonly Finding[]>;
  /** Why whoever stands at the door may give no such order, whatever it is about; empty where he may. Nothing is recorded. */
  forbids(order: Order): Promise<readonly Finding[]>;
  close(): Promise<void>;
}

export interface DoorOptions {
  readonly server?: string;
  readonly token?: string;
  readonly data?: string;
  /** Who gives the orders where no server says it by the token. */
  readonly actor?: string;
}

/** The server where one is named or a token is there, else the folder. */
export async function openDoor(options: DoorOptions, around: Surroundings): Promise<Door> {
  const token = options.token ?? around.environment['MINGCE_TOKEN'];
  if (options.server !== undefined || token !== undefined) {
    if (token === undefined) throw new Failure(commandFaults.tokenOfDoor);
    const port = around.environment['PORT'] ?? '3000';
    return new ServerDoor(options.server ?? `http://localhost:${port}`, token);
  }
  if (options.actor === undefined) throw new Failure(commandFaults.whoRecords);
  return FolderDoor.open(dataFolder(options.data, around), options.actor, around);
}

class FolderDoor implements Door {
  private constructor(
    private readonly embedded: Awaited<ReturnType<typeof openEmbedded>>,
    private readonly person: string,
  ) {}

  static async open(folder: string, person: string, { environment }: Surroundings): Promise<FolderDoor> {
    const eventStore = eventStoreIn(environment);
    try {
      const embedded = await openEmbedded({ dataFolder: folder, ...(eventStore === undefined ? {} : { eventStore }) });
      return new FolderDoor(embedded, person);
    } catch (error) {
      if (error instanceof LogInUse) throw new Failure(commandFaults.serverHolds(error.message));
      throw error;
    }
  }

  async give({ key, target, order, dryRun }: Wish): Promise<readonly Finding[]> {
    const answer = await this.embedded.engine.desk.give({
      orderId: stableId(this.person, key),
      target,
      order,
      actor: actorFor(this.embedded.engine.directory, this.person, order.type, civilDateOf(this.embedded.clock.now())),
      dryRun,
    });
    return answer.accepted ? [] : answer.findings;
  }

  /** @throws Failure where he holds no office for it. */
  forbids(order: Order): Promise<readonly Finding[]> {
    actorFor(this.embedded.engine.directory, this.person, order.type, civilDateOf(this.embedded.clock.now()));
    return Promise.resolve([]);
  }

  async close(): Promise<void> {
    await this.embedded.engine.settled();
    await this.embedded.close();
  }
}

/** A person in an office of his that may give an order today. @throws Failure where he holds none. */
export function actorFor(directory: Directory, person: string, order: string, today: CivilDate): Actor {
  const held = directory.officesOn(person, today);
  const fit = held.find(({ office }) => actionsOf(office).some((action) => action === order));
  if (fit === undefined) {
    throw new Failure(
      commandFaults.mayNotGive(
        person,
        order,
        held.map(({ office, area }) => `${office} ${area}`),
      ),
    );
  }
  return { id: person, role: fit.office, area: fit.area };
}

/** How often an order is sent to a server that asks to be asked later (429, 503). */
const MOST_TRIES = 10;

class ServerDoor implements Door {
  constructor(
    private readonly server: string,
    private readonly token: string,
  ) {}

  async give(wish: Wish): Promise<readonly Finding[]> {
    const response = await this.ask(wish);
    return response.ok ? [] : this.findingsOf(response, wish.target);
  }

  /** Rights are judged before anything else: of a case that is not there nothing else can be said. */
  async forbids(order: Order): Promise<readonly Finding[]> {
    const target = `case-${stableId('no case')}`;
    const response = await this.ask({ key: `may ${order.type}`, target, order, dryRun: true });
    return response.ok || response.status === 404 ? [] : this.findingsOf(response, target);
  }

  private async ask({ key, target, order, dryRun }: Wish): Promise<Response> {
    const url = new URL(`/api/v1/${pathOf(target)}/orders/${order.type}${dryRun ? '?dryRun=true' : ''}`, this.server);
    const request = {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': stableId(key), Authorization: `Bearer ${this.token}` },
      body: JSON.stringify({ data: order.data }),
    };
    let response = await this.send(url, request);
    // The key makes the order the same one, however often it is sent.
    for (let tries = 1; tries < MOST_TRIES && response.headers.has('retry-after'); tries++) {
      await response.body?.cancel();
      await setTimeout(Number(response.headers.get('retry-after')) * 1_000);
      response = await this.send(url, request);
    }
    return response;
  }

  /** @throws Failure where it answers otherwise than by findings. */
  private async findingsOf(response: Response, target: string): Promise<readonly Finding[]> {
    const problem = (await response.json().catch(() => ({}))) as {
      readonly title?: string;
      readonly detail?: string;
      readonly findings?: readonly Finding[];
    };
    if (problem.findings !== undefined && problem.findings.length > 0) return problem.findings;
    throw new Failure(
      `${this.server} answers ${response.status}: ${problem.detail ?? problem.title ?? response.statusText} (${target})`,
    );
  }

  private async send(url: URL, request: RequestInit): Promise<Response> {
    return fetch(url, request).catch((error: unknown) => {
      throw new Failure(
        `${this.server} does not answer: ${lineOf(error instanceof Error && error.cause !== undefined ? error.cause : error)}`,
      );
    });
  }

  async close(): Promise<void> {
    // Each order was answered on its own; nothing is kept open.
  }
}

function pathOf(target: string): string {
  const [category = '', ...id] = target.split('-');
  return `${category}s/${encodeURIComponent(id.join('-'))}`;
}
