import { civilDate } from '#libs/kernel';
import { type Scenario } from './scenario.js';
import { type TownshipPlace } from './world.js';

const GROUPS_OF_A_VILLAGE = 5;

/** The four townships that leave in 2016 hold the 20 villages of that year, the four of 2017 the other 26. */
const TOWNSHIPS: readonly { readonly id: string; readonly name: string; readonly villages: number }[] = [
  { id: 'sanhu', name: '三胡乡', villages: 5 },
  { id: 'geleche', name: '革勒车镇', villages: 5 },
  { id: 'lvshui', name: '绿水镇', villages: 5 },
  { id: 'manshui', name: '漫水乡', villages: 5 },
  { id: 'xiangfeng', name: '翔凤镇', villages: 7 },
  { id: 'baifusi', name: '百福司镇', villages: 7 },
  { id: 'dahe', name: '大河镇', villages: 6 },
  { id: 'jiusi', name: '旧司镇', villages: 6 },
];

function township({ id, name, villages }: (typeof TOWNSHIPS)[number]): TownshipPlace {
  return {
    id,
    name,
    villages: Array.from({ length: villages }, (_, index) => {
      const village = `${id}-${index + 1}`;
      return {
        id: village,
        name: `${name}${index + 1}村`,
        bodyKind: 'VILLAGERS' as const,
        groups: Array.from({ length: GROUPS_OF_A_VILLAGE }, (_group, group) => ({
          id: `${village}-${group + 1}`,
          name: `${name}${index + 1}村${group + 1}组`,
        })),
      };
    }),
  };
}

/** 来凤 (source 003; domain.md §9 LF1–LF4): 21 895 households of 78 913 persons in 46 villages of 8 townships. */
export const laifeng: Scenario = {
  name: 'laifeng',
  source: '003',
  county: { id: 'CN-HB-LF', name: '来凤县', province: { id: 'CN-HB', name: '湖北省' }, townships: TOWNSHIPS.map(township) },
  cohorts: [
    { households: 4160, persons: 15_000, exitYear: 2014, povertyAttribute: 'GENERAL' },
    { households: 11_163, persons: 40_184, exitYear: 2015, povertyAttribute: 'GENERAL' },
    { households: 5217, persons: 18_865, exitYear: 2016, povertyAttribute: 'GENERAL' },
    { households: 1355, persons: 4864, exitYear: 2017, povertyAttribute: 'GENERAL' },
  ],
  identification: { definition: 'IDENT-8@1', from: civilDate('2013-12-01'), programYear: 2013 },
  exits: [2014, 2015, 2016, 2017].map((programYear) => ({
    definition: 'EXIT-8@1',
    from: civilDate(`${programYear}-04-07`),
    programYear,
  })),
  assumptions: [
    { zh: '识别日期取2013年12月，原文未载', en: 'identification is dated 2013-12; the source does not say when' },
    {
      zh: '全部程序按IDENT-8@1和EXIT-8@1运行；2014–2015年是否适用，不作主张',
      en: 'all cases go under IDENT-8@1 and EXIT-8@1; that this was the law of 2014–2015 is not claimed',
    },
    {
      zh: '全部农户归入46个贫困村，每村5组；非贫困村的农户原文未分列',
      en: 'all households live in the 46 poor villages, 5 groups each; the source does not divide off those of other villages',
    },
    {
      zh: '各年退出自4月起分村分批进行，每批不超过1900户，12月前后结束；原文未载日期',
      en: 'villages take their turns in the exits of a year, up to 1,900 households at once, from April to about December; the source has no dates',
    },
    {
      zh: '20村归2016年出列的4个乡镇，26村归2017年的4个',
      en: 'the 20 villages of 2016 are put in the four townships of that year, the 26 of 2017 in the other four',
    },
  ],
};
