import { accountOf } from './account.js';
import { rehearse } from './rehearse.js';
import { type RehearsalReport } from './report.js';

const script = (...lines: readonly object[]): string => lines.map((line) => JSON.stringify(line)).join('\n');
const county = { use: 'county', at: '2020-03-01T09:00:00+08:00' };
const admit = {
  at: '2020-03-02T09:00:00+08:00',
  actor: 'DATA_CLERK',
  order: 'AdmitCase',
  data: { kind: 'IDENTIFICATION', origin: 'OWN', no: 1, definition: 'IDENT-8@1', programYear: 2020 },
};
const apply = {
  at: '2020-03-03T09:00:00+08:00',
  actor: 'DATA_CLERK',
  performedBy: '$person1',
  order: 'SubmitApplication',
  data: {
    part: 'APPLY.APPLICATION',
    by: 'HOUSEHOLD',
    membersListed: '$persons',
    authorisedBy: ['$person1', '$person2'],
    papers: 'complete',
  },
};
const faults = ({ lines }: RehearsalReport): readonly (readonly [number, string])[] =>
  lines.flatMap(({ line, faults: own }) => own.map((fault) => [line, fault.en] as const));
const faultsOf = async (...lines: readonly object[]): Promise<readonly (readonly [number, string])[]> =>
  faults(await rehearse(script(...lines)));

