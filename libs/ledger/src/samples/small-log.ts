import { MemoryEventStore, type EventStore, type EventToAppend } from '#libs/event-store';
import { civilDate, type EventMetadata, instant } from '#libs/kernel';

const METADATA: EventMetadata = {
  orderId: 'order',
  orderType: 'RecordDisaster',
  orderKey: 'RecordDisaster|1',
  orderDigest: 'digest',
  correlationId: 'order',
  causationId: 'order',
  actorId: 'person-1',
  actorRole: 'DATA_CLERK',
  actorArea: 'village-1',
  performedBy: 'person-1',
  occurredOn: civilDate('2020-03-01'),
  recordedAt: instant('2020-03-01T09:00:00+08:00'),
  build: 'sample',
};

const STREAMS = 7;

/** The events of a log that is the same each time: a few streams by turns, text in both languages of the house. */
function sampleEvent(number: number): { readonly stream: string; readonly event: EventToAppend } {
  return {
    stream: `case-${number % STREAMS}`,
    event: {
      id: `event-${number}`,
      type: 'case.DisasterRecorded.v1',
      data: {
        no: number,
        kind: number % 2 === 0 ? 'FLOOD' : '水灾',
        evidence: [{ digest: `digest ${number}`, pages: 1 }],
        half: 0.5,
      },
      metadata: METADATA,
    },
  };
}

/** Brings a log from `from` sample events to `to`. */
export async function appendSample(store: EventStore, from: number, to: number): Promise<void> {
  for (let number = from; number < to; number++) {
    const { stream, event } = sampleEvent(number);
    const turn = Math.floor(number / STREAMS);
    await store.append(stream, [event], turn === 0 ? 'absent' : BigInt(turn - 1));
  }
}

export async function sampleLog(events: number): Promise<MemoryEventStore> {
  const store = new MemoryEventStore();
  await appendSample(store, 0, events);
  return store;
}
