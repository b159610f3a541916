import { type EmbeddedEngine } from '#libs/embedded';

/** What stands behind the doors: the engine with its log, read models and tokens. */
export type House = Omit<EmbeddedEngine, 'close'>;
export const HOUSE = Symbol('the engine behind the doors');
