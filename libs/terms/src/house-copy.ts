import { type Vocabulary, type Words } from './words.js';

const both = (zh: string, en: string): Words => ({ zh, en });

/** What `mingce backup`, `restore` and `migrate` say. */
export const houseCopy = {
  backup: {
    zh: '备份数据目录（服务可照常运行），并核对副本',
    en: 'copy a data folder, also while it is served, and look through the copy',
  },
  restore: { zh: '由备份恢复到空的数据目录，并核对', en: 'make an empty data folder from a backup, and look through it' },
  migrate: {
    zh: '把日志迁到事件库：可续，逐个事件核对，账本照旧',
    en: 'move a log to an event store: goes on where it stopped, verified event by event, the ledger stays',
  },
  argTarget: { zh: '备份目录，须为空', en: 'folder of the backup; an empty one' },
  argBackup: { zh: '备份目录', en: 'folder of the backup' },
  optKeysTo: {
    zh: '密钥文件另存于此（应与备份分开保管）；未给出则不备份密钥',
    en: 'where the key files go, to be kept apart from the backup; they are left out where it is not said',
  },
  optKeysFrom: { zh: '密钥文件所在目录', en: 'folder of the key files' },
  optFrom: { zh: '来源：sqlite:数据目录', en: 'source: sqlite:<data folder>' },
  optTo: { zh: '目标：kurrentdb:// 或 esdb://，须为空', en: 'target: kurrentdb:// or esdb://, an empty one' },
  looking: { zh: '核对', en: 'Looking through' },
  copying: { zh: '迁移', en: 'Copying' },
  comparing: { zh: '逐个核对', en: 'Comparing' },
  copySound: { zh: '完好', en: 'is sound' },
  copyUnsound: { zh: '有缺失', en: 'is not whole' },
  copyEvents: { zh: '事件', en: 'events' },
  copyLedger: { zh: '账本事件', en: 'in the ledger' },
  copyGaps: { zh: '修订号不连续的流', en: 'streams with gaps' },
  copySealed: { zh: '保险库中缺少的密封值', en: 'sealed values that the vault lacks' },
  copyFlaws: { zh: '账本所见', en: 'the ledger finds' },
  keysLeftOut: {
    zh: '未备份密钥文件；没有 vault.key，密封的内容谁也打不开。请用 --keys 另存，并与备份分开保管',
    en: 'the key files were left out; without vault.key nobody opens what is sealed. Keep them with --keys, apart from the backup',
  },
  logElsewhere: {
    zh: '日志在事件库中，不在此备份里；请在重新启动服务之前备份事件库',
    en: 'the log lies in the event store and not in this backup: back that up before the server is started again',
  },
  afterRestore: {
    zh: '备份之后销毁的密钥已随之恢复：请重做其后的删除（见 docs/operations/backup.md）',
    en: 'keys that were destroyed after the backup are back with it: do the erasures since then again (docs/operations/backup.md)',
  },
  moved: {
    zh: '已迁移；今后启动须设置 MINGCE_EVENTSTORE_URL',
    en: 'moved; from now on it is started with MINGCE_EVENTSTORE_URL',
  },
} as const satisfies Vocabulary;

/** Why it could not be done. */
export const houseCopyFaults = {
  NOT_EMPTY: (folder: string): Words => both(`${folder} 不是空目录`, `${folder} is not empty`),
  NO_MANIFEST: (file: string): Words =>
    both(`没有 ${file}：不是备份，或备份未完成`, `there is no ${file}: this is no backup, or one that was not finished`),
  OTHER_FORMAT: (file: string): Words => both(`${file} 是其他版本的格式`, `${file} has the format of another release`),
  FILE_ALTERED: (file: string): Words => both(`${file} 缺失、损坏或被改动`, `${file} is missing, damaged or was altered`),
  NO_KEY: (file: string): Words =>
    both(`没有 ${file}：没有它，密封的内容打不开`, `there is no ${file}: without it nothing that is sealed can be opened`),
  VAULT_ELSEWHERE: both(
    '密封的内容在 PostgreSQL 中（MINGCE_POSTGRES_URL）：请停止全部进程，用 pg_dump 备份、pg_restore 恢复；vault.key 另存（见 docs/operations/backup.md）',
    'what is sealed lies in PostgreSQL (MINGCE_POSTGRES_URL): stop all processes, back it up with pg_dump and restore it with pg_restore; keep vault.key apart (docs/operations/backup.md)',
  ),
  serverRuns: (folder: string): Words => both(`${folder} 正在使用中，请先停止服务`, `${folder} is in use: stop the server first`),
  badSource: (said: string): Words =>
    both(`--from：应为 sqlite:数据目录，而不是“${said}”`, `--from: sqlite:<data folder>, not "${said}"`),
  targetDiffers: (position: string, id: string): Words =>
    both(
      `目标的日志与来源不同（第 ${position} 个事件 ${id}）：请使用空的事件库`,
      `the log of the target is another one (its event ${position}, ${id}): use an empty event store`,
    ),
} as const;
