import { type Vocabulary, type Words } from './words.js';

const both = (zh: string, en: string): Words => ({ zh, en });

/** What `mingce migrate-cases` says. */
export const migrationWords = {
  looking: { zh: '逐案查看', en: 'Looking' },
  newLaw: { zh: '新办法', en: 'new law' },
  orderedOn: { zh: '试算日期', en: 'as if ordered on' },
  openCases: { zh: '在办案件', en: 'open cases' },
  concerned: { zh: '其中涉及', en: 'concerned' },
  MOVES: { zh: '转用，已办各步照旧有效', en: 'go over, and all that was done stands' },
  DONE_AGAIN: { zh: '转用，部分须重办', en: 'go over, and something is done again' },
  PUBLISHED_AGAIN: { zh: '转用，须重新公示或公告', en: 'go over, and must be published again' },
  KEEPS: { zh: '仍用原办法', en: 'keep the old law' },
  CANNOT_TELL: { zh: '不能判断', en: 'cannot be told' },
  keptFor: { zh: '仍用原办法的理由', en: 'keep it for' },
  parts: { zh: '须重办的环节', en: 'parts to be done again' },
  area: { zh: '地区', en: 'area' },
  more: { zh: '另有', en: 'and more:' },
  kept: { zh: '有效', en: 'stands' },
  noneConcerned: {
    zh: '没有在办案件涉及：只看依同一编号程序办理的案件；另一程序的案件用 --from 指定',
    en: 'no open case is concerned: only cases of the definition of this id are looked at; name those of another with --from',
  },
  withoutCounterpart: {
    zh: 'PART_WITHOUT_COUNTERPART：已办环节在新办法中没有同名同类的环节，系统不代为对应。案件可按原办法办完；或在新办法公布前保留这些环节的编号和种类；或由新办法以 transition.keepsFrom 写明仍用原办法者（见 docs/replay.md）',
    en: 'PART_WITHOUT_COUNTERPART: what was done has no part of its name and kind in the new law, and nobody matches them by guess. Finish these cases under their own law; or let the new law, before it is published, keep code and kind of these parts; or let it say by transition.keepsFrom who keeps the old one (docs/replay.md)',
  },
  sealed: {
    zh: '收入未启封而又须与另一标准相比的案件，试算不能判断；下达时由服务启封比较',
    en: 'where an income is to be held against another line it cannot be told beforehand; the order itself opens it',
  },
} as const satisfies Vocabulary;

/** Why cases cannot be moved to other law. */
export const migrationFaults = {
  calendar: (named: string): Words =>
    both(
      `${named} 是日历：日历改变时用 mingce deadlines recompute`,
      `${named} is a calendar: when one changes, use mingce deadlines recompute`,
    ),
  twoDefinitions: both('一次只能转用一部程序', 'cases go over to one definition at a time'),
  notPublished: (named: string): Words =>
    both(
      `${named} 尚未公布，只能加 --dry-run 试算；请先由一名业务规则管理员提出（ProposeDefinition、ProposePolicy），再由另一名发布（PublishDefinition、PublishPolicy）`,
      `${named} is not published and can only be looked at with --dry-run; first one programme administrator proposes it (ProposeDefinition, ProposePolicy) and another publishes it (PublishDefinition, PublishPolicy)`,
    ),
  missing: (options: readonly string[]): Words =>
    both(
      `请写明依据：${options.join('、')}；或加 --dry-run 先看`,
      `say what orders it: ${options.join(', ')}; or look first with --dry-run`,
    ),
} as const;
