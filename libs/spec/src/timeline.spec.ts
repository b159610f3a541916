import { civilDate } from '#libs/kernel';
import { type Timeline, timeline } from './timeline.js';

const setUp = { id: 'set-up', role: 'process', area: '' };
const nation = { id: 'CN', level: 'NATION', name: { zh: 'CN' }, codes: [] };
const administrator = { person: 'p1', office: 'PROGRAMME_ADMINISTRATOR', area: 'CN', from: civilDate('2020-01-01') };

describe('a timeline', () => {
  let line: Timeline;
  beforeEach(async () => {
    line = await timeline('2020-02-28T09:00:00+08:00');
    await line.when({ target: 'area-CN', order: { type: 'EstablishArea', data: nation }, actor: setUp });
  });
  afterEach(() => line.close());

  it('demands exactly the events of the last step', () => {
    expect(() => line.thenEvents([{ stream: 'area-CN', type: 'area.AreaEstablished.v1', data: nation }])).not.toThrow();
    expect(() => line.thenEvents([])).toThrow();
    expect(() =>
      line.thenEvents([{ stream: 'area-CN', type: 'area.AreaEstablished.v1', data: { ...nation, level: 'COUNTY' } }]),
    ).toThrow();
    expect(() => line.thenEvents([{ stream: 'area-X', type: 'area.AreaEstablished.v1', data: nation }])).toThrow();
    expect(() => line.thenRefused(['ANYTHING'])).toThrow('was not refused');
  });

  it('recognises the same order given again', async () => {
    await line.when({ target: 'area-CN', order: { type: 'EstablishArea', data: nation }, actor: setUp });
    line.thenEvents([]);
  });

  it('demands the exact set of codes of a refusal', async () => {
    const order = { type: 'MakeAppointment', data: administrator };
    await line.when({ target: 'appointment-p1', order, actor: { id: 'p9', role: 'DATA_CLERK', area: 'CN' } });
    line.thenRefused(['OFFICE_MAY_NOT']);
    expect(() => line.thenRefused(['OFFICE_MAY_NOT', 'NOT_APPOINTED'])).toThrow();
    expect(() => line.thenEvents([])).toThrow('was refused');
  });

  it('goes on in time', async () => {
    await line.advanceTo('2020-03-01T00:00:00+08:00');
    line.thenEvents([]);
    await line.when({ target: 'appointment-p1', order: { type: 'MakeAppointment', data: administrator }, actor: setUp });
    expect(line.events().map(({ metadata }) => metadata.occurredOn)).toEqual(['2020-03-01']);
  });
});
