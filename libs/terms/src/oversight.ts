import { type Words } from './words.js';

/** What `mingce sample`, `mingce remarks` and `mingce findings` say. */
export const sampleWords = {
  right: { zh: '与其树根所定的抽样一致', en: 'this is the draw that its root gives' },
  wrong: { zh: '不是其树根所定的抽样', en: 'this is not the draw that its root gives' },
  root: { zh: '树根', en: 'root' },
  unsigned: {
    zh: '尚无检查点覆盖此树根：请等下一个检查点再公布',
    en: 'no checkpoint covers this root yet: wait for the next one before it is published',
  },
  stratum: { zh: '层', en: 'stratum' },
  cases: { zh: '案件', en: 'cases' },
  drawn: { zh: '抽中', en: 'drawn' },
  ticket: { zh: '签号', en: 'ticket' },
  noRemarks: { zh: '没有法规所指的备注', en: 'no remarks' },
  byArea: { zh: '按地区', en: 'by area' },
  byPerson: { zh: '按人员（承办或录入）', en: 'by person, who did it or recorded it' },
  noFindings: { zh: '没有检查发现', en: 'nothing was found under a mandate' },
  unanswered: { zh: '尚未答复', en: 'not answered yet' },
  ACCEPTED: { zh: '接受', en: 'accepted' },
  CONTESTED: { zh: '不认可', en: 'contested' },
  INSPECTION_UNKNOWN: (about: string): Words => ({ zh: `没有检查 ${about}`, en: `there is no inspection ${about}` }),
  SAMPLE_UNKNOWN: (about: string): Words => ({ zh: `没有此抽样：${about}`, en: `no such sample was ordered: ${about}` }),
  LOG_NOT_THERE_YET: (about: string): Words => ({
    zh: `日志尚未到达抽样所定的大小（${about}）`,
    en: `the log has not come to the size that was named (${about})`,
  }),
  DRAW_NOT_FIXED_BEFOREHAND: (about: string): Words => ({
    zh: `抽样不是事先确定的：下达时日志已到达所定的大小（叶 ${about}）`,
    en: `the draw was not fixed beforehand: when it was ordered, the log had come there already (leaf ${about})`,
  }),
} as const;
