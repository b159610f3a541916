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

/** No order and no query without a token; it stands in the header, never in the address (OWASP ASVS 14.2.1). */
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
    const header = request.headers.authorization;
    if (header === undefined) throw new Problem(401, 'TOKEN_MISSING');
    const [, token] = header.length > LONGEST_TOKEN ? [] : (BEARER.exec(header) ?? []);
    if (token === undefined) throw new Problem(401, 'TOKEN_REFUSED');
    request.account = await this.house.tokens.verifyToken(token);
    return true;
  }
}
