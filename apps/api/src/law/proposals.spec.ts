import { digestOf } from '#libs/application';
import { checkDefinition, definitionOf, definitionRef } from '#libs/procedure';
import { type LawProposal } from '#libs/read-models';
import { type Answer, countyInMemory, type CountyInMemory } from '../samples/county-in-memory.js';

const OTHER = 'another-administrator';
const definition = { ...definitionOf('IDENT-8', 1), version: 2 };
const coming = { ...definition, effective: { ...definition.effective, from: '2020-05-01' } };
const ref = definitionRef('IDENT-8', 2, digestOf(coming));
const set = { id: 'K-2020', version: 1, area: 'k', year: 2020, parent: 'CN-2020', parameters: {} };
const setRef = `K-2020@1#${digestOf(set)}`;
const LIST = '/api/v1/law/proposals';

let county: CountyInMemory;
let position = '';
beforeAll(async () => {
  county = await countyInMemory();
  const office = { person: OTHER, office: 'PROGRAMME_ADMINISTRATOR', area: 'CN', from: '2020-01-01' };
  await county.post(`/api/v1/appointments/${OTHER}/orders/MakeAppointment`, { data: office }, { as: 'administrator' });
  const data = { no: 1, definition: coming, ref };
  await county.post('/api/v1/definitions/IDENT-8/orders/ProposeDefinition', { data }, { as: 'administrator' });
  const ofCounty = { no: 1, set, ref: setRef };
  const given = await county.post('/api/v1/policies/K-2020/orders/ProposePolicy', { data: ofCounty }, { as: 'administrator' });
  position = String(given.body['position']);
});
afterAll(() => county.close());

const asOther = async (): Promise<Readonly<Record<string, string>>> => {
  const account = { accountId: OTHER, office: 'PROGRAMME_ADMINISTRATOR', area: 'CN', ttl: 3600 } as const;
  return { authorization: `Bearer ${await county.house.tokens.issueToken(account)}` };
};
const ask = async (query: string, as = 'administrator'): Promise<Answer> => {
  const after = `after=${encodeURIComponent(position)}`;
  return county.get(LIST, { as, query: `?${query === '' ? after : `${query}&${after}`}` });
};
const itemsOf = (body: Answer['body']): readonly LawProposal[] => body['items'] ?? [];
const refs = ({ body }: Answer): readonly string[] =>
  itemsOf(body).map((item) => `${item.ref.split('#')[0] ?? ''} ${item.state}`);

describe('law that was proposed', () => {
  it('is found by whoever shall publish it, with its words, and told as published once that is done', async () => {
    const { body } = await ask('state=PROPOSED');
    expect(itemsOf(body)[0]).toMatchObject({
      kind: 'DEFINITION',
      id: 'IDENT-8',
      version: 2,
      no: 1,
      area: 'CN',
      ref,
      state: 'PROPOSED',
      proposedBy: 'CN.programme-administrator',
      settled: null,
    });
    const whole = await county.get(`${LIST}/definitions/IDENT-8@2`, { as: '', headers: await asOther() });
    const { proposal, document } = whole.body as unknown as { readonly proposal: LawProposal; readonly document: object };
    expect([whole.status, proposal.ref, document, checkDefinition(document)]).toEqual([200, ref, coming, []]);

    const publish = '/api/v1/definitions/IDENT-8/orders/PublishDefinition';
    const given = await county.post(
      publish,
      { data: { definition: document, ref: proposal.ref } },
      { as: '', headers: await asOther() },
    );
    expect(given.status).toBe(201);
    position = String(given.body['position']);
    expect(refs(await ask(''))).toEqual(['IDENT-8@2 PUBLISHED', 'K-2020@1 PROPOSED']);
    expect(refs(await ask('state=PROPOSED&kind=POLICY'))).toEqual(['K-2020@1 PROPOSED']);
    const told = itemsOf((await ask('state=PUBLISHED')).body);
    expect(told[0]?.settled).toMatchObject({ by: OTHER, recordedBy: OTHER });
  });

  it('is read by administrators and inspectors, each of law for his area and below it', async () => {
    expect(refs(await ask('', 'provincial'))).toEqual(['K-2020@1 PROPOSED']);
    expect((await ask('', 'county')).status).toBe(403);
    expect((await ask('area=CN', 'provincial')).status).toBe(404);
    const statuses = [`${LIST}/policies/K-2020@1`, `${LIST}/definitions/IDENT-8@2`, `${LIST}/policies/K-2020`].map(async (path) =>
      county.get(path, { as: 'provincial' }).then(({ status }) => status),
    );
    expect(await Promise.all(statuses)).toEqual([200, 404, 404]);
    expect((await county.get(`${LIST}/policies/K-2020@1`, { as: 'administrator', query: '?no=2' })).status).toBe(404);
    expect((await ask('state=LAW')).status).toBe(400);
  });
});
