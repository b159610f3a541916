import { type Vocabulary } from './words.js';

/** Offices that sign and record (domain.md §1.2, §8). */
export const offices = {
  GROUP_LEADER: { zh: '村民小组组长', en: 'Group leader' },
  VILLAGE_SECRETARY: { zh: '村党支部书记', en: 'Village party secretary' },
  VILLAGE_DIRECTOR: { zh: '村委会主任', en: 'Village director' },
  COMMITTEE_MEMBER: { zh: '村两委成员', en: 'Village committee member' },
  VILLAGE_SUPERVISOR: { zh: '村务监督委员会成员', en: 'Village supervisor' },
  VILLAGE_REPRESENTATIVE: { zh: '村民代表', en: "Villagers' representative" },
  FIRST_SECRETARY: { zh: '第一书记', en: 'First secretary' },
  RESIDENT_TEAM_LEADER: { zh: '驻村工作队队长', en: 'Resident team leader' },
  RESIDENT_TEAM_MEMBER: { zh: '驻村工作队队员', en: 'Resident team member' },
  DATA_CLERK: { zh: '信息员', en: 'Data clerk' },
  RESPONSIBLE_CADRE: { zh: '帮扶责任人', en: 'Responsible cadre' },
  VILLAGE_LIAISON: { zh: '包村干部', en: 'Village liaison' },
  STATION_CLERK: { zh: '乡镇扶贫工作站工作人员', en: 'Township station clerk' },
  STATION_HEAD: { zh: '乡镇扶贫工作站站长', en: 'Township station head' },
  TOWNSHIP_PARTY_SECRETARY: { zh: '乡镇党委书记', en: 'Township party secretary' },
  TOWNSHIP_HEAD: { zh: '乡镇长', en: 'Township head' },
  COUNTY_POVERTY_OFFICER: { zh: '县扶贫办工作人员', en: 'County poverty officer' },
  COUNTY_POVERTY_OFFICE_HEAD: { zh: '县扶贫办主任', en: 'Head of the county poverty office' },
  LEADING_GROUP_MEMBER: { zh: '县扶贫开发领导小组成员', en: 'Member of the county leading group' },
  LEADING_GROUP_HEAD: { zh: '县扶贫开发领导小组组长', en: 'Head of the county leading group' },
  LINE_DEPARTMENT_OFFICER: { zh: '行业部门工作人员', en: 'Line department officer' },
  FILING_OFFICER: { zh: '备案人员（市州、省）', en: 'Filing officer (prefecture, province)' },
  INSPECTOR: { zh: '巡视、督查、审计人员', en: 'Inspector' },
  INTEGRATOR: { zh: '系统对接方', en: 'Integrator' },
  PROGRAMME_ADMINISTRATOR: { zh: '业务规则管理员', en: 'Programme administrator' },
} as const satisfies Vocabulary;

/** Roles that no person holds. */
export const roles = {
  process: { zh: '系统流程', en: 'The engine' },
  clock: { zh: '时钟', en: 'The clock' },
  import: { zh: '数据导入', en: 'An import' },
} as const satisfies Vocabulary;

/** Bodies whose seal stands on a paper. */
export const organisations = {
  VILLAGE_COMMITTEE: { zh: '村民委员会（居民委员会）', en: 'Village or residents’ committee' },
  TOWNSHIP_GOVERNMENT: { zh: '乡镇人民政府（街道办事处）', en: 'Township government' },
  COUNTY_POVERTY_OFFICE: { zh: '县扶贫办', en: 'County poverty office' },
  COUNTY_LEADING_GROUP: { zh: '县扶贫开发领导小组', en: 'County leading group' },
} as const satisfies Vocabulary;

export const levels = {
  HOUSEHOLD: { zh: '户', en: 'Household' },
  GROUP: { zh: '村民小组', en: 'Group' },
  VILLAGE: { zh: '村（社区）', en: 'Village' },
  TOWNSHIP: { zh: '乡镇（街道）', en: 'Township' },
  COUNTY: { zh: '县（市、区、旗）', en: 'County' },
  PREFECTURE: { zh: '市（州）', en: 'Prefecture' },
  PROVINCE: { zh: '省（自治区、直辖市）', en: 'Province' },
  NATION: { zh: '国家', en: 'Nation' },
} as const satisfies Vocabulary;
