import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { checkCloudEvent, type OutgoingEvent } from '#libs/outlets';
import { countyInMemory, type CountyInMemory, enrolment } from '../samples/county-in-memory.js';

let county: CountyInMemory;
beforeAll(async () => {
  county = await countyInMemory({ pace: { heartbeatMs: 20, patienceMs: 150, retryMs: 1234 } });
  for (const id of ['h1', 'h2']) await enrol(id);
  await enrol('h9', 'clerk-2', { county: 'k', township: 't', village: 'v2', group: 'v2-1' });
  await county.house.engine.settled();
});
afterAll(() => county.close());

async function enrol(id: string, as = 'clerk-1', area?: object): Promise<void> {
  const answer = await county.post(`/api/v1/households/${id}/orders/EnrolHousehold`, enrolment(id, area), { as });
  expect(answer.status).toBe(201);
}

interface Message {
  readonly id?: string;
  readonly event?: string;
  readonly data?: string;
}

/** Reads messages as a client does: blank lines part them, the last id is kept. */
class Reader {
  lastId: string | undefined;
  readonly text: string[] = [];
  private constructor(
    readonly answer: Response,
    private readonly stop: AbortController,
  ) {}

  static async open(as: string, query = '', lastEventId?: string): Promise<Reader> {
    const stop = new AbortController();
    const answer = await fetch(`${county.url}/api/v1/streams/all${query}`, {
      headers: {
        authorization: `Bearer ${await county.token(as)}`,
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      },
      signal: stop.signal,
    });
    return new Reader(answer, stop);
  }

  async *messages(): AsyncGenerator<Message> {
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of this.answer.body ?? []) {
      rest += decoder.decode(chunk as Uint8Array, { stream: true });
      for (let end = rest.indexOf('\n\n'); end !== -1; end = rest.indexOf('\n\n')) {
        const text = rest.slice(0, end);
        rest = rest.slice(end + 2);
        this.text.push(text);
        const field = (name: string): string | undefined =>
          text
            .split('\n')
            .find((line) => line.startsWith(`${name}: `))
            ?.slice(name.length + 2);
        const [id, event, data] = [field('id'), field('event'), field('data')];
        if (id !== undefined) this.lastId = id;
        yield { ...(id && { id }), ...(event && { event }), ...(data && { data }) };
      }
    }
  }

  /** Events until there are so many. */
  async take(count: number): Promise<readonly OutgoingEvent[]> {
    const events: OutgoingEvent[] = [];
    for await (const { data, event } of this.messages()) {
      if (data === undefined || event !== undefined) continue;
      events.push(JSON.parse(data) as OutgoingEvent);
      if (events.length === count) break;
    }
    this.stop.abort();
    return events;
  }

  close(): void {
    this.stop.abort();
  }
}

