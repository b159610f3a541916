import { type ActEvent } from '#libs/collective-act';
import {
  comparisonList,
  type Exchange,
  exchangeOf,
  type ExportedList,
  type Format,
  identitiesOf,
  writeTable,
} from '#libs/exchange';
import { type RecordedOf } from '#libs/kernel';
import { type CommandBus } from '@nestjs/cqrs';
import { type Account } from '../http/account.js';
import { Problem } from '../http/problem.js';
import { type House } from '../house.js';
import { GiveOrder, orderIdOf } from '../orders/give-order.js';

export interface ListWish {
  readonly account: Account;
  readonly actId: string;
  readonly idempotencyKey: string;
  readonly source: string;
  readonly confirmedBy: string;
  readonly format: Format;
}

export interface ListFile {
  readonly list: ExportedList;
  readonly bytes: Uint8Array;
  readonly repeated: boolean;
}

const MOST_TRIES = 5;

/**
 * The list for one source as a file. That it leaves the house is recorded before anything is opened; the same key again gives
 * the list that was recorded then, and records nothing.
 */
export async function takeList(house: House, commands: CommandBus, wish: ListWish): Promise<ListFile> {
  const { list, repeated } = await recorded(house, commands, wish);
  const readStream = (stream: string) => house.log.readStream(stream);
  const identities = await identitiesOf(list.asked, { readStream, open: (refs) => house.vault.read(refs) });
  return { list, repeated, bytes: await writeTable(comparisonList(list, identities), wish.format) };
}

export async function exchangeIn(house: House, actId: string): Promise<Exchange> {
  return exchangeOf((await house.log.readStream(`act-${actId}`)) as readonly RecordedOf<ActEvent>[]);
}

async function recorded(
  house: House,
  commands: CommandBus,
  { account, actId, idempotencyKey, source, confirmedBy }: ListWish,
): Promise<{ readonly list: ExportedList; readonly repeated: boolean }> {
  const orderId = orderIdOf(account.accountId, idempotencyKey);
  for (let tries = 1; ; tries++) {
    const { lists } = await exchangeIn(house, actId);
    const no = lists.find((list) => list.orderId === orderId)?.no ?? lists.length + 1;
    try {
      const { repeated } = await commands.execute(
        new GiveOrder({
          account,
          target: `act-${actId}`,
          type: 'ExportComparisonList',
          data: { no, source, confirmedBy },
          // Said, so that it belongs to the words of the order: nobody gets the list of another for a repeat of his own.
          performedBy: account.accountId,
          idempotencyKey,
          dryRun: false,
          opens: false,
        }),
      );
      const list = (await exchangeIn(house, actId)).lists[no - 1];
      if (list === undefined) throw new TypeError(`list ${no} of act-${actId} was accepted and is not in the log`);
      return { list, repeated };
    } catch (error) {
      // Somebody else took the number while this one was being asked for.
      const taken = error instanceof Problem && ['STEP_ALREADY_DONE', 'LIST_NUMBER_NOT_NEXT'].includes(error.code);
      if (!taken || tries >= MOST_TRIES) throw error;
    }
  }
}
