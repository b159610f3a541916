import { type Event } from '#libs/kernel';
import {
  type AnswerFinding,
  type CloseInspection,
  type EventNamed,
  type OpenInspection,
  type OrderSample,
  type RaiseFinding,
} from './orders.js';

// These names are stored. Never rename one or change what a field means: add a version and an upcast.

export type InspectionEvent =
  | Event<'inspection.InspectionOpened.v1', OpenInspection['data']>
  | Event<'inspection.SampleOrdered.v1', OrderSample['data']>
  | Event<'inspection.FindingRaised.v1', RaiseFinding['data']>
  /** With the events of the finding, so that it tells by itself whom it is about. */
  | Event<'inspection.FindingAnswered.v1', AnswerFinding['data'] & { readonly about: readonly EventNamed[] }>
  | Event<'inspection.InspectionClosed.v1', CloseInspection['data']>;
export type InspectionEventType = InspectionEvent['type'];
