import { OrderIdTaken } from '#libs/application';
import { type CommandBus } from '@nestjs/cqrs';
import { type House } from '../house.js';
import { givenOrder, GiveOrder, type OrderWish } from './give-order.js';
import { type OrderReceipt } from './receipt.js';

/**
 * Gives an order whose stream is named by the day. Where its id was claimed on an earlier day, in the same words, it is given on the stream
 * of that day: whether it was done there before midnight only that stream can tell, and one id is good for one stream (ADR 0041).
 * @throws what GiveOrder throws.
 */
export async function giveOfTheDay(house: House, commands: CommandBus, wish: OrderWish): Promise<OrderReceipt> {
  try {
    return await commands.execute(new GiveOrder(wish));
  } catch (error) {
    if (!(error instanceof OrderIdTaken) || error.claimedAs === undefined) throw error;
    // What is sealed is sealed for its stream: words are the same or not as they would stand there.
    const there = { ...wish, target: error.stream };
    if ((await house.engine.desk.digestOf(givenOrder(there))) !== error.claimedAs) throw error;
    return commands.execute(new GiveOrder(there));
  }
}
