import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CryptoKey,
  decodeJwt,
  errors,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from 'jose';
import { type Clock } from '#libs/clock';
import { type Instant, instantOfMs, msOf } from '#libs/kernel';
import { type Office, OFFICES } from '#libs/procedure';

/** Who the bearer is and as what he acts. Whether he holds the office that day is asked of the directory at each order. */
export interface TokenClaims {
  /** The account: a person. */
  readonly accountId: string;
  readonly office: Office;
  readonly area: string;
}

/** Doors for which a token may be made that opens no other: a calendar's address, the metrics, the look into the queue. */
export const TOKEN_SCOPES = ['calendar', 'metrics', 'queues'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

export interface VerifiedToken extends TokenClaims {
  readonly expiresAt: Instant;
  /** The only door that it opens; absent where it opens all that its office may enter. */
  readonly scope?: TokenScope;
}

export interface TokenRequest extends TokenClaims {
  /** Seconds for which it is good; a whole number from 1. */
  readonly ttl: number;
  /** For one door alone, signed by the key of such tokens: whoever removes `feeds.key` takes all of them back and no other. */
  readonly scope?: TokenScope;
}

export type TokenFault =
  | 'TOKEN_MALFORMED'
  | 'TOKEN_ALGORITHM'
  | 'TOKEN_SIGNATURE'
  | 'TOKEN_ISSUER'
  | 'TOKEN_AUDIENCE'
  | 'TOKEN_EXPIRED'
  | 'TOKEN_NOT_YET'
  | 'TOKEN_CLAIMS';

/** The token is not to be trusted, and why. Its text stands in no message. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
  constructor(
    readonly code: TokenFault,
    what: string,
    options?: ErrorOptions,
  ) {
    super(what, options);
  }
}

/** `token.key` or `feeds.key` is there and holds no Ed25519 key pair. */
export class TokenKeyUnusable extends Error {
  override readonly name = 'TokenKeyUnusable';
  readonly code = 'TOKEN_KEY_UNUSABLE';
}

const ALGORITHM = 'EdDSA';
const ISSUER = 'mingce';
const AUDIENCE = 'mingce-api';
/** Tokens found good are remembered until they expire: a signature costs more than an order. */
const REMEMBERED = 5_000;

interface KeyPair {
  readonly secret: CryptoKey;
  readonly open: CryptoKey;
}

/**
 * Signed tokens (JWT, Ed25519 and nothing else), with a key pair of this installation. They say who somebody is; what he may
 * do is said by the directory and the permission table alone, so that an appointment that ends, ends at once.
 */
export class TokenDesk {
  readonly #verified = new Map<string, VerifiedToken>();

  private constructor(
    private readonly keys: KeyPair,
    private readonly feedKeys: KeyPair,
    private readonly clock: Clock,
  ) {}

  /**
   * Reads `token.key` and `feeds.key` in the folder; makes them, readable by their owner alone, where there are none.
   * @throws TokenKeyUnusable where one holds no key pair.
   */
  static async open(folder: string, clock: Clock): Promise<TokenDesk> {
    mkdirSync(folder, { recursive: true });
    return new TokenDesk(await keysOf(join(folder, 'token.key')), await keysOf(join(folder, 'feeds.key')), clock);
  }

  /** @throws RangeError where the time to live is no whole number of seconds from 1, or the office is none. */
  async issueToken({ accountId, office, area, ttl, scope }: TokenRequest): Promise<string> {
    if (!Number.isSafeInteger(ttl) || ttl < 1) throw new RangeError(`a token lives whole seconds from 1, not ${ttl}`);
    if (!OFFICES.includes(office))
      throw new RangeError(`"${String(office)}" is no office; expected one of ${OFFICES.join(', ')}`);
    const now = Math.floor(msOf(this.clock.now()) / 1000);
    return new SignJWT({ office, area })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience(audienceOf(scope))
      .setSubject(accountId)
      .setIssuedAt(now)
      .setNotBefore(now)
      .setExpirationTime(now + ttl)
      .sign((scope === undefined ? this.keys : this.feedKeys).secret);
  }

  /**
   * A token for the whole API; or one for the door `scope`, where that is said.
   * @throws TokenRefused with the code that says why.
   */
  async verifyToken(token: string, scope?: TokenScope): Promise<VerifiedToken> {
    const now = this.clock.now();
    const key = scope === undefined ? token : `${scope} ${token}`;
    const known = this.#verified.get(key);
    if (known !== undefined && now < known.expiresAt) return known;
    this.#verified.delete(key);
    const verified = await this.#verify(token, scope, now);
    if (this.#verified.size >= REMEMBERED) this.#verified.clear();
    this.#verified.set(key, verified);
    return verified;
  }

  async #verify(token: string, scope: TokenScope | undefined, now: Instant): Promise<VerifiedToken> {
    let payload: JWTPayload;
    try {
      ({ payload } = await jwtVerify(token, (scope === undefined ? this.keys : this.feedKeys).open, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: audienceOf(scope),
        requiredClaims: ['sub', 'exp', 'nbf', 'office', 'area'],
        currentDate: new Date(msOf(now)),
      }));
    } catch (error) {
      throw refusalOf(error);
    }
    const { sub, exp, office, area } = payload;
    if (typeof sub !== 'string' || sub === '' || exp === undefined || typeof area !== 'string' || !isOffice(office)) {
      throw new TokenRefused('TOKEN_CLAIMS', 'the token does not name a person, an office and an area; issue another one');
    }
    return { accountId: sub, office, area, expiresAt: instantOfMs(exp * 1000), ...(scope === undefined ? {} : { scope }) };
  }
}

