import { digestOf } from '#libs/application';
import { definitionOf, definitionRef } from '#libs/procedure';
import { type Answer, countyInMemory, type CountyInMemory } from '../samples/county-in-memory.js';

const OTHER = 'another-administrator';

let county: CountyInMemory;
beforeAll(async () => {
  county = await countyInMemory();
  const data = { person: OTHER, office: 'PROGRAMME_ADMINISTRATOR', area: 'CN', from: '2020-01-01' };
  await county.post(`/api/v1/appointments/${OTHER}/orders/MakeAppointment`, { data }, { as: 'administrator' });
});
afterAll(() => county.close());

const found = ({ status, body }: Answer): object => {
  const findings = (body['findings'] ?? []) as readonly { readonly code: string; readonly class: string }[];
  return { status, findings: findings.map((finding) => [finding.class, finding.code]), clause: body['clause'] };
};
const refused = (code: string): object => ({ status: 409, findings: [['RIGHTS', code]], clause: 'architecture §5' });

/** As the second administrator, for whom the county has no token. */
async function asOther(path: string, body: object, key?: string): Promise<Answer> {
  const account = { accountId: OTHER, office: 'PROGRAMME_ADMINISTRATOR', area: 'CN', ttl: 3600 } as const;
  const authorization = `Bearer ${await county.house.tokens.issueToken(account)}`;
  return county.post(path, body, { headers: { authorization }, ...(key === undefined ? {} : { key }) });
}

describe('a definition at the door', () => {
  const definition = {
    ...definitionOf('IDENT-8', 1),
    version: 2,
    effective: { ...definitionOf('IDENT-8', 1).effective, from: '2020-05-01' },
  };
  const data = { definition, ref: definitionRef('IDENT-8', 2, digestOf(definition)) };
  const propose = '/api/v1/definitions/IDENT-8/orders/ProposeDefinition';
  const publish = '/api/v1/definitions/IDENT-8/orders/PublishDefinition';
  const isLaw = async (): Promise<number> => (await county.get('/api/v1/definitions/IDENT-8@2')).status;

  it('is law by two programme administrators, and by nobody else', async () => {
    expect(found(await asOther(publish, { data }))).toEqual(refused('LAW_NOT_PROPOSED'));
    expect((await county.post(propose, { data: { no: 1, ...data } }, { as: 'county' })).status).toBe(403);
    const proposed = await county.post(propose, { data: { no: 1, ...data } }, { as: 'administrator' });
    expect([proposed.status, proposed.body['events']]).toMatchObject([201, [{ type: 'definition.DefinitionProposed.v1' }]]);
    expect(await isLaw()).toBe(404);

    const alone = await county.post(publish, { data }, { as: 'administrator', headers: { 'accept-language': 'zh-CN' } });
    expect(found(alone)).toEqual(refused('LAW_OF_ONE_PERSON'));
    expect(alone.text).toContain('提出人与发布人为同一人');
    const label = { ...definition.label, en: 'another' };
    const changed = { ...definition, label };
    const other = { definition: changed, ref: definitionRef('IDENT-8', 2, digestOf(changed)) };
    expect(found(await asOther(publish, { data: other }))).toEqual(refused('LAW_PROPOSED_IN_OTHER_WORDS'));

    expect((await asOther(publish, { data }, 'published')).status).toBe(201);
    expect(await isLaw()).toBe(200);
    const again = await asOther(publish, { data }, 'published');
    expect([again.status, again.body['repeated']]).toEqual([200, true]);
  });
});

describe('a policy at the door', () => {
  const set = { id: 'K-2020', version: 1, area: 'k', year: 2020, parent: 'CN-2020', parameters: {} };
  const data = { set, ref: `K-2020@1#${digestOf(set)}` };
  const propose = '/api/v1/policies/K-2020/orders/ProposePolicy';
  const publish = '/api/v1/policies/K-2020/orders/PublishPolicy';
  const isLaw = async (): Promise<boolean> => (await county.get('/api/v1/policies')).text.includes('"K-2020"');

  it('is law by two programme administrators, of which either may begin', async () => {
    // Nobody has said anything of it yet: that is a matter of the law, not of a wrong address.
    expect(found(await county.post(publish, { data }, { as: 'administrator' }))).toEqual(refused('LAW_NOT_PROPOSED'));
    expect((await asOther(propose, { data: { no: 1, ...data } })).status).toBe(201);
    expect(await isLaw()).toBe(false);
    expect(found(await asOther(publish, { data }))).toEqual(refused('LAW_OF_ONE_PERSON'));
    expect((await county.post(publish, { data }, { as: 'administrator' })).status).toBe(201);
    expect(await isLaw()).toBe(true);
  });

  it('is what another proposed also where somebody else is said to have done it', async () => {
    const second = { ...set, version: 2 };
    const words = { set: second, ref: `K-2020@2#${digestOf(second)}` };
    expect((await asOther(propose, { data: { no: 1, ...words } })).status).toBe(201);
    const named = { data: words, performedBy: OTHER };
    expect(found(await county.post(publish, named, { as: 'administrator' }))).toEqual(refused('LAW_OF_ONE_PERSON'));
  });
});
