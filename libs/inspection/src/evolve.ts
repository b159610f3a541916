import { type RecordedOf } from '#libs/kernel';
import { type InspectionEvent } from './events.js';
import { type RaiseFinding } from './orders.js';
import { type InspectionState, type RaisedFinding } from './state.js';

export function evolve(state: InspectionState, event: RecordedOf<InspectionEvent>): InspectionState {
  switch (event.type) {
    case 'inspection.InspectionOpened.v1': {
      const { area, from, until, inspectors } = event.data;
      return { ...state, phase: 'OPEN', area, from, until, inspectors };
    }
    case 'inspection.SampleOrdered.v1':
      return { ...state, samples: state.samples + 1 };
    case 'inspection.FindingRaised.v1':
      return { ...state, findings: [...state.findings, raised(state, event.data)] };
    case 'inspection.FindingAnswered.v1': {
      const { finding } = event.data;
      const findings = state.findings.map((one, index) => (index + 1 === finding ? { ...one, answers: one.answers + 1 } : one));
      return { ...state, findings };
    }
    case 'inspection.InspectionClosed.v1':
      return { ...state, phase: 'CLOSED' };
  }
}

const raised = ({ area: ofMandate = '' }: InspectionState, { area, events }: RaiseFinding['data']): RaisedFinding => ({
  area: area ?? ofMandate,
  events,
  answers: 0,
});
