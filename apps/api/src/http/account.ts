import { type VerifiedToken } from '#libs/identity';
import { type Actor } from '#libs/kernel';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type Request } from 'express';

/** Who asks, by his token: what he may do is judged anew each time, by the directory and the permission table. */
export type Account = VerifiedToken;

export interface WithAccount {
  account?: Account;
}

export function actorOf({ accountId, office, area }: Account): Actor {
  return { id: accountId, role: office, area };
}

/** The account of the request; routes without one do not ask for it. */
export const TheAccount = createParamDecorator((_: unknown, context: ExecutionContext): Account => {
  const { account } = context.switchToHttp().getRequest<Request & WithAccount>();
  if (account === undefined) throw new TypeError('this route asks for an account and lets everybody in');
  return account;
});
