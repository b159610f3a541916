import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPair, importJWK, type JWK, SignJWT, UnsecuredJWT } from 'jose';
import { VirtualClock } from '#libs/clock';
import { type Instant, instant, msOf } from '#libs/kernel';
import { type Office } from '#libs/procedure';
import { TokenDesk, TokenKeyUnusable, TokenRefused } from './index.js';

const nine = instant('2024-03-01T09:00:00+08:00');
const clerk = { accountId: 'person-7', office: 'STATION_CLERK', area: 'township-2' } as const;
const seconds = (moment: Instant): number => msOf(moment) / 1000;

describe('tokens', () => {
  let folder: string;
  let clock: VirtualClock;
  let desk: TokenDesk;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tokens-'));
    clock = new VirtualClock(nine);
    desk = await TokenDesk.open(folder, clock);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const refused = async (token: string): Promise<string> =>
    desk.verifyToken(token).then(
      () => 'accepted',
      (error: unknown) => (error instanceof TokenRefused ? error.code : String(error)),
    );
  const forged = (claims: object, secret: Parameters<SignJWT['sign']>[0], alg = 'EdDSA'): Promise<string> =>
    new SignJWT({
      iss: 'mingce',
      aud: 'mingce-api',
      sub: 'person-7',
      nbf: seconds(nine),
      exp: seconds(nine) + 60,
      office: 'STATION_CLERK',
      area: 'township-2',
      ...claims,
    })
      .setProtectedHeader({ alg })
      .sign(secret);

  it('say who somebody is and as what he acts, until they expire', async () => {
    const token = await desk.issueToken({ ...clerk, ttl: 3600 });
    expect(await desk.verifyToken(token)).toEqual({ ...clerk, expiresAt: '2024-03-01T02:00:00.000Z' });
    expect(await desk.verifyToken(token)).toEqual({ ...clerk, expiresAt: '2024-03-01T02:00:00.000Z' });
    await clock.advanceTo(instant('2024-03-01T10:00:00+08:00'), () => Promise.resolve());
    expect(await refused(token)).toBe('TOKEN_EXPIRED');
  });

  it('are good for a desk opened again on the same folder, and for no other', async () => {
    const token = await desk.issueToken({ ...clerk, ttl: 3600 });
    const again = await TokenDesk.open(folder, clock);
    expect((await again.verifyToken(token)).accountId).toBe('person-7');
    const elsewhere = await TokenDesk.open(join(folder, 'elsewhere'), clock);
    await expect(elsewhere.verifyToken(token)).rejects.toMatchObject({ code: 'TOKEN_SIGNATURE' });
  });

  it('are signed by a key that its owner alone can read', () => {
    expect(statSync(join(folder, 'token.key')).mode & 0o777).toBe(0o600);
  });

  it('are refused where they are unsigned, or signed by another algorithm, whatever they say', async () => {
    const unsigned = new UnsecuredJWT({ office: 'PROGRAMME_ADMINISTRATOR', area: 'CN' })
      .setIssuer('mingce')
      .setAudience('mingce-api')
      .setSubject('person-7')
      .setExpirationTime(seconds(nine) + 60)
      .encode();
    expect(await refused(unsigned)).toBe('TOKEN_ALGORITHM');
    expect(await refused(await forged({}, new TextEncoder().encode('a secret that is long enough for it'), 'HS256'))).toBe(
      'TOKEN_ALGORITHM',
    );
  });

  it('are refused where a word or the signature was changed', async () => {
    const token = await desk.issueToken({ ...clerk, ttl: 3600 });
    const [header, payload, signature] = token.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const changed = Buffer.from(JSON.stringify({ ...claims, office: 'PROGRAMME_ADMINISTRATOR' })).toString('base64url');
    const { privateKey } = await generateKeyPair('EdDSA');
    expect([await refused(`${header}.${changed}.${signature}`), await refused(await forged({}, privateKey))]).toEqual([
      'TOKEN_SIGNATURE',
      'TOKEN_SIGNATURE',
    ]);
  });

  it.each(['', 'a letter', 'a.b.c', 'Bearer x.y.z'])('are refused where they are none: %p', async (text) => {
    expect(await refused(text)).toBe('TOKEN_MALFORMED');
  });

  it('are refused before their time', async () => {
    const later = await TokenDesk.open(folder, new VirtualClock(instant('2024-03-01T09:01:00+08:00')));
    expect(await refused(await later.issueToken({ ...clerk, ttl: 60 }))).toBe('TOKEN_NOT_YET');
  });

  it('are not issued for no time or for an office that is none', async () => {
    for (const ttl of [0, -1, 1.5]) await expect(desk.issueToken({ ...clerk, ttl })).rejects.toThrow(RangeError);
    await expect(desk.issueToken({ ...clerk, office: 'process' as Office, ttl: 60 })).rejects.toThrow('"process" is no office');
  });

  it('are refused where another issuer, audience or no person, office or area stands in them', async () => {
    const secret = await ownKey(folder);
    const without = async (claims: object): Promise<string> => refused(await forged(claims, secret));
    expect([
      await without({}),
      await without({ iss: 'another' }),
      await without({ aud: 'another' }),
      await without({ sub: undefined }),
      await without({ office: 'clock' }),
      await without({ area: 7 }),
      await without({ exp: undefined }),
    ]).toEqual(['accepted', 'TOKEN_ISSUER', 'TOKEN_AUDIENCE', 'TOKEN_CLAIMS', 'TOKEN_CLAIMS', 'TOKEN_CLAIMS', 'TOKEN_CLAIMS']);
  });

  it('made for one door open that door and no other, and are all taken back with their key', async () => {
    const calendar = await desk.issueToken({ ...clerk, ttl: 3600, scope: 'calendar' });
    expect(await desk.verifyToken(calendar, 'calendar')).toMatchObject({ ...clerk, scope: 'calendar' });
    expect(await refused(calendar)).toBe('TOKEN_SIGNATURE');
    await expect(desk.verifyToken(calendar, 'metrics')).rejects.toMatchObject({ code: 'TOKEN_AUDIENCE' });
    const whole = await desk.issueToken({ ...clerk, ttl: 3600 });
    await expect(desk.verifyToken(whole, 'calendar')).rejects.toMatchObject({ code: 'TOKEN_SIGNATURE' });
    rmSync(join(folder, 'feeds.key'));
    const again = await TokenDesk.open(folder, clock);
    await expect(again.verifyToken(calendar, 'calendar')).rejects.toMatchObject({ code: 'TOKEN_SIGNATURE' });
    expect((await again.verifyToken(whole)).accountId).toBe('person-7');
  });

  it('cannot be had with a key file that holds no key', async () => {
    for (const text of ['', '{}', '{"kty":"RSA"}', '{"kty":"OKP","crv":"Ed25519","x":"AA","d":"AA"}']) {
      writeFileSync(join(folder, 'token.key'), text);
      await expect(TokenDesk.open(folder, clock)).rejects.toThrow(TokenKeyUnusable);
    }
  });
});

async function ownKey(folder: string): Promise<Parameters<SignJWT['sign']>[0]> {
  return importJWK(JSON.parse(readFileSync(join(folder, 'token.key'), 'utf8')) as JWK, 'EdDSA');
}
