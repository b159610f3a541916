import { type Refusal } from '#libs/kernel';
import { type Law } from '#libs/procedure';
import { type CaseContext } from '../context.js';
import { type CaseEvent } from '../events.js';
import { type CaseOrder, type CaseOrderType } from '../orders.js';
import { type CaseFile } from '../state.js';

export interface Given {
  readonly state: CaseFile;
  readonly law: Law;
  readonly context: CaseContext;
}

export type OrderOf<T extends CaseOrderType> = Extract<CaseOrder, { type: T }>;

/**
 * Says which events an order would make. It refuses only what cannot be put into events at all
 * (an unknown part, an objection that nobody raised); whether the events are lawful, the law says afterwards.
 */
export type Propose<T extends CaseOrderType> = (data: OrderOf<T>['data'], given: Given) => readonly CaseEvent[] | Refusal;

/** One subject's orders. All subjects together are total over the order types. */
export type Proposals<T extends CaseOrderType> = { readonly [K in T]: Propose<K> };
