import { type ExecutionContext, Injectable } from '@nestjs/common';
import { type ThrottlerLimitDetail, ThrottlerGuard, type ThrottlerModuleOptions } from '@nestjs/throttler';
import { type Request } from 'express';
import { type WithAccount } from './account.js';
import { Problem } from './problem.js';

/** How often one account may ask: at most `requests` within any `seconds`. */
export interface RateLimit {
  readonly requests: number;
  readonly seconds: number;
}

/** Twenty in a second, kept up for a minute: nobody who types comes near it, a script that went wrong is there at once. */
export const DEFAULT_RATE: RateLimit = { requests: 1_200, seconds: 60 };
/** The moments of so many requests are kept for each account, and looked through with each one. */
const MOST_REQUESTS = 10_000;
const LONGEST_SECONDS = 3_600;

/** A setting that cannot be understood: which, and what was expected. */
export class BadRateLimit extends Error {
  override readonly name = 'BadRateLimit';
  readonly code = 'BAD_RATE_LIMIT';
}

/**
 * `MINGCE_RATE_LIMIT` requests within `MINGCE_RATE_SECONDS`; {@link DEFAULT_RATE} where they are not set, `undefined` (nobody is
 * held back) where the limit is 0. @throws BadRateLimit
 */
export function rateLimitIn(environment: Readonly<Record<string, string | undefined>>): RateLimit | undefined {
  const requests = wholeNumber(environment, 'MINGCE_RATE_LIMIT', DEFAULT_RATE.requests, 0, MOST_REQUESTS);
  const seconds = wholeNumber(environment, 'MINGCE_RATE_SECONDS', DEFAULT_RATE.seconds, 1, LONGEST_SECONDS);
  return requests === 0 ? undefined : { requests, seconds };
}

function wholeNumber(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
  usual: number,
  least: number,
  most: number,
): number {
  const said = environment[name] ?? '';
  if (said === '') return usual;
  const number = /^\d{1,9}$/.test(said) ? Number(said) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new BadRateLimit(`${name}: a whole number from ${least} to ${most}, not "${said}"`);
}

/** As the library wants it. Without a block of its own: whoever waits as long as he is told may go on. */
export function throttling(limit: RateLimit | undefined): ThrottlerModuleOptions {
  const { requests, seconds } = limit ?? DEFAULT_RATE;
  return {
    throttlers: [{ limit: requests, ttl: seconds * 1_000, blockDuration: 0 }],
    skipIf: (context) => limit === undefined || accountOf(context) === undefined,
    setHeaders: false,
    // By account and over all doors together: a whole township shares one address.
    generateKey: (context) => accountOf(context) ?? '',
    getTracker: () => '',
  };
}

/** 429 with `Retry-After` for an account that asks too often. Stands behind the guard that knows the account. */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  protected override throwThrottlingException(_: ExecutionContext, { timeToBlockExpire }: ThrottlerLimitDetail): Promise<void> {
    throw new Problem(429, 'TOO_MANY_REQUESTS', { retryAfter: Math.max(1, timeToBlockExpire) });
  }
}

function accountOf(context: ExecutionContext): string | undefined {
  return context.switchToHttp().getRequest<Request & WithAccount>().account?.accountId;
}
