import { civilDate } from '#libs/kernel';
import { type InspectionEvent, type InspectionEventType } from '../events.js';

/** One event of each type, as it stands in the log. */
export const inspectionSamples: { readonly [T in InspectionEventType]: Extract<InspectionEvent, { readonly type: T }> } = {
  'inspection.InspectionOpened.v1': {
    type: 'inspection.InspectionOpened.v1',
    data: {
      id: 'i-1',
      area: 'county',
      body: 'provincial inspection',
      instrument: 'document 12 of 2020',
      from: civilDate('2020-03-01'),
      until: civilDate('2020-06-30'),
      inspectors: ['inspector-1'],
    },
  },
  'inspection.SampleOrdered.v1': {
    type: 'inspection.SampleOrdered.v1',
    data: { no: 1, atSize: 5_000, strata: { level: 'VILLAGE', byKind: true }, least: 2, share: { of: 1, outOf: 10 } },
  },
  'inspection.FindingRaised.v1': {
    type: 'inspection.FindingRaised.v1',
    data: {
      no: 1,
      events: [{ stream: 'case-c-1', revision: 7, id: 'e-7' }],
      rule: 'R7',
      statement: { ref: 'r-1', commitment: 'c'.repeat(64) },
    },
  },
  'inspection.FindingAnswered.v1': {
    type: 'inspection.FindingAnswered.v1',
    data: {
      finding: 1,
      no: 1,
      answer: 'ACCEPTED',
      events: [{ stream: 'case-c-1', revision: 9, id: 'e-9' }],
      statement: { ref: 'r-2', commitment: 'd'.repeat(64) },
      about: [{ stream: 'case-c-1', revision: 7, id: 'e-7' }],
    },
  },
  'inspection.InspectionClosed.v1': { type: 'inspection.InspectionClosed.v1', data: { on: civilDate('2020-05-04') } },
};
