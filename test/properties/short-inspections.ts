import { inspectionDecider, type InspectionEvent, inspectionSamples, type InspectionOrder, noInspection } from '#libs/inspection';
import { type Actor, civilDate, civilDateOf, type Instant, isRefusal, type RecordedOf } from '#libs/kernel';
import { type ShortCase } from './short-cases.js';

const samples = inspectionSamples;
const OPENED = samples['inspection.InspectionOpened.v1'];
const SAMPLE = samples['inspection.SampleOrdered.v1'];
const FINDING = samples['inspection.FindingRaised.v1'];
const CLOSED = samples['inspection.InspectionClosed.v1'];
const { about, ...answer } = samples['inspection.FindingAnswered.v1'].data;

const inspector: Actor = { id: 'inspector-1', role: 'INSPECTOR', area: 'province' };
const stranger: Actor = { ...inspector, id: 'inspector-2' };
const IN_TIME = '2020-04-01T09:00:00+08:00';
const AFTER_IT = '2020-07-01T09:00:00+08:00';

interface Given {
  readonly past?: readonly InspectionEvent[];
  readonly by?: Actor;
  readonly at?: string;
}

function inspected(
  code: string,
  order: InspectionOrder,
  { past = [OPENED], by = inspector, at = IN_TIME }: Given = {},
): ShortCase {
  const said = (): readonly string[] => {
    const recorded = past.map((event) => ({ ...event, metadata: {} }) as RecordedOf<InspectionEvent>);
    const state = recorded.reduce(inspectionDecider.evolve, noInspection);
    const today = civilDateOf(at as Instant);
    const decision = inspectionDecider.decide(order, state, {
      now: at as Instant,
      today,
      occurredOn: today,
      actor: by,
      performedBy: by.id,
      orderDigest: '',
      offices: {},
      opened: {},
      idFor: (name) => name,
      lineage: ['village-9', 'county-9'],
      readUnder: [],
    });
    return isRefusal(decision) ? decision.refused.map((finding) => finding.code) : [];
  };
  return { code, said };
}

const opening = (change: object): InspectionOrder => ({ type: 'OpenInspection', data: { ...OPENED.data, ...change } });
const sample = (change: object): InspectionOrder => ({ type: 'OrderSample', data: { ...SAMPLE.data, ...change } });
const finding = (change: object = {}): InspectionOrder => ({ type: 'RaiseFinding', data: { ...FINDING.data, ...change } });
const answering = (change: object): InspectionOrder => ({ type: 'AnswerFinding', data: { ...answer, ...change } });

/** The refusals of inspections (R17), each by its shortest way. */
export const SHORT_INSPECTIONS: readonly ShortCase[] = [
  inspected('INSPECTION_ALREADY_OPEN', opening({ body: 'another' })),
  inspected('DATES_OUT_OF_ORDER', opening({ until: civilDate('2020-02-29') }), { past: [] }),
  inspected('INSPECTORS_NOT_NAMED', opening({ inspectors: [] }), { past: [] }),
  inspected('INSPECTION_NOT_OPEN', finding(), { past: [OPENED, CLOSED] }),
  inspected('NOT_ON_THE_MANDATE', finding(), { by: stranger }),
  inspected('MANDATE_NOT_IN_FORCE', finding(), { at: AFTER_IT }),
  inspected('NUMBER_NOT_NEXT', finding({ no: 2 })),
  inspected('EVENTS_NOT_NAMED', finding({ events: [] })),
  inspected('OUTSIDE_THE_MANDATE', finding({ area: 'village-9' })),
  inspected('DATE_IN_FUTURE', { type: 'CloseInspection', data: CLOSED.data }),
  inspected('SAMPLE_OF_NOTHING', sample({ least: 0, share: { of: 0, outOf: 10 } })),
  inspected('DRAW_NOT_FIXED_BEFOREHAND', sample({ atSize: 0 })),
  inspected('FINDING_NOT_RAISED', answering({ finding: about.length + 1 }), { past: [OPENED, FINDING], by: stranger }),
  inspected('INSPECTOR_ANSWERS_HIMSELF', answering({}), { past: [OPENED, FINDING] }),
];
