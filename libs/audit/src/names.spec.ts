import { definitions } from '#libs/procedure';
import { type Difference } from './differences.js';
import { areaText, type Names, placeText, stepText } from './names.js';
import { differencesSaid } from './said.js';

const AREAS: Readonly<Record<string, string>> = { c: '开发区', t: '石桥镇', v: '白泥村', 'v-1': '一组' };
const names: Names = {
  area: (id) => AREAS[id],
  definition: (ref) => definitions.find(({ id, version }) => ref === `${id}@${version}#00`),
};
const place = { county: 'c', township: 't', village: 'v', group: 'v-1' };

describe('what stands in events as a key', () => {
  it('is an area with its name; alone where the log knows none', () => {
    expect([areaText('v', names), areaText('w', names)]).toEqual(['白泥村 v', 'w']);
    expect([placeText(place, names, 'zh'), placeText(place, names, 'en')]).toEqual([
      '开发区石桥镇白泥村一组 v-1',
      '开发区, 石桥镇, 白泥村, 一组 v-1',
    ]);
    expect(placeText({ ...place, village: 'w', group: undefined }, names, 'zh')).toBe('c t w');
  });

  it('is a step by the label of the law that is pinned', () => {
    const step = (code: string, ref: string | null): string => stepText(code, ref, names, 'zh');
    expect([step('SURVEY.VERIFICATION', 'IDENT-8@1#00'), step('NOPE.X', 'IDENT-8@1#00'), step('A.B', null)]).toEqual([
      '村级初核 SURVEY.VERIFICATION',
      'NOPE.X',
      'A.B',
    ]);
  });

  it('is told by its name where a household moved', () => {
    const moved = {
      how: 'HAPPENED',
      subject: 'MANAGEMENT_AREA',
      key: '',
      on: '2020-03-01',
      before: place,
      after: { ...place, group: 'v-2' },
      by: null,
      stream: 'household-h1',
    } as unknown as Difference;
    expect(differencesSaid([moved], () => undefined, names).map(({ sentence }) => sentence.zh)).toEqual([
      '2020-03-01 管理地：由“开发区石桥镇白泥村一组 v-1”变为“c t v v-2”。',
    ]);
  });
});
