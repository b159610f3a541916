import { type Actor, civilDate } from '#libs/kernel';
import { specFor } from '#libs/spec';
import {
  inspectionDecider,
  type InspectionEvent,
  inspectionSamples as events,
  type InspectionOrder,
  isInForce,
  noInspection,
  evolveInspection,
} from './index.js';

const OPENED = events['inspection.InspectionOpened.v1'];
const SAMPLE = events['inspection.SampleOrdered.v1'];
const FINDING = events['inspection.FindingRaised.v1'];
const CLOSED = events['inspection.InspectionClosed.v1'];
const opening: InspectionOrder = { type: 'OpenInspection', data: OPENED.data };
const sample: InspectionOrder = { type: 'OrderSample', data: SAMPLE.data };
const finding: InspectionOrder = { type: 'RaiseFinding', data: FINDING.data };
const ANSWERED = events['inspection.FindingAnswered.v1'];
const { about: _about, ...answer } = ANSWERED.data;
const answering: InspectionOrder = { type: 'AnswerFinding', data: answer };
const head: Actor = { id: 'head', role: 'COUNTY_POVERTY_OFFICE_HEAD', area: 'county' };
const closing: InspectionOrder = { type: 'CloseInspection', data: CLOSED.data };

const province: Actor = { id: 'filing', role: 'FILING_OFFICER', area: 'province' };
const inspector: Actor = { id: 'inspector-1', role: 'INSPECTOR', area: 'province' };
const stranger: Actor = { ...inspector, id: 'inspector-2' };
const IN_TIME = '2020-04-01T09:00:00+08:00';
const AT_THE_END = '2020-05-04T09:00:00+08:00';

const given = (...past: readonly InspectionEvent[]) => specFor(inspectionDecider, { lineage: [], readUnder: [] }).given(past);
/** Where the order names an area: it, and what lies above. */
const givenIn = (lineage: readonly string[], ...past: readonly InspectionEvent[]) =>
  specFor(inspectionDecider, { lineage, readUnder: [] }).given(past);

describe('a mandate (R17)', () => {
  it('is given to persons by name, for days', () => {
    given().when(opening, province, IN_TIME).then([OPENED]);
    const wrong: InspectionOrder = {
      ...opening,
      data: { ...OPENED.data, until: civilDate('2020-02-01'), inspectors: [] },
    };
    given().when(wrong, province, IN_TIME).thenRefused(['DATES_OUT_OF_ORDER', 'INSPECTORS_NOT_NAMED']);
  });

  it('is given once', () => {
    const other: InspectionOrder = { ...opening, data: { ...OPENED.data, body: 'another' } };
    given(OPENED, CLOSED).when(other, province, IN_TIME).thenRefused(['INSPECTION_ALREADY_OPEN']);
  });

  it('ends by whoever has it, or gave it; nothing is found or drawn afterwards', () => {
    given(OPENED).when(closing, inspector, AT_THE_END).then([CLOSED]);
    given(OPENED).when(closing, province, AT_THE_END).then([CLOSED]);
    given(OPENED).when(closing, stranger, IN_TIME).thenRefused(['NOT_ON_THE_MANDATE']);
    given(OPENED).when(closing, inspector, '2020-05-03T09:00:00+08:00').thenRefused(['DATE_IN_FUTURE']);
    given(OPENED, CLOSED).when(finding, inspector, IN_TIME).thenRefused(['INSPECTION_NOT_OPEN']);
    given().when(sample, inspector, IN_TIME).thenRefused(['INSPECTION_NOT_OPEN']);
  });

  it('tells at its end all that was read under it', () => {
    const read = [
      { stream: 'access-inspector-1-2020-04-01', revision: 0, id: 'e-1', about: 'household-h-1' },
      { stream: 'access-inspector-1-2020-04-02', revision: 3, id: 'e-2', area: 'county' },
    ];
    specFor(inspectionDecider, { lineage: [], readUnder: read })
      .given([OPENED])
      .when(closing, inspector, AT_THE_END)
      .then([{ ...CLOSED, data: { ...CLOSED.data, read } }]);
  });

  it('is in force on its days, for those whom it names', () => {
    const state = evolveInspection(noInspection, { ...OPENED, metadata: {} } as Parameters<typeof evolveInspection>[1]);
    const days = ['2020-02-29', '2020-03-01', '2020-06-30', '2020-07-01'].map(civilDate);
    expect(days.map((day) => isInForce(state, 'inspector-1', day))).toEqual([false, true, true, false]);
    expect(isInForce(state, 'inspector-2', civilDate('2020-04-01'))).toBe(false);
  });
});

