export { type Candidate, draw, type Drawn, portionOf, ticketOf } from './draw.js';
export { populationAt } from './population.js';
export { type Remark, remarksOf } from './remarks.js';
export { isAsDrawn, type NotDrawn, type Sample, SampleNotDrawn, sampleOf } from './sample.js';
