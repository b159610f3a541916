import { type DistributedEngine } from '#libs/distributed';
import { type EmbeddedEngine } from '#libs/embedded';

/** What stands behind the doors: the engine with its log, read models and tokens; and which share of the work is done here, if others do some. */
export type House = Omit<EmbeddedEngine, 'close'> & Partial<Pick<DistributedEngine, 'share'>>;
export const HOUSE = Symbol('the engine behind the doors');