describe('a rehearsal', () => {
  it('holds where all that is expected happens, and nothing else', async () => {
    const report = await rehearse(
      script(
        { comment: 'an application' },
        county,
        admit,
        {
          expect: [
            { type: 'CaseAdmitted', stream: '$household' },
            { type: 'case.CaseOpened.v1', stream: '$case', data: { householdId: 'h1', area: '$area' } },
          ],
          settled: true,
        },
        apply,
        { expect: [{ type: 'ApplicationSubmitted', data: { membersListed: ['h1-p1', 'h1-p2', 'h1-p3'] } }] },
      ),
    );
    expect({ ...report, lines: report.lines.length }).toEqual({
      ok: true,
      lines: 6,
      notUnderstood: [],
      orders: 2,
      expectations: 2,
      failed: 0,
    });
  });

  describe('fails', () => {
    it('on an event that was not expected', async () => {
      expect(await faultsOf(county, admit, { expect: ['CaseAdmitted'], settled: true })).toEqual([
        [3, 'expected CaseAdmitted; it was CaseAdmitted, CaseOpened'],
      ]);
    });

    it('on an event that did not happen', async () => {
      expect(await faultsOf(county, admit, { expect: ['CaseAdmitted', 'CaseOpened'] })).toEqual([
        [3, 'expected CaseAdmitted, CaseOpened; it was CaseAdmitted'],
      ]);
    });

    it('on events in another order', async () => {
      expect(await faultsOf(county, admit, { expect: ['CaseOpened', 'CaseAdmitted'], settled: true })).toEqual([
        [3, 'expected CaseOpened, CaseAdmitted; it was CaseAdmitted, CaseOpened'],
      ]);
    });

    it('on another value, however deep', async () => {
      const data = { open: { programYear: 2020 } };
      const [[line, fault] = []] = await faultsOf(county, admit, { expect: [{ type: 'CaseAdmitted', data }] });
      expect(line).toBe(3);
      expect(fault).toMatch(/^CaseAdmitted\.open: expected \{"programYear":2020\}; it was \{/);
      expect(await faultsOf(county, admit, { expect: [{ type: 'CaseAdmitted', data: { no: 2 } }] })).toEqual([
        [3, 'CaseAdmitted.no: expected 2; it was 1'],
      ]);
    });

    it('on a key that the event does not have, named with the nearest', async () => {
      const [[line, fault] = []] = await faultsOf(county, admit, { expect: [{ type: 'CaseAdmitted', data: { kinds: 'X' } }] });
      expect(line).toBe(3);
      expect(fault).toMatch(/^CaseAdmitted: key "kinds" is not known; did you mean "kind"\?/);
    });

    it('on an event in another stream', async () => {
      expect(await faultsOf(county, admit, { expect: [{ type: 'CaseAdmitted', stream: 'household-h2' }] })).toEqual([
        [3, 'CaseAdmitted: expected in household-h2; it was in household-h1'],
      ]);
    });

    it('on a refusal that no line expects', async () => {
      expect(await faultsOf(county, admit, { ...apply, actor: 'INSPECTOR' })).toEqual([
        [3, 'refused, and the script does not expect it: OFFICE_MAY_NOT'],
      ]);
    });

    it('on a refusal for another reason, and on one that did not come', async () => {
      const wrong = { ...apply, data: { ...apply.data, membersListed: ['$person1'] } };
      expect(await faultsOf(county, admit, wrong, { expectRefused: ['STEP_NOT_OPEN'] })).toEqual([
        [4, 'expected STEP_NOT_OPEN; it was APPLICANT_MEMBERS_MISSING'],
      ]);
      expect(await faultsOf(county, admit, wrong, { expectRefused: ['APPLICANT_MEMBERS_MISSING', 'STEP_NOT_OPEN'] })).toEqual([
        [4, 'expected APPLICANT_MEMBERS_MISSING, STEP_NOT_OPEN; it was APPLICANT_MEMBERS_MISSING'],
      ]);
      expect(await faultsOf(county, admit, apply, { expectRefused: ['STEP_NOT_OPEN'] })).toEqual([
        [4, 'the order was not refused; it gave ApplicationSubmitted'],
      ]);
    });

    it('on events expected of an order that was refused', async () => {
      const wrong = { ...apply, data: { ...apply.data, membersListed: ['$person1'] } };
      expect(await faultsOf(county, admit, wrong, { expect: ['ApplicationSubmitted'] })).toEqual([
        [4, 'the order was refused: APPLICANT_MEMBERS_MISSING'],
      ]);
    });

    it('on a sealed field that opens to something else', async () => {
      const said = { ...apply, data: { ...apply.data, statement: { sealed: 'we are four' } } };
      const expecting = (words: string): object => ({
        expect: [{ type: 'ApplicationSubmitted', data: { statement: { sealed: words } } }],
      });
      expect(await faultsOf(county, admit, said, expecting('we are four'))).toEqual([]);
      expect(await faultsOf(county, admit, said, expecting('we are five'))).toEqual([
        [4, 'ApplicationSubmitted.statement: expected a sealed "we are five"; it opens to "we are four"'],
      ]);
    });
  });

  describe('names the line that', () => {
    const notUnderstood = async (text: string): Promise<RehearsalReport['notUnderstood']> => (await rehearse(text)).notUnderstood;

    it('is no JSON, is no object, or says two things', async () => {
      const faults = await notUnderstood('{"comment": "x"}\n\n{"order": \n[1]\n{"expect": [], "set": {}}');
      expect(faults.map(({ line }) => line)).toEqual([3, 4, 5]);
      expect(faults[0]?.expected.en).toMatch(/^one JSON object on the line/);
      expect(faults[2]?.expected.en).toBe('one thing on a line, not "expect" and "set"');
    });

    it('has a key that there is not, with the nearest one', async () => {
      const [own, strange] = await notUnderstood(script({ ...apply, preformedBy: 'x' }, { expekt: [] }));
      expect(own?.expected.en).toMatch(/^key "preformedBy" is not known; did you mean "performedBy"\?/);
      expect(strange?.expected.en).toMatch(/^key "expekt" is not known; did you mean "expect"\?/);
    });

    it('has a moment without its offset, or a date of no calendar', async () => {
      const faults = await notUnderstood(script({ ...apply, at: '2020-03-03 09:00' }, { ...apply, on: '2021-02-29' }));
      expect(faults.map(({ line, expected }) => ({ line, expected: expected.en }))).toEqual([
        { line: 1, expected: '"at": a moment with its offset, such as "2020-03-02T09:00:00+08:00"' },
        { line: 2, expected: '"on": a date of the calendar, such as "2020-02-29"' },
      ]);
    });

    it('names an order, an office, a symbol, a slot or a part that there is not', async () => {
      const unknown = [
        { ...apply, order: 'SubmitAplication' },
        { ...apply, actor: 'DATA_CLARK' },
        { ...apply, performedBy: '$persn1' },
        { ...apply, data: { ...apply.data, papers: { complete: true, without: ['APPLICATION_FROM'] } } },
        { through: 'SURVEY.SURVAY' },
      ];
      const faults = await faultsOf(county, admit, ...unknown);
      expect(faults.map(([line]) => line)).toEqual([3, 4, 5, 6, 7]);
      expect(faults.map(([, fault]) => /did you mean "([^"]+)"/.exec(fault)?.[1])).toEqual([
        'SubmitApplication',
        'DATA_CLERK',
        '$person1',
        'APPLICATION_FORM',
        undefined,
      ]);
      expect(faults[4]?.[1]).toMatch(/^SURVEY\.SURVAY is no part of IDENT-8: APPLY\.APPLICATION, /);
    });

    it('goes back in time, or holds a date of no calendar in its data', async () => {
      expect(await faultsOf(county, admit, { ...apply, at: '2020-03-01T09:00:00+08:00' })).toEqual([
        [3, 'time goes on only: it is 2020-03-02T01:00:00.000Z already, 2020-03-01T01:00:00.000Z is past'],
      ]);
      expect(await faultsOf(county, admit, { ...apply, data: { ...apply.data, x: { on: '2021-02-29' } } })).toEqual([
        [3, 'data.x.on: a date of the calendar such as "2020-02-29", not "2021-02-29"'],
      ]);
    });
  });

  it('leaves papers out where the script says so', async () => {
    const papers = { complete: true, without: ['MEMBER_LIST'] };
    expect(
      await faultsOf(county, admit, { ...apply, data: { ...apply.data, papers } }, { expectRefused: ['EVIDENCE_MISSING'] }),
    ).toEqual([]);
  });

  it('gives an account in both languages', async () => {
    const report = await rehearse(script(county, admit, { expect: [] }));
    expect(accountOf(report, 'en').split('\n').slice(-5)).toEqual([
      expect.stringMatching(/^ {8}→ Case opened CaseOpened {2}case-/),
      '   3 ✗ does not hold',
      '        ✗ expected nothing; it was CaseAdmitted',
      '',
      '1 orders, 1 expectations; 1 does not hold',
    ]);
    expect(accountOf(report, 'zh').split('\n').at(-1)).toBe('1 指令, 1 预期; 1 不符合');
    const strange = await rehearse('{"expekt": []}');
    expect(accountOf(strange, 'en')).toMatch(/^✗ line 1: expected key "expekt" is not known; did you mean "expect"\?/);
    expect(accountOf(strange, 'zh')).toMatch(/^✗ 行 1: 应为 已知的键，而不是 "expekt"；是否为 "expect"？（已知：order, /);
  });
});
