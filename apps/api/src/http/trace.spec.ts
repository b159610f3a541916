import { traceSpanIn } from '#libs/kernel';
import { type OutgoingEvent } from '#libs/outlets';
import { type Logger } from 'pino';
import { admission, countyInMemory, type CountyInMemory, enrolment } from '../samples/county-in-memory.js';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const ABOVE = `00-${TRACE_ID}-b7ad6b7169203331-01`;

let county: CountyInMemory;
const logged: { readonly traceparent?: string; readonly path?: string }[] = [];
const logger = {
  isLevelEnabled: () => true,
  info: (line: object) => logged.push(line),
  error: () => undefined,
  debug: () => undefined,
} as unknown as Logger;
beforeAll(async () => {
  county = await countyInMemory({ logger });
});
afterAll(() => county.close());

const enrol = (id: string, headers = {}): ReturnType<CountyInMemory['post']> =>
  county.post(`/api/v1/households/${id}/orders/EnrolHousehold`, enrolment(id), { headers });
const traceOf = async (stream: string): Promise<string | undefined> =>
  (await county.house.store.readStream(stream))[0]?.metadata.traceparent;

describe('a request', () => {
  it('in a trace is a span of it: in its events, and in what processes make of them', async () => {
    expect((await enrol('h1', { traceparent: ABOVE })).status).toBe(201);
    const own = traceSpanIn((await traceOf('household-h1')) ?? '');
    expect(own).toMatchObject({ traceId: TRACE_ID, flags: '01' });
    expect(own?.spanId).not.toBe('b7ad6b7169203331');
    const admitted = await county.post('/api/v1/households/h1/orders/AdmitCase', admission, { headers: { traceparent: ABOVE } });
    expect(admitted.status).toBe(201);
    await county.house.engine.settled();
    const [, { data, metadata }] = (await county.house.store.readStream('household-h1')) as never as [unknown, Admitted];
    const opened = traceSpanIn((await traceOf(`case-${data.caseId}`)) ?? '');
    expect(opened?.traceId).toBe(TRACE_ID);
    expect(opened?.spanId).not.toBe(traceSpanIn(metadata.traceparent)?.spanId);
  });

  it.each([{}, { traceparent: 'none of ours' }, { traceparent: `00-${'0'.repeat(32)}-b7ad6b7169203331-01` }])(
    'in no trace begins one: %j',
    async (headers) => {
      const id = `h-${logged.length}`;
      await enrol(id, headers);
      const own = traceSpanIn((await traceOf(`household-${id}`)) ?? '');
      expect(own?.flags).toBe('00');
      expect(own?.traceId).not.toBe(TRACE_ID);
    },
  );

  it('that is refused says its trace, and the log says the same', async () => {
    const answer = await county.get('/api/v1/cases/nowhere', { headers: { traceparent: ABOVE } });
    expect(answer.status).toBe(404);
    const said = String(answer.body['traceparent']);
    expect(traceSpanIn(said)?.traceId).toBe(TRACE_ID);
    expect(logged.find(({ path }) => path === '/api/v1/cases/nowhere')?.traceparent).toBe(said);
  });

  it('shows its trace to integrators', async () => {
    await enrol('h3', { traceparent: ABOVE });
    const answer = await fetch(`${county.url}/api/v1/streams/all?type=household.*&area=v1`, {
      headers: { authorization: `Bearer ${await county.token('integrator')}` },
    });
    let text = '';
    for await (const chunk of answer.body ?? []) {
      text += Buffer.from(chunk as Uint8Array).toString();
      if (text.includes('"subject":"h3"')) break;
    }
    const events = [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => JSON.parse(data) as OutgoingEvent);
    expect(events.find(({ subject }) => subject === 'h3')?.traceparent).toBe(await traceOf('household-h3'));
  });
});

interface Admitted {
  readonly data: { readonly caseId: string };
  readonly metadata: { readonly traceparent: string };
}
