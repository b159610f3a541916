import { type Event } from '#libs/kernel';
import {
  type AnswerFinding,
  type CloseInspection,
  type EventNamed,
  type OpenInspection,
  type OrderSample,
  type RaiseFinding,
  type ReadUnderMandate,
} from './orders.js';

// These names are stored. Never rename one or change what a field means: add a version and an upcast.

export type InspectionEvent =
  | Event<'inspection.InspectionOpened.v1', OpenInspection['data']>
  | Event<'inspection.SampleOrdered.v1', OrderSample['data']>
  | Event<'inspection.FindingRaised.v1', RaiseFinding['data']>
  /** With the events of the finding, so that it tells by itself whom it is about. */
  | Event<'inspection.FindingAnswered.v1', AnswerFinding['data'] & { readonly about: readonly EventNamed[] }>
  /** With all that was read under it, so that it stands in the histories of whom it was about from then on; absent where nothing was. */
  | Event<'inspection.InspectionClosed.v1', CloseInspection['data'] & { readonly read?: readonly ReadUnderMandate[] }>;
export type InspectionEventType = InspectionEvent['type'];
