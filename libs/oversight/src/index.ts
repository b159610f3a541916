export { type Candidate, draw, type Drawn, portionOf, ticketOf } from './draw.js';
export { populationAt } from './population.js';
export { type Remark, remarkCounts, type RemarkFilter, remarksOfCase, type RemarkSources } from './remarks.js';
export { isAsDrawn, type NotDrawn, type Sample, SampleNotDrawn, sampleOf } from './sample.js';
