import { type GivenOrder } from './answer.js';

/** Since version 2 a person publishes only what another person proposed (ADR 0042). */
const LAW_BY_TWO: ReadonlySet<string> = new Set(['PublishDefinition', 'PublishPolicy']);

/**
 * Version of an order: stands among its words (architecture §2), and moves where other rules decide it than before. What is
 * given is given in the newest version; what was recorded is decided again by the rules of its own.
 */
export function versionOf({ version, order, actor }: GivenOrder): number {
  return version ?? (LAW_BY_TWO.has(order.type) && actor.role !== 'process' ? 2 : 1);
}
