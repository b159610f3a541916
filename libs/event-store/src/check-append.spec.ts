import { civilDate, type EventMetadata, instant } from '#libs/kernel';
import { checkAppend, checkLimit } from './check-append.js';
import { type EventToAppend, type Expected, InvalidAppend } from './port.js';

const metadata: EventMetadata = {
  orderId: 'o1',
  orderType: 'RecordReview',
  orderKey: 'REVIEW_1/1',
  orderDigest: 'd1',
  correlationId: 'c1',
  causationId: 'o1',
  actorId: 'p1',
  actorRole: 'VILLAGE_CLERK',
  actorArea: '522702101',
  performedBy: 'p1',
  occurredOn: civilDate('2024-02-29'),
  recordedAt: instant('2024-02-29T01:00:00Z'),
  build: '0.1.0',
};
const event: EventToAppend = { id: 'e1', type: 'case.ReviewHeld.v1', data: { step: 'REVIEW_1' }, metadata };

function refusal(stream: string, events: readonly EventToAppend[], expected: Expected): string {
  try {
    checkAppend(stream, events, expected);
  } catch (error) {
    if (error instanceof InvalidAppend) return error.message;
    throw error;
  }
  return 'not refused';
}

/** What a caller without types could hand over. */
const untyped = <T>(value: unknown): T => value as T;

test('turns events into text, in order, and leaves out what is undefined', () => {
  const second: EventToAppend = { ...event, id: 'e2', metadata: untyped({ build: '0.1.0', clause: undefined }) };
  expect(checkAppend('case-1', [event, second], 'absent')).toEqual([
    {
      id: 'e1',
      type: 'case.ReviewHeld.v1',
      data: '{"step":"REVIEW_1"}',
      metadata: JSON.stringify(metadata),
      evidence: null,
    },
    {
      id: 'e2',
      type: 'case.ReviewHeld.v1',
      data: '{"step":"REVIEW_1"}',
      metadata: '{"build":"0.1.0"}',
      evidence: null,
    },
  ]);
});

test('keeps what was said and known apart, as it is; with half a surrogate pair it stays among the rest', () => {
  const said = '{"type":"评议"}';
  const first: EventToAppend = { ...event, metadata: { ...metadata, order: said, context: '{}' } };
  const unfit: EventToAppend = { ...event, id: 'e2', metadata: { ...metadata, order: '\ud842', context: '{}' } };
  expect(checkAppend('case-1', [first, unfit], 'absent').map(({ metadata: text, evidence }) => [text, evidence])).toEqual([
    [JSON.stringify(metadata), { said, known: '{}' }],
    [JSON.stringify({ ...metadata, order: '\ud842', context: '{}' }), null],
  ]);
});

test.each<[string, readonly EventToAppend[], Expected, string]>([
  ['case-1', [], 'absent', 'there are no events in it'],
  ['', [event], 'absent', 'the stream has no usable name'],
  ['case-1\n', [event], 'absent', 'the stream has no usable name'],
  ['case-\ud842', [event], 'absent', 'the stream has no usable name'],
  ['case-1', [event], -1n, 'expected is "absent" or a bigint from 0n, not bigint -1'],
  ['case-1', [event], untyped(3), 'expected is "absent" or a bigint from 0n, not number 3'],
  ['case-1', [event], untyped(undefined), 'expected is "absent" or a bigint from 0n, not undefined undefined'],
  ['case-1', [{ ...event, id: '' }], 'absent', 'an event has no usable id'],
  ['case-1', [{ ...event, type: '' }], 'absent', 'event e1 has no usable type'],
  ['case-1', [event, event], 'absent', 'event id e1 stands in it twice'],
  ['case-1', [{ ...event, data: untyped('text') }], 'absent', 'data of case.ReviewHeld.v1 is no object'],
  ['case-1', [{ ...event, data: untyped(null) }], 'absent', 'data of case.ReviewHeld.v1 is no object'],
  ['case-1', [{ ...event, metadata: untyped(null) }], 'absent', 'metadata of case.ReviewHeld.v1 is no object'],
  [
    'case-1',
    [{ ...event, metadata: { ...metadata, step: untyped(3) } }],
    'absent',
    'metadata of case.ReviewHeld.v1 is text to text, "step" is number',
  ],
])('refuses %j with %j at %s', (stream, events, expected, why) => {
  expect(refusal(stream, events, expected)).toBe(`append to "${stream}" refused: ${why}`);
});

test('refuses data that are no JSON, and says which', () => {
  expect(refusal('case-1', [{ ...event, data: { votes: 7n } }], 'absent')).toMatch(
    /^append to "case-1" refused: data of case\.ReviewHeld\.v1 is no JSON \(.*BigInt.*\)$/,
  );
  const round: Record<string, unknown> = {};
  round['self'] = round;
  expect(refusal('case-1', [{ ...event, data: round }], 'absent')).toMatch(/circular/);
});

test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses a limit of %d', (limit) => {
  expect(() => checkLimit('limit', limit)).toThrow(new RangeError(`limit is a whole number from 1, not ${limit}`));
});
