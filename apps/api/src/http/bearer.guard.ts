import { scopeOf, type TokenScope } from '#libs/identity';
import { type CanActivate, type ExecutionContext, Inject, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Request } from 'express';
import { HOUSE, type House } from '../house.js';
import { type WithAccount } from './account.js';
import { Problem } from './problem.js';

const OPEN = 'mingce:open';
const LONGEST_TOKEN = 4_096;
const BEARER = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i;

/** Health and documentation are for everybody; no other door is. */
export const OpenToEverybody = (): ReturnType<typeof SetMetadata> => SetMetadata(OPEN, true);

const SCOPED = 'mingce:scoped';
interface Scoped {
  readonly scope: TokenScope;
  readonly inAddress: boolean;
}

/**
 * Opened also by a token that was made for this door alone. `inAddress`: for programs that can send no header it may stand in the
 * address as `token`; one for the whole API may not.
 */
export const OpenedBy = (scope: TokenScope, { inAddress = false } = {}): ReturnType<typeof SetMetadata> =>
  SetMetadata(SCOPED, { scope, inAddress } satisfies Scoped);

/** No order and no query without a token; one that opens them stands in the header, never in the address (OWASP ASVS 14.2.1). */
@Injectable()
export class BearerGuard implements CanActivate {
  constructor(
    @Inject(HOUSE) private readonly house: House,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.getAllAndOverride<boolean | undefined>(OPEN, [context.getHandler(), context.getClass()]) === true) {
      return true;
    }
    const request = context.switchToHttp().getRequest<Request & WithAccount>();
    const door = this.reflector.getAllAndOverride<Scoped | undefined>(SCOPED, [context.getHandler(), context.getClass()]);
    const header = request.headers.authorization;
    const inAddress = header === undefined && door?.inAddress === true ? request.query['token'] : undefined;
    if (header === undefined && inAddress === undefined) throw new Problem(401, 'TOKEN_MISSING');
    const said = header ?? `Bearer ${typeof inAddress === 'string' ? inAddress : ''}`;
    const [, token] = said.length > LONGEST_TOKEN ? [] : (BEARER.exec(said) ?? []);
    if (token === undefined) throw new Problem(401, 'TOKEN_REFUSED');
    const scope = door !== undefined && scopeOf(token) === door.scope ? door.scope : undefined;
    if (header === undefined && scope === undefined) throw new Problem(401, 'TOKEN_REFUSED');
    request.account = await this.house.tokens.verifyToken(token, scope);
    return true;
  }
}