const audienceOf = (scope: TokenScope | undefined): string => (scope === undefined ? AUDIENCE : `${ISSUER}-${scope}`);

/** The door for which a token says that it was made; whether that is true, {@link TokenDesk.verifyToken} says. */
export function scopeOf(token: string): TokenScope | undefined {
  try {
    const { aud } = decodeJwt(token);
    return TOKEN_SCOPES.find((scope) => aud === audienceOf(scope));
  } catch {
    return undefined;
  }
}

const isOffice = (value: unknown): value is Office => OFFICES.some((office) => office === value);

function refusalOf(error: unknown): TokenRefused {
  const refused = (code: TokenFault, what: string): TokenRefused => new TokenRefused(code, what, { cause: error });
  if (error instanceof errors.JWTExpired) return refused('TOKEN_EXPIRED', 'the token has expired; issue another one');
  if (error instanceof errors.JOSEAlgNotAllowed) return refused('TOKEN_ALGORITHM', `the token is not signed by ${ALGORITHM}`);
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return refused('TOKEN_SIGNATURE', 'the token is not signed by this installation, or was changed');
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'iss') return refused('TOKEN_ISSUER', `the token was not issued by ${ISSUER}`);
    if (error.claim === 'aud') return refused('TOKEN_AUDIENCE', 'the token is not meant for this door');
    if (error.claim === 'nbf' && error.reason === 'check_failed') return refused('TOKEN_NOT_YET', 'the token is not good yet');
    return refused('TOKEN_CLAIMS', `the token lacks what it must say, or says it wrongly: ${error.claim}`);
  }
  return refused('TOKEN_MALFORMED', 'this is no token; expected a signed JWT in compact form');
}

async function keysOf(file: string): Promise<KeyPair> {
  if (!existsSync(file)) await makeKeyFile(file);
  return readKeyFile(file);
}

/** Whole and on disk before it has its name; of two who make it at once, the first one's is kept. */
async function makeKeyFile(file: string): Promise<void> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const text = `${JSON.stringify(await exportJWK(privateKey))}\n`;
  const draft = `${file}.${process.pid}`;
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

async function readKeyFile(file: string): Promise<KeyPair> {
  try {
    const { kty, crv, x, d } = JSON.parse(readFileSync(file, 'utf8')) as JWK;
    if (kty !== 'OKP' || crv !== 'Ed25519' || x === undefined || d === undefined) throw new TypeError('no Ed25519 key pair');
    const secret = await importJWK({ kty, crv, x, d }, ALGORITHM);
    const open = await importJWK({ kty, crv, x }, ALGORITHM);
    if (secret instanceof Uint8Array || open instanceof Uint8Array) throw new TypeError('no key pair');
    return { secret, open };
  } catch (error) {
    throw new TokenKeyUnusable(`${file} holds no Ed25519 key pair; restore it, or remove it and issue all tokens anew`, {
      cause: error,
    });
  }
}
