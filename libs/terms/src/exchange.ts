import { type Vocabulary, type Words } from './words.js';

const both = (zh: string, en: string): Words => ({ zh, en });

/** Headings of the files that go to departments and come back (domain.md R9). */
export const exchangeLabels = {
  title: both('数据比对名单', 'Comparison list'),
  how: both(
    '请填写数据日期、结果、命中代码、事实日期，不要改动其他内容，原文件寄回',
    'Fill in the as-of date, result, hit code and fact date, change nothing else, and send this file back',
  ),
  act: both('批次编号', 'Act'),
  source: both('比对单位', 'Source'),
  listDigest: both('名单摘要', 'List digest'),
  listedOn: both('名单日期', 'Listed on'),
  asOf: both('数据日期', 'As-of date'),
  watermark: both('水印', 'Watermark'),
  no: both('序号', 'No.'),
  person: both('人员编号', 'Person'),
  name: both('姓名', 'Name'),
  idNumber: both('身份证号码', 'ID number'),
  result: both('比对结果', 'Result'),
  code: both('命中代码', 'Hit code'),
  factDate: both('事实日期', 'Fact date'),
  error: both('错误', 'Error'),
} as const satisfies Vocabulary;

/** Everything that these files and their faults say in sentences: each wholly in one language. */
export const exchange = {
  watermark: (mark: {
    readonly act: string;
    readonly no: number;
    readonly exportedBy: string;
    readonly confirmedBy: string;
    readonly at: string;
    readonly source: Words;
  }): Words =>
    both(
      `批次${mark.act}第${mark.no}号名单；${mark.exportedBy}导出，${mark.confirmedBy}复核，${mark.at}；仅供${mark.source.zh}比对使用`,
      `list ${mark.no} of act ${mark.act}; exported by ${mark.exportedBy}, second person ${mark.confirmedBy}, at ${mark.at}; for ${mark.source.en} alone`,
    ),
  nothing: both('无', 'nothing'),
  fault: (line: number, column: Words, found: Words, expected: Words): Words =>
    both(
      `第${line}行“${column.zh}”：发现“${found.zh}”，应为${expected.zh}`,
      `line ${line}, "${column.en}": found "${found.en}", expected ${expected.en}`,
    ),
  thisAct: (act: string): Words => both(`本批次 ${act}`, `this act, ${act}`),
  askedSource: (sources: readonly string[]): Words =>
    both(`本批次已导出名单的单位：${sources.join('、')}`, `a source with a list of this act: ${sources.join(', ')}`),
  listOf: (source: string): Words => both(`向 ${source} 导出的名单摘要`, `the digest of a list that was exported for ${source}`),
  header: both(
    '含“人员编号”或“身份证号码”以及“比对结果”的表头行',
    'a header row with "Person" or "ID number", and with "Result"',
  ),
  date: both('日期，如 2017-05-05', 'a date such as 2017-05-05'),
  notAfter: (asOf: string): Words => both(`不晚于数据日期 ${asOf} 的日期`, `a date not after the as-of date ${asOf}`),
  personOfList: both('名单上的人员', 'a person of the list'),
  once: (line: number): Words => both(`每人一行，此人已在第${line}行`, `each person once; this one stands in line ${line}`),
  numberAsListed: both('名单上此人的身份证号码', 'the ID number of this person as it stands in the list'),
  results: (list: readonly Words[], codes: readonly string[]): Words =>
    both(
      list.map(({ zh }, index) => `${zh}（${codes[index] ?? ''}）`).join('、'),
      list.map(({ en }, index) => `${en} (${codes[index] ?? ''})`).join(', '),
    ),
  codes: (codes: readonly string[]): Words => both(`命中时填写代码：${codes.join('、')}`, `of a hit, one of ${codes.join(', ')}`),
  onlyOfHit: both('空白：仅命中时填写', 'nothing: it is filled in for hits alone'),
  missingRow: both('名单上此人的一行', 'a row for this person of the list'),
  unreadable: {
    NOT_A_TABLE: both('不是可读的CSV或XLSX文件', 'It is no CSV or XLSX file that can be read'),
    TOO_LARGE: both('文件展开后过大或行数过多', 'Unpacked it is too large, or has too many rows'),
  },
} as const;

/** Why a file is not read at all. */
export type Unreadable = keyof typeof exchange.unreadable;