describe('the stream of events', () => {
  it('is for offices that may stream, within their area', async () => {
    const status = async (as: string, query = ''): Promise<number> => {
      const reader = await Reader.open(as, query);
      reader.close();
      return reader.answer.status;
    };
    expect(await status('integrator')).toBe(200);
    expect(await status('clerk-1')).toBe(403);
    expect(await status('county')).toBe(403);
    expect(await status('integrator-1', '?area=v2')).toBe(404);
    expect(await status('integrator', '?type=a%20b')).toBe(400);
    expect(await status('integrator', '?after=sqlite:1')).toBe(400);
  });

  it('sends CloudEvents 1.0, in order, each with its cursor; says when to come back', async () => {
    const reader = await Reader.open('integrator', '?type=household.*');
    const events = await reader.take(3);
    expect(reader.answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(reader.answer.headers.get('cache-control')).toBe('no-store');
    expect(reader.text[0]).toContain('retry: 1234');
    for (const event of events) {
      expect(() => {
        checkCloudEvent(event);
      }).not.toThrow();
    }
    expect(events.map(({ type, subject }) => [type, subject])).toEqual([
      ['cn.mingce.household.HouseholdEnrolled.v1', 'h1'],
      ['cn.mingce.household.HouseholdEnrolled.v1', 'h2'],
      ['cn.mingce.household.HouseholdEnrolled.v1', 'h9'],
    ]);
    expect(events[0]?.dataclassification).toBe('sealed');
    expect(JSON.stringify(events)).not.toContain('合成');
    expect(reader.lastId).toBe(`memory:${events[2]?.sequence}`);
  });

  it('shows an integrator his area only, and narrows by area and type', async () => {
    const subjects = async (as: string, query: string, count: number): Promise<readonly string[]> =>
      (await (await Reader.open(as, query)).take(count)).map(({ subject }) => subject);
    expect(await subjects('integrator-1', '?type=household.*', 2)).toEqual(['h1', 'h2']);
    expect(await subjects('integrator', '?type=cn.mingce.household.HouseholdEnrolled.v1&area=v2', 1)).toEqual(['h9']);
  });

  it('goes on from the last cursor without gap or doubling, however often it breaks off', async () => {
    const whole = await (await Reader.open('integrator', '?type=household.*')).take(3);
    const pieces: OutgoingEvent[] = [];
    let last: string | undefined;
    while (pieces.length < 3) {
      const reader = await Reader.open('integrator', '?type=household.*', last);
      pieces.push(...(await reader.take(1)));
      last = reader.lastId;
    }
    expect(pieces).toEqual(whole);
  });

  it('goes on live, and an order given meanwhile comes once', async () => {
    const reader = await Reader.open('integrator', `?type=household.*&after=memory:${await county.house.store.head()}`);
    const taken = reader.take(2);
    await enrol('h11');
    await enrol('h12');
    expect((await taken).map(({ subject }) => subject)).toEqual(['h11', 'h12']);
  });

  it('gives signs of life that move the cursor past what is not for the reader', async () => {
    const head = await county.house.store.head();
    const reader = await Reader.open('integrator', '?type=nothing.*');
    for await (const { id, data } of reader.messages()) {
      expect(data).toBeUndefined();
      if (Number(id?.split(':')[1]) >= Number(head)) break;
    }
    expect(reader.text.some((text) => text.startsWith(': still here'))).toBe(true);
    reader.close();
  });

  it('ends when the appointment ends', async () => {
    const appointment = { person: 'brief', office: 'INTEGRATOR', area: 'k', from: '2020-01-01' };
    const give = (type: string, data: object): Promise<unknown> =>
      county.post(`/api/v1/appointments/brief/orders/${type}`, { data }, { as: 'administrator' });
    await give('MakeAppointment', appointment);
    const token = await county.house.tokens.issueToken({ accountId: 'brief', office: 'INTEGRATOR', area: 'k', ttl: 600 });
    const answer = await fetch(`${county.url}/api/v1/streams/all?type=nothing.*`, {
      headers: { authorization: `Bearer ${token}` },
    });
    await give('EndAppointment', { ...appointment, until: '2020-03-01' });
    const text = await answer.text();
    expect(text.slice(text.indexOf('event: closed'))).toMatch(
      /^event: closed\ndata: {"reason":"RIGHTS_ENDED","cursor":"memory:\d+"}\n\n$/,
    );
  });

  it('sends a slow reader away, who goes on from the cursor he has', async () => {
    const many = 200;
    for (let no = 1; no <= many; no++) {
      await county.house.engine.desk.give({
        orderId: `pair-${no}`,
        target: 'household-h1',
        order: { type: 'PairSupport', data: { no, cadre: 'cadre', unit: 'x'.repeat(100_000), from: '2020-03-01' } },
        actor: { id: 'clerk-1', role: 'DATA_CLERK', area: 'v1' },
      });
    }
    const path = '/api/v1/streams/all?type=household.SupportPaired.v1';
    const headers = { authorization: `Bearer ${await county.token('integrator')}` };
    const server = county.app.getHttpServer();
    const sentAway = new Promise<void>((resolve) => {
      server.once('request', (_, answer: ServerResponse) => answer.once('close', resolve));
    });
    const slow = await new Promise<IncomingMessage>((resolve, reject) => {
      request(`${county.url}${path}`, { headers }, resolve).on('error', reject).end();
    });
    // Takes nothing: the buffers on the way fill up, and the server lets go.
    await sentAway;
    const chunks: Buffer[] = [];
    await new Promise<void>((resolve) => {
      slow.on('data', (chunk: Buffer) => chunks.push(chunk));
      slow.on('error', () => undefined);
      slow.on('close', resolve);
    });
    const received = Buffer.concat(chunks).toString('utf8').split('\n\n').slice(0, -1);
    const before = received.flatMap((text) => /^id: (\S+)\ndata: {/.exec(text)?.[1] ?? []);
    expect(before.length).toBeLessThan(many);
    const rest: OutgoingEvent[] = [];
    // A busy machine may be too slow again: whoever is sent away comes back with his cursor, as an integrator does.
    for (let cursor = before.at(-1); rest.length < many - before.length;) {
      const again = await Reader.open('integrator', '?type=household.SupportPaired.v1', cursor);
      rest.push(...(await again.take(many - before.length - rest.length)));
      cursor = again.lastId ?? cursor;
    }
    const numbers = rest.map(({ data }) => (data as { readonly no: number }).no);
    expect(numbers).toEqual(Array.from({ length: many - before.length }, (_, index) => before.length + index + 1));
  }, 30_000);
});
