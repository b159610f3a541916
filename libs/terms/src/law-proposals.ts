import { type Words } from './words.js';

/** What `mingce proposals` says. */
export const proposalWords = {
  none: { zh: '没有提出的法规', en: 'no law was proposed' },
  DEFINITION: { zh: '程序', en: 'definition' },
  POLICY: { zh: '标准', en: 'policy' },
  PROPOSED: { zh: '待发布', en: 'waits to be published' },
  PUBLISHED: { zh: '已发布', en: 'published' },
  SUPERSEDED: { zh: '已被取代', en: 'superseded' },
  state: { zh: '状态', en: 'state' },
  kind: { zh: '种类', en: 'kind' },
  law: { zh: '法规', en: 'law' },
  no: { zh: '第几次提出', en: 'proposal' },
  area: { zh: '地区', en: 'area' },
  digest: { zh: '内容摘要', en: 'digest' },
  proposed: { zh: '提出', en: 'proposed' },
  settled: { zh: '发布或取代', en: 'published or superseded' },
  recordedBy: { zh: '录入', en: 'recorded by' },
  unknown: (named: string): Words => ({
    zh: `没有提出过 ${named}（应为 名称@版本，如 IDENT-8@2；mingce proposals 列出全部）`,
    en: `nobody has proposed ${named} (it is id@version, such as IDENT-8@2; mingce proposals lists all)`,
  }),
  several: (named: string): Words => ({
    zh: `${named} 既有程序也有标准：请用 --kind DEFINITION 或 POLICY 指明`,
    en: `${named} is both a definition and a policy: say which with --kind DEFINITION or POLICY`,
  }),
  howToRead: (named: string): Words => ({
    zh: `全文：mingce proposals ${named} --out 草案.json，然后 mingce check 草案.json、mingce whatif 草案.json`,
    en: `its text: mingce proposals ${named} --out draft.json, then mingce check draft.json and mingce whatif draft.json`,
  }),
  noOfWhich: {
    zh: '--no 指某一版的第几份提案：请指明 名称@版本',
    en: '--no says which proposal of a version: name it, as id@version',
  },
  fileOfWhich: {
    zh: '--out 写出一份提案的全文：请指明 名称@版本',
    en: '--out writes the text of one proposal: say which, as id@version',
  },
} as const;
