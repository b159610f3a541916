import { type EventReader } from '#libs/event-store';
import { type Directory } from '#libs/identity';
import { type InspectionEvent, type OrderSample } from '#libs/inspection';
import { type RecordedOf } from '#libs/kernel';
import { consistencyProof, type LeafIndex, rootAt } from '#libs/ledger';
import { draw, type Candidate, type Drawn, portionOf } from './draw.js';
import { populationAt } from './population.js';

export type NotDrawn =
  | 'INSPECTION_UNKNOWN'
  | 'SAMPLE_UNKNOWN'
  /** The log has not come to the size that was named. */
  | 'LOG_NOT_THERE_YET'
  /** When it was ordered, the log had come there already: whoever ordered it could know the draw. */
  | 'DRAW_NOT_FIXED_BEFOREHAND';

export class SampleNotDrawn extends Error {
  override readonly name = 'SampleNotDrawn';
  constructor(
    readonly code: NotDrawn,
    readonly about: string,
  ) {
    super(`${code}: ${about}`);
  }
}

/** A draw with all that anyone needs to make it again. */
export interface Sample {
  readonly format: 'mingce-sample/v1';
  readonly inspection: string;
  readonly no: number;
  readonly order: OrderSample['data'];
  /** Leaf of the order itself: before the size at which it is drawn, so that the root holds it. */
  readonly orderLeaf: number;
  /** Over the first {@link OrderSample.atSize} events; hex. */
  readonly root: string;
  /** A signed checkpoint over these events or more, and the proof that it grew out of that root; hex. */
  readonly checkpoint: string | null;
  readonly growth: readonly string[];
  readonly strata: readonly { readonly stratum: string; readonly cases: number; readonly drawn: number }[];
  readonly population: readonly Candidate[];
  readonly drawn: readonly Drawn[];
}

export interface SampleSources {
  readonly reader: Pick<EventReader, 'readStream' | 'readAll'>;
  readonly index: LeafIndex;
  readonly directory: Directory;
}

/** Makes a draw that was ordered (domain.md R17). @throws SampleNotDrawn. */
export async function sampleOf({ reader, index, directory }: SampleSources, inspection: string, no: number): Promise<Sample> {
  const events = (await reader.readStream(`inspection-${inspection}`)) as readonly (RecordedOf<InspectionEvent> & {
    readonly position: bigint;
  })[];
  const [opened] = events;
  if (opened?.type !== 'inspection.InspectionOpened.v1') throw new SampleNotDrawn('INSPECTION_UNKNOWN', inspection);
  const ordered = events.find((event) => event.type === 'inspection.SampleOrdered.v1' && event.data.no === no);
  if (ordered?.type !== 'inspection.SampleOrdered.v1') throw new SampleNotDrawn('SAMPLE_UNKNOWN', `${inspection} ${no}`);
  const { data: order } = ordered;
  const { atSize } = order;
  const [last] = index.size() < atSize ? [] : index.leaves(atSize - 1, 1);
  if (last === undefined) throw new SampleNotDrawn('LOG_NOT_THERE_YET', `${index.size()} < ${atSize}`);
  const orderLeaf = index.leafAt(ordered.position)?.index ?? Infinity;
  if (orderLeaf >= atSize) throw new SampleNotDrawn('DRAW_NOT_FIXED_BEFOREHAND', `${orderLeaf} >= ${atSize}`);
  const root = rootAt(index, atSize).toString('hex');
  const population = await populationAt(reader, last.position, order, opened.data.area, directory);
  const drawn = draw(population, { inspection, no, root }, order);
  const checkpoint = index.lastCheckpoint();
  const covers = checkpoint !== undefined && checkpoint.size >= atSize;
  return {
    format: 'mingce-sample/v1',
    inspection,
    no,
    order,
    orderLeaf,
    root,
    checkpoint: covers ? checkpoint.text : null,
    growth: covers ? consistencyProof(index, atSize, checkpoint.size).map((hash) => hash.toString('hex')) : [],
    strata: strataOf(population, order),
    population,
    drawn,
  };
}

/** Whether the draw of a sample is the one that its root gives: all that is needed stands in the sample itself. */
export function isAsDrawn({ inspection, no, root, order, population, drawn }: Sample): boolean {
  const again = draw(population, { inspection, no, root }, order);
  return (
    again.length === drawn.length &&
    again.every(({ caseId, stratum, ticket }, place) => {
      const one = drawn[place];
      return one?.caseId === caseId && one.stratum === stratum && one.ticket === ticket;
    })
  );
}

function strataOf(population: readonly Candidate[], order: OrderSample['data']): Sample['strata'] {
  const cases = new Map<string, number>();
  for (const { stratum } of population) cases.set(stratum, (cases.get(stratum) ?? 0) + 1);
  return [...cases]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([stratum, count]) => ({ stratum, cases: count, drawn: portionOf(count, order) }));
}
