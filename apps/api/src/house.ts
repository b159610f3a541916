import { type OpenedHouse } from '#libs/distributed';

/** What stands behind the doors: the engine with its log, read models and tokens; and which share of the work is done here, if others do some. */
export type House = Omit<OpenedHouse, 'close'>;
export const HOUSE = Symbol('the engine behind the doors');
