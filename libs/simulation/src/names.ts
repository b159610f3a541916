/** Surnames with how often they are drawn; two of two characters among them, for the forms must bear them. */
export const SURNAMES: readonly (readonly [string, number])[] = [
  ['向', 9],
  ['田', 9],
  ['彭', 8],
  ['张', 8],
  ['李', 8],
  ['王', 7],
  ['杨', 7],
  ['刘', 6],
  ['陈', 6],
  ['周', 5],
  ['吴', 5],
  ['龙', 4],
  ['覃', 4],
  ['唐', 4],
  ['谭', 4],
  ['石', 3],
  ['滕', 3],
  ['冉', 3],
  ['罗', 3],
  ['邓', 3],
  ['何', 3],
  ['黄', 3],
  ['赵', 2],
  ['孙', 2],
  ['蒋', 2],
  ['欧阳', 1],
  ['上官', 1],
];

/** Characters of given names, older generations first: of them the first third is drawn for the old, the last for the young. */
export const MEN = '德福贵财宝山根生发旺国民建军胜利志强文武明辉勇刚峰林波涛伟杰斌鹏飞龙浩宇轩博睿泽晨阳';
export const WOMEN = '秀英桂兰翠莲菊香珍梅玉凤芝芳珠琴素红霞燕丽娟艳萍敏静婷雪莉倩佳怡欣悦涵诗琪萱妍彤瑶';
