import { VirtualClock } from '#libs/clock';
import { openInMemory } from '#libs/embedded';
import { instant } from '#libs/kernel';
import { comparisonAct, DEFAULT_COUNTY, holderOf, Stage } from '#libs/rehearsal';
import { openDoors } from '../app.js';
import { type Office } from '#libs/procedure';

const { county } = DEFAULT_COUNTY;
export const OFFICER = holderOf('COUNTY_POVERTY_OFFICER', county);
export const SECOND = holderOf('COUNTY_POVERTY_OFFICE_HEAD', county);
export const ACT = 'k1';

export interface Sent {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  readonly json: Readonly<Record<string, unknown>>;
}

/** A county behind the doors in which two households wait, on one act, for the answers of two registers. */
export interface ComparisonInMemory {
  readonly stage: Stage;
  readonly cases: readonly string[];
  /** Of every register that was asked. */
  readonly persons: readonly string[];
  readonly url: string;
  token(office: Office, area?: string, nth?: number): Promise<string>;
  send(path: string, body: Uint8Array | string, headers: Readonly<Record<string, string>>): Promise<Sent>;
  close(): Promise<void>;
}

export async function comparisonInMemory(): Promise<ComparisonInMemory> {
  const clock = new VirtualClock(instant('2020-03-01T09:00:00+08:00'));
  const house = await openInMemory(clock);
  const stage = await Stage.open(clock.now(), () => Promise.resolve(house), clock);
  const { cases, persons } = await comparisonAct(stage, ACT);
  const app = await openDoors(house);
  await app.listen(0, 'localhost');
  const url = (await app.getUrl()).replace('[::1]', 'localhost').replace('127.0.0.1', 'localhost');
  return {
    stage,
    cases,
    persons,
    url,
    token: (office, area = county, nth = 0) =>
      house.tokens.issueToken({ accountId: holderOf(office, area, nth), office, area, ttl: 3600 }),
    send: async (path, body, headers) => {
      const answer = await fetch(`${url}/api/v1/${path}`, {
        method: 'POST',
        headers,
        body: typeof body === 'string' ? body : Buffer.from(body),
      });
      const bytes = new Uint8Array(await answer.arrayBuffer());
      const text = Buffer.from(bytes).toString('utf8');
      const json = (text.startsWith('{') ? JSON.parse(text) : {}) as Sent['json'];
      return { status: answer.status, headers: answer.headers, bytes, json };
    },
    close: async () => {
      await app.close();
      await stage.close();
    },
  };
}
