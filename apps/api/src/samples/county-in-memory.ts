import { stableId } from '#libs/application';
import { VirtualClock } from '#libs/clock';
import { found, type EmbeddedEngine, openInMemory } from '#libs/embedded';
import { papersFor } from '#libs/household-case';
import { civilDate, instant, type Order } from '#libs/kernel';
import { type Level, type Office } from '#libs/procedure';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { type AppOptions, openDoors } from '../app.js';

const SET_UP = { id: 'set-up', role: 'process', area: '' } as const;
const SINCE = civilDate('2012-01-01');
export const BEGINS = instant('2020-03-02T09:00:00+08:00');

const AREAS: readonly (readonly [id: string, parent: string, level: Level])[] = [
  ['p', 'CN', 'PROVINCE'],
  ['k', 'p', 'COUNTY'],
  ['t', 'k', 'TOWNSHIP'],
  ['v1', 't', 'VILLAGE'],
  ['v1-1', 'v1', 'GROUP'],
  ['v2', 't', 'VILLAGE'],
  ['v2-1', 'v2', 'GROUP'],
];

const APPOINTMENTS: readonly (readonly [person: string, office: Office, area: string])[] = [
  ['clerk-1', 'DATA_CLERK', 'v1'],
  ['clerk-2', 'DATA_CLERK', 'v2'],
  ['station', 'STATION_CLERK', 't'],
  ['county', 'COUNTY_POVERTY_OFFICE_HEAD', 'k'],
  ['integrator', 'INTEGRATOR', 'k'],
  ['integrator-1', 'INTEGRATOR', 'v1'],
  ['provincial', 'INSPECTOR', 'p'],
];

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, never>>;
  readonly text: string;
  readonly bytes: Uint8Array;
}

export interface Sending {
  readonly as?: string;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
}

/** A county of two villages behind the doors, all in memory, with a token for each official. */
export interface CountyInMemory {
  readonly url: string;
  readonly house: EmbeddedEngine;
  readonly app: NestExpressApplication;
  token(person: string): Promise<string>;
  /** Gives an order as JSON, as `as` (the clerk of the first village where absent). */
  post(path: string, body: unknown, sending?: Sending): Promise<Answer>;
  get(path: string, sending?: Sending): Promise<Answer>;
  close(): Promise<void>;
}

export async function countyInMemory(doors: AppOptions = {}): Promise<CountyInMemory> {
  const house = await openInMemory(new VirtualClock(BEGINS));
  await settleCounty(house);
  return countyBehindDoors(house, doors);
}

/** The county of {@link settleCounty}, behind doors of one process of its house. */
export async function countyBehindDoors(house: EmbeddedEngine, doors: AppOptions = {}): Promise<CountyInMemory> {
  const app = await openDoors(house, doors);
  await app.listen(0, 'localhost');
  const url = (await app.getUrl()).replace('[::1]', 'localhost').replace('127.0.0.1', 'localhost');
  const offices = new Map<string, (typeof APPOINTMENTS)[number]>(APPOINTMENTS.map((held) => [held[0], held]));
  offices.set('administrator', ['CN.programme-administrator', 'PROGRAMME_ADMINISTRATOR', 'CN']);
  const token = async (person: string): Promise<string> => {
    const held = offices.get(person);
    if (held === undefined) throw new RangeError(`nobody is called ${person}`);
    return house.tokens.issueToken({ accountId: held[0], office: held[1], area: held[2], ttl: 3600 });
  };
  let keys = 0;
  const send = async (method: string, path: string, sending: Sending, body?: string): Promise<Answer> => {
    const { as = 'clerk-1', key = `key-${keys++}`, headers = {}, query = '' } = sending;
    const answer = await fetch(`${url}${path}${query}`, {
      method,
      headers: {
        ...(as === '' ? {} : { authorization: `Bearer ${await token(as)}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': key }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const text = new TextDecoder().decode(bytes);
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      bytes,
      body: (text.startsWith('{') ? JSON.parse(text) : {}) as Answer['body'],
    };
  };
  return {
    url,
    house,
    app,
    token,
    post: (path, body, sending = {}) => send('POST', path, sending, typeof body === 'string' ? body : JSON.stringify(body)),
    get: (path, sending = {}) => send('GET', path, sending),
    close: async () => {
      await app.close();
      await house.close();
    },
  };
}

/** Areas and officials, once for a log. */
export async function settleCounty(house: EmbeddedEngine): Promise<void> {
  await found(house.engine);
  const orders: readonly (readonly [string, Order])[] = [
    ...AREAS.map(([id, parent, level]): readonly [string, Order] => [
      `area-${id}`,
      { type: 'EstablishArea', data: { id, parent, level, name: { zh: `合成${id}` }, codes: [] } },
    ]),
    ...APPOINTMENTS.map(([person, office, area]): readonly [string, Order] => [
      `appointment-${person}`,
      { type: 'MakeAppointment', data: { person, office, area, from: SINCE } },
    ]),
  ];
  for (const [target, order] of orders) {
    const answer = await house.engine.desk.give({
      orderId: stableId('settle', target),
      target,
      order,
      actor: SET_UP,
      occurredOn: SINCE,
    });
    if (!answer.accepted) throw new Error(answer.findings.map(({ code }) => code).join(', '));
  }
}

const GROUP_1 = { county: 'k', township: 't', village: 'v1', group: 'v1-1' };

/** Of an area that there is not, another one for each person, with the check digit of GB 11643. */
export function nobodysNumber(person: string): string {
  const sequence = [...person].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_000_000, 7);
  const digits = `999${String(sequence).padStart(9, '0').slice(0, 3)}1970${String(sequence).padStart(9, '0').slice(3, 9)}0`.slice(
    0,
    17,
  );
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return digits + (['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][sum % 11] ?? '');
}

/** A household of two in the first village, with names and numbers of nobody. */
export function enrolment(householdId: string, area: object = GROUP_1): { readonly data: object; readonly occurredOn: string } {
  const member = (person: string, relation: string, name: string, idNumber: string): object => ({
    person,
    relation,
    name: { under: person, value: name },
    idNumber: { under: person, value: idNumber },
    bornOn: '1970-01-01',
  });
  return {
    occurredOn: '2020-03-02',
    data: {
      householdId,
      hukouArea: area,
      residenceArea: area,
      managementArea: area,
      bodyKind: 'VILLAGERS',
      head: `${householdId}-1`,
      members: [
        member(`${householdId}-1`, '02', '合成张三', nobodysNumber(`${householdId}-1`)),
        member(`${householdId}-2`, '10', '合成李四', nobodysNumber(`${householdId}-2`)),
      ],
    },
  };
}

export const admission = {
  occurredOn: '2020-03-02',
  data: { kind: 'IDENTIFICATION', origin: 'OWN', no: 1, definition: 'IDENT-8@1', programYear: 2020 },
} as const;

/** The application of a household of {@link enrolment}, with all papers that IDENT-8 asks for. */
export function application({ engine }: EmbeddedEngine, householdId: string, on = civilDate('2020-03-02')): object {
  const part = engine.lawBook.definition('IDENT-8@1')?.definition.steps[0]?.parts[0];
  if (part === undefined) throw new RangeError('IDENT-8 begins with no part');
  const head = `${householdId}-1`;
  const members = [head, `${householdId}-2`];
  const papers = papersFor(part, { on, household: head, holder: (office) => office });
  const data = { part: 'APPLY.APPLICATION', by: 'HOUSEHOLD', membersListed: members, authorisedBy: members, papers };
  return { occurredOn: on, performedBy: head, data };
}
