import { type RecordedOf } from '#libs/kernel';
import { type CaseEvent, type CaseEventType } from '../events.js';
import { type CaseFile } from '../state.js';

export type EventOf<T extends CaseEventType> = Extract<CaseEvent, { type: T }>;
export type RecordedCaseEvent<T extends CaseEventType = CaseEventType> = RecordedOf<EventOf<T>>;
/** Never throws, never looks up the law. */
export type Evolve<T extends CaseEventType> = (state: CaseFile, event: RecordedCaseEvent<T>) => CaseFile;
/** One subject's events. All subjects together are total over the event types. */
export type Evolutions<T extends CaseEventType> = { readonly [K in T]: Evolve<K> };