describe('a finding', () => {
  it('is raised under the mandate, numbered, about events', () => {
    given(OPENED).when(finding, inspector, IN_TIME).then([FINDING]);
    given(OPENED, FINDING)
      .when({ ...finding, data: { ...FINDING.data, no: 3, events: [] } }, inspector, IN_TIME)
      .thenRefused(['NUMBER_NOT_NEXT', 'EVENTS_NOT_NAMED']);
  });

  it('is refused to whoever is not on the mandate, and outside of its days', () => {
    given(OPENED).when(finding, stranger, IN_TIME).thenRefused(['NOT_ON_THE_MANDATE']);
    given(OPENED).when(finding, province, IN_TIME).thenRefused(['NOT_ON_THE_MANDATE']);
    given(OPENED).when(finding, inspector, '2020-07-01T09:00:00+08:00').thenRefused(['MANDATE_NOT_IN_FORCE']);
  });
});

describe('the office that is to answer', () => {
  const toVillage: InspectionOrder = { ...finding, data: { ...FINDING.data, area: 'village' } };

  it('lies within the area of the mandate', () => {
    givenIn(['village', 'township', 'county'], OPENED)
      .when(toVillage, inspector, IN_TIME)
      .then([{ ...FINDING, data: { ...FINDING.data, area: 'village' } }]);
    givenIn(['village', 'township', 'another'], OPENED).when(toVillage, inspector, IN_TIME).thenRefused(['OUTSIDE_THE_MANDATE']);
  });

  it('answers, also when the mandate is over, and again with the next number', () => {
    given(OPENED, FINDING).when(answering, head, IN_TIME).then([ANSWERED]);
    given(OPENED, FINDING, CLOSED).when(answering, head, '2021-02-28T09:00:00+08:00').then([ANSWERED]);
    const again: InspectionOrder = { ...answering, data: { ...answer, no: 2, answer: 'CONTESTED', events: [] } };
    const second: InspectionEvent = { ...ANSWERED, data: { ...ANSWERED.data, no: 2, answer: 'CONTESTED', events: [] } };
    given(OPENED, FINDING, ANSWERED).when(again, head, IN_TIME).then([second]);
    given(OPENED, FINDING).when(again, head, IN_TIME).thenRefused(['NUMBER_NOT_NEXT']);
  });

  it('answers what was found, and not by whoever found it', () => {
    given(OPENED).when(answering, head, IN_TIME).thenRefused(['FINDING_NOT_RAISED']);
    given().when(answering, head, IN_TIME).thenRefused(['FINDING_NOT_RAISED']);
    given(OPENED, FINDING).when(answering, inspector, IN_TIME).thenRefused(['INSPECTOR_ANSWERS_HIMSELF']);
  });
});

describe('a sample', () => {
  it('is ordered before the log has come to where it is drawn', () => {
    given(OPENED).when(sample, inspector, IN_TIME).then([SAMPLE]);
    const none = { ...SAMPLE.data, atSize: 0, least: 0, share: { of: 0, outOf: 10 } };
    given(OPENED)
      .when({ ...sample, data: none }, inspector, IN_TIME)
      .thenRefused(['SAMPLE_OF_NOTHING', 'DRAW_NOT_FIXED_BEFOREHAND']);
    const more = { ...SAMPLE.data, no: 2, share: { of: 11, outOf: 10 } };
    given(OPENED, SAMPLE)
      .when({ ...sample, data: more }, inspector, IN_TIME)
      .thenRefused(['SAMPLE_OF_NOTHING']);
  });
});
