import { civilDate } from '#libs/kernel';
import { type Scenario } from './scenario.js';
import { type VillagePlace } from './world.js';

function community(id: string, name: string, groups: number): VillagePlace {
  return {
    id,
    name,
    bodyKind: 'RESIDENTS',
    groups: Array.from({ length: groups }, (_, index) => ({ id: `${id}-${index + 1}`, name: `${name}${index + 1}组` })),
  };
}

/** 石桥 (source 001; domain.md §9 SQ1–SQ6): 104 households of 312 persons in 26 groups of two communities. */
export const shiqiao: Scenario = {
  name: 'shiqiao',
  source: '001',
  county: {
    id: 'CN-GZ-KFQ',
    name: '开发区',
    province: { id: 'CN-GZ', name: '贵州省' },
    townships: [
      { id: 'shiqiao', name: '石桥', villages: [community('baini', '白泥', 12), community('shiqiao-community', '石桥', 14)] },
    ],
  },
  population: 7651,
  cohorts: [
    { households: 54, persons: 195, exitYear: 2015, povertyAttribute: 'GENERAL' },
    { households: 9, persons: 29, exitYear: 2016, povertyAttribute: 'GENERAL' },
    { households: 9, persons: 32, exitYear: 2017, povertyAttribute: 'GENERAL' },
    { households: 1, persons: 1, povertyAttribute: 'GENERAL', causeGroup: 'ILLNESS_DISASTER_SCHOOL' },
    { households: 8, persons: 23, povertyAttribute: 'GENERAL', causeGroup: 'LACK_SKILL_CAPITAL' },
    { households: 23, persons: 32, povertyAttribute: 'SAFETY_NET', causeGroup: 'NO_LABOUR_NO_ABILITY' },
  ],
  identification: { definition: 'IDENT-8@1', from: civilDate('2013-12-01'), programYear: 2013 },
  exits: [2015, 2016, 2017].map((programYear) => ({
    definition: 'EXIT-8@1',
    from: civilDate(`${programYear}-10-08`),
    programYear,
  })),
  assumptions: [
    { zh: '识别日期取2013年12月，原文未载', en: 'identification is dated 2013-12; the source does not say when' },
    {
      zh: '全部程序按IDENT-8@1和EXIT-8@1运行；2014–2015年是否适用，不作主张',
      en: 'all cases go under IDENT-8@1 and EXIT-8@1; that this was the law of 2014–2015 is not claimed',
    },
  ],
};
