import { arranged } from './arrange.js';

const event = (type: string, stream: string, data: object = {}) => ({ type: `case.${type}.v1`, stream, data });
const nothingSealed = (): undefined => undefined;

describe('events that several workers wrote side by side', () => {
  const [one, two, outcome] = [
    event('NoticePosted', 'case-1', { day: 1 }),
    event('NoticePosted', 'case-2', { day: 2 }),
    event('Outcome', 'act-1'),
  ];

  it('are held against what is expected in whatever order their streams were written to', () => {
    const expected = [
      { type: 'NoticePosted', stream: 'case-1' },
      { type: 'NoticePosted', stream: 'case-2' },
      { type: 'Outcome' },
    ];
    expect(arranged(expected, [outcome, two, one], nothingSealed)).toEqual([one, two, outcome]);
  });

  it('each for one that is expected, also where the first that fits is needed by another', () => {
    const expected = [{ type: 'NoticePosted' }, { type: 'NoticePosted', data: { day: 1 } }];
    expect(arranged(expected, [one, two], nothingSealed)).toEqual([two, one]);
  });

  it('stay as they came where one is not expected, or is expected twice', () => {
    const twice = [
      { type: 'NoticePosted', stream: 'case-1' },
      { type: 'NoticePosted', stream: 'case-1' },
    ];
    expect(arranged(twice, [two, one], nothingSealed)).toEqual([two, one]);
    expect(arranged([{ type: 'Outcome' }], [two, one], nothingSealed)).toEqual([two, one]);
  });
});
