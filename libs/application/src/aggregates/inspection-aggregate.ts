import { type AccessEvent, accessStream, type Directory } from '#libs/identity';
import {
  type InspectionContext,
  inspectionDecider,
  type InspectionEvent,
  type InspectionOrder,
  type InspectionState,
  type ReadUnderMandate,
} from '#libs/inspection';
import { addDays, civilDateOf, type JsonObject, type JsonValue, type Sealed } from '#libs/kernel';
import { type GivenOrder } from '../answer.js';
import { type Aggregate, type Sources } from '../aggregate.js';

/**
 * Inspections: rights are those over the area of the mandate, and to answer a finding those over the area to whose office it was told;
 * a finding and its answer point to events that stand in the log; the end of a mandate tells what was read under it (R17).
 */
export function inspectionAggregate(
  directory: Directory,
): Aggregate<InspectionState, InspectionOrder, InspectionEvent, InspectionContext> {
  return {
    decider: inspectionDecider,
    orderTypes: new Set<InspectionOrder['type']>([
      'OpenInspection',
      'OrderSample',
      'RaiseFinding',
      'AnswerFinding',
      'CloseInspection',
    ]),
    idIn: (order) => (order.type === 'OpenInspection' ? order.data.id : undefined),
    areaOf: (state, order) => {
      if (order.type === 'OpenInspection') return order.data.area;
      const answered = order.type === 'AnswerFinding' ? state.findings[order.data.finding - 1] : undefined;
      return answered?.area ?? state.area;
    },
    pointsTo: (order) => (order.type === 'RaiseFinding' || order.type === 'AnswerFinding' ? order.data.events : []),
    refsNeeded: () => [],
    gather: readUnderMandate,
    contextFor: (common, _state, order, _given, _others, gathered) => {
      const area = order.type === 'RaiseFinding' ? order.data.area : undefined;
      const readUnder = (gathered ?? []) as unknown as readonly ReadUnderMandate[];
      return { ...common, lineage: area === undefined ? [] : directory.lineage(area), readUnder };
    },
    pins: () => ({}),
    marks: (_context, event) => (event.type === 'inspection.FindingRaised.v1' ? { clause: event.data.rule } : {}),
    readElsewhere: () => ({}),
  };
}

/**
 * What those whom the mandate names had opened or took on its days, as their own streams tell it, with whom it was about: sealed until
 * now to their body. Undefined where there was nothing.
 */
async function readUnderMandate(
  { phase, inspectors, from, until }: InspectionState,
  { order, target }: GivenOrder<InspectionOrder>,
  { today, readStream, read }: Sources,
): Promise<JsonValue | undefined> {
  if (order.type !== 'CloseInspection' || phase !== 'OPEN' || from === undefined || until === undefined) return undefined;
  const mandate = target.slice('inspection-'.length);
  const found: JsonObject[] = [];
  // Nobody read anything under it before it was given, however far back it reaches.
  const [opened] = await readStream(target);
  const given = opened === undefined ? from : civilDateOf(opened.metadata.recordedAt);
  for (const inspector of inspectors) {
    for (let day = given > from ? given : from; day <= until && day <= today; day = addDays(day, 1)) {
      for (const { stream, revision, id, data } of await readStream(accessStream(inspector, day))) {
        const reading = data as AccessEvent['data'];
        if (reading.mandate !== mandate) continue;
        const whom = sealedWhom(reading);
        const about = whom === undefined ? { area: reading.area } : aboutWhom(reading, (await read([whom.ref]))[whom.ref]);
        found.push({ stream, revision: Number(revision), id, ...about });
      }
    }
  }
  return found.length === 0 ? undefined : found;
}

const sealedWhom = (reading: AccessEvent['data']): Sealed | undefined =>
  'household' in reading ? reading.household : 'about' in reading ? reading.about : undefined;

function aboutWhom(reading: AccessEvent['data'], value: JsonValue | undefined): Pick<ReadUnderMandate, 'about' | 'area'> {
  if (typeof value !== 'string') return {};
  if ('contents' in reading) return { about: `household-${value}` };
  return value.startsWith('area-') ? { area: value.slice('area-'.length) } : { about: value };
}
