import { type RecordedOf } from '#libs/kernel';
import { type InspectionEvent } from './events.js';
import { type InspectionState } from './state.js';

export function evolve(state: InspectionState, event: RecordedOf<InspectionEvent>): InspectionState {
  switch (event.type) {
    case 'inspection.InspectionOpened.v1': {
      const { area, from, until, inspectors } = event.data;
      return { ...state, phase: 'OPEN', area, from, until, inspectors };
    }
    case 'inspection.SampleOrdered.v1':
      return { ...state, samples: state.samples + 1 };
    case 'inspection.FindingRaised.v1':
      return { ...state, findings: state.findings + 1 };
    case 'inspection.InspectionClosed.v1':
      return { ...state, phase: 'CLOSED' };
  }
}
