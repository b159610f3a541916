import { type Vocabulary, type Words } from './words.js';

/** What `mingce verify` finds (libs/ledger, flaw.ts), and why a ledger signs nothing or a witness does not cosign. */
export const ledger = {
  EVENT_ALTERED: { zh: '事件内容被改动', en: 'the event is not the one that was hashed' },
  EVENT_EXCHANGED: {
    zh: '此处是另一个事件（被替换、调换或重新编号）',
    en: 'another event stands here: replaced, moved or renumbered',
  },
  EVENT_MISSING: { zh: '事件被删除', en: 'the event is gone' },
  EVENT_ADDED: { zh: '多出的事件，账本中没有', en: 'an event that was put in: the ledger does not know it' },
  EVENT_UNREADABLE: { zh: '事件无法读取', en: 'the event cannot be read' },
  REVISIONS_NOT_IN_ORDER: { zh: '同一流的修订号有缺口或重复', en: 'the revisions of the stream have a gap or a repeat' },
  LEAF_MISSING: { zh: '账本缺少一个叶子', en: 'the ledger lacks a leaf' },
  NODE_DIFFERS: { zh: '账本中的节点散列不符', en: 'a node in the ledger is not the hash of its leaves' },
  TILE_DIFFERS: { zh: '树片文件与账本不符', en: 'the tile is not that of the leaves' },
  TILE_MISSING: { zh: '缺少树片文件', en: 'the tile is missing' },
  TILE_UNEXPECTED: { zh: '多出的树片文件，不属于此树', en: 'a tile file that belongs to no tree of this log' },
  ROOT_DIFFERS: { zh: '树根与已签检查点不符', en: 'the leaves do not give the root that was signed' },
  LEAVES_NOT_IN_ORDER: { zh: '账本中叶的次序与日志不符', en: 'a leaf does not stand in the order of the log' },
  LEAVES_CUT: { zh: '账本比已签检查点短', en: 'the ledger ends before what was signed' },
  CHECKPOINT_UNREADABLE: { zh: '检查点无法读取', en: 'the checkpoint cannot be read' },
  CHECKPOINT_DIFFERS: { zh: '检查点文件与账本不符', en: 'the file of the checkpoint is not what the ledger holds' },
  CHECKPOINT_MISSING: { zh: '缺少检查点', en: 'a checkpoint is missing' },
  CHECKPOINT_UNKNOWN: { zh: '账本不认识的检查点文件', en: 'a checkpoint file that the ledger does not know' },
  CHECKPOINT_OF_ANOTHER_LOG: { zh: '检查点属于另一日志或另一密钥', en: 'the checkpoint is of another log or key' },
  CHECKPOINTS_NOT_IN_ORDER: { zh: '检查点倒退', en: 'the checkpoint goes back behind an earlier one' },
  NEWEST_CHECKPOINT_WRONG: { zh: '“checkpoint”文件不是最新的检查点', en: 'the file "checkpoint" is not the newest one' },
  SIGNATURE_WRONG: { zh: '签名无效', en: 'a signature is not good' },
  SIGNATURE_MISSING: { zh: '缺少日志的签名', en: "the log's signature is missing" },
  SIGNATURE_UNKNOWN: { zh: '不明签名', en: 'a signature of nobody who is known' },
  COSIGNATURE_WRONG: { zh: '见证人的联署无效', en: "a witness's cosignature is not good" },
  LOG_DESCRIPTION_WRONG: { zh: 'log.json 缺失或无法读取', en: 'log.json is missing or cannot be read' },
  KEY_NOT_TRUSTED: { zh: 'log.json 所载密钥不是所信任的密钥', en: 'log.json names another key than the one that is believed' },
  WITNESS_MISSING: { zh: '该见证人没有联署任何检查点', en: 'the witness has cosigned no checkpoint' },
  ROLLED_BACK: {
    zh: '日志比另处保存的检查点短：被回退',
    en: 'the log is shorter than a checkpoint kept elsewhere: it was rolled back',
  },
  FORKED: {
    zh: '日志与另处保存的检查点不一致：被分叉',
    en: 'the log does not grow out of a checkpoint kept elsewhere: it was forked',
  },
  SILENT: { zh: '太久没有新的检查点', en: 'there was no checkpoint for too long' },
  DATA_UNREADABLE: { zh: '数据文件损坏，无法读完', en: 'a file is damaged and cannot be read to its end' },

  LOG_IS_NOT_THE_SAME: {
    zh: '账本停止签名：日志已不是原来的日志',
    en: 'the ledger signs nothing: the log is not the one it knew',
  },
  LOG_IS_SHORTER: { zh: '账本停止签名：日志比已签部分短', en: 'the ledger signs nothing: the log ends before what was signed' },
  ROOT_IS_NOT_THE_SAME: {
    zh: '账本停止签名：树根与已签检查点不符',
    en: 'the ledger signs nothing: the tree has another root than was signed',
  },
  CHECKPOINT_NOT_OURS: {
    zh: '账本停止签名：检查点不是本账本所签',
    en: 'the ledger signs nothing: the checkpoints are not of its key',
  },
  LEDGER_BROKEN: { zh: '账本停止签名：无法读写', en: 'the ledger signs nothing: it cannot read or write' },
  WITNESS_SILENT: { zh: '见证人没有应答', en: 'the witness does not answer' },
  WITNESS_KNOWS_US_NOT: { zh: '见证人不认识本日志', en: 'the witness does not know this log' },
  WITNESS_SAW_ANOTHER_LOG: { zh: '见证人见过另一份日志，请立即查明', en: 'the witness saw another log: find out at once' },
  WITNESS_SIGNATURE_WRONG: { zh: '见证人的签名无效', en: 'what the witness signed is not good' },

  sound: { zh: '完整：日志、账本、树片与检查点一致', en: 'whole: log, ledger, tiles and checkpoints agree' },
  unsound: { zh: '不完整', en: 'not whole' },
  flaws: { zh: '问题数', en: 'flaws' },
  andMore: { zh: '此外还有', en: 'and more' },
  log: { zh: '日志', en: 'log' },
  believed: {
    zh: '密钥取自检查点目录；用 --key 指定另行得知的密钥，证明才不依赖此目录',
    en: 'the key is the one in the folder; with --key, known from elsewhere, the proof does not rest on the folder',
  },
  events: { zh: '个事件', en: 'events' },
  checkpoints: { zh: '个检查点', en: 'checkpoints' },
  newest: { zh: '最新检查点', en: 'newest checkpoint' },
  unsigned: { zh: '个事件尚未签名', en: 'events not signed yet' },
  cosignedBy: { zh: '见证', en: 'cosigned by' },
  longestSilence: { zh: '最长无检查点时段', en: 'longest time without a checkpoint' },
  leaves: { zh: '叶', en: 'leaves' },
  leaf: { zh: '叶', en: 'leaf' },
  position: { zh: '位置', en: 'position' },
  revision: { zh: '修订', en: 'revision' },
  checkpoint: { zh: '检查点', en: 'checkpoint' },
  expected: { zh: '应为', en: 'expected' },
  found: { zh: '实为', en: 'found' },
  verifying: { zh: '核验', en: 'verifying' },
  witnessServes: { zh: '见证服务', en: 'the witness serves' },
  witnessKey: { zh: '公钥（交给各日志）', en: 'its key, for the logs' },
  witnessKnows: { zh: '所见证的日志', en: 'logs that it knows' },
} as const satisfies Vocabulary;

/** What `mingce verify` and `mingce witness` cannot do, and why: each wholly in one language. */
export const ledgerFaults = {
  noLedger: (what: string): Words => ({
    zh: `没有账本（${what}）：账本由 mingce start 写入，请先启动服务`,
    en: `there is no ledger (${what}): mingce start writes it, start the server first`,
  }),
  cannotUse: (option: string, what: string): Words => ({ zh: `${option}：不可用（${what}）`, en: `${option}: ${what}` }),
  notALogKey: (vkey: string): Words => ({
    zh: `--log：“${vkey}”是见证人的密钥；应为日志的第一个密钥，见其 log.json`,
    en: `--log: "${vkey}" is a key for cosignatures; the first key in the log's log.json is expected`,
  }),
  hours: (said: string): Words => ({
    zh: `--within：应为小时数，而不是“${said}”`,
    en: `--within: a number of hours, not "${said}"`,
  }),
  port: (said: string): Words => ({
    zh: `--port：应为 0 到 65535 之间的数，而不是“${said}”`,
    en: `--port: a number from 0 to 65535, not "${said}"`,
  }),
} as const;
