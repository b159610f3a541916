import { traceparentFor, traceparentOf, traceSpanIn } from './trace-context.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

describe('a traceparent', () => {
  it.each(['00', '01', '02', '03'])('comes back as it went, with flags %s', (flags) => {
    const span = traceSpanIn(`00-${TRACE}-${SPAN}-${flags}`);
    expect(span).toEqual({ traceId: TRACE, spanId: SPAN, flags });
    expect(span === undefined ? '' : traceparentOf(span)).toBe(`00-${TRACE}-${SPAN}-${flags}`);
  });

  it('of a later version is read as far as it is known, and handed on as ours', () => {
    expect(traceSpanIn(`cc-${TRACE}-${SPAN}-ff-what-the-future-holds`)).toEqual({ traceId: TRACE, spanId: SPAN, flags: '03' });
    expect(traceSpanIn(`01-${TRACE}-${SPAN}-01`)).toEqual({ traceId: TRACE, spanId: SPAN, flags: '01' });
  });

  it.each([
    ['empty', ''],
    ['upper case', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ['a trace of zeros', `00-${'0'.repeat(32)}-${SPAN}-01`],
    ['a span of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['version ff', `ff-${TRACE}-${SPAN}-01`],
    ['more than version 00 has', `00-${TRACE}-${SPAN}-01-more`],
    ['more without a dash', `01-${TRACE}-${SPAN}-01more`],
    ['a short span', `00-${TRACE}-${SPAN.slice(1)}-01`],
    ['two of them', `00-${TRACE}-${SPAN}-01,00-${TRACE}-${SPAN}-01`],
    ['space around it', ` 00-${TRACE}-${SPAN}-01`],
  ])('is none: %s', (_, text) => {
    expect(traceSpanIn(text)).toBeUndefined();
  });

  it('is carried on to an order: the same trace and flags, the order as its span', () => {
    const next = traceparentFor(`00-${TRACE}-${SPAN}-01`, '5a3f2d0e-6c1b-5b0a-9d4e-6d696e676365');
    expect(next).toBe(`00-${TRACE}-9d4e6d696e676365-01`);
    expect(traceSpanIn(next)).toEqual({ traceId: TRACE, spanId: '9d4e6d696e676365', flags: '01' });
  });
});
