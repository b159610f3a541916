import { type Vocabulary, type Words } from './words.js';

/** What is wrong with a dossier (libs/dossier, flaw.ts). */
export const dossierFlaws = {
  CONTAINER_UNREADABLE: {
    zh: '不是档案文件，或已损坏（应为不压缩的 ZIP）',
    en: 'this is no dossier, or it is damaged: a ZIP without compression is expected',
  },
  CONTAINER_NOT_AS_WRITTEN: { zh: '文件容器中有字节与写出时不同', en: 'a byte of the container is not as it was written' },
  PART_MISSING: { zh: '缺少一个组成文件', en: 'a part is missing' },
  PART_UNKNOWN: { zh: '多出的文件，不属于本档案', en: 'a part that does not belong to this dossier' },
  PART_OUT_OF_ORDER: { zh: '组成文件的次序被改动', en: 'the parts stand in another order' },
  PART_ALTERED: { zh: '组成文件被改动', en: 'the part is not the one that was recorded' },
  PART_UNREADABLE: { zh: '组成文件无法读取', en: 'the part cannot be read' },
  CONTENTS_NOT_AS_RECORDED: { zh: '目录与日志所记载的导出内容不符', en: 'the contents are not those that the log recorded' },
  RECORD_OF_ANOTHER_DOSSIER: { zh: '导出记录不是档案导出事件', en: 'the record is no export of a dossier' },
  RECORD_BEFORE_EVENTS: { zh: '导出记录早于所载事件', en: 'the export was recorded before events that it holds' },
  PROOF_UNREADABLE: { zh: '证明无法读取', en: 'the proof cannot be read' },
  NOT_IN_THE_LOG: {
    zh: '按其证明，该事件不在日志中：内容、位置或证明被改动',
    en: 'not in the log by its proof: the event, its place or the proof was changed',
  },
  CHECKPOINT_UNREADABLE: { zh: '检查点无法读取', en: 'the checkpoint cannot be read' },
  CHECKPOINT_OF_ANOTHER_LOG: { zh: '检查点属于另一日志或另一密钥', en: 'the checkpoint is of another log or key' },
  CHECKPOINTS_DIFFER: { zh: '各证明所用检查点不同', en: 'the proof rests on another checkpoint than the others' },
  SIGNATURE_MISSING: { zh: '没有所信任密钥的签名', en: 'it is not signed by the key that is believed' },
  SIGNATURE_WRONG: { zh: '日志签名无效', en: "the log's signature is not good" },
  WITNESS_MISSING: { zh: '所信任的见证人没有联署', en: 'the witness that is believed did not cosign' },
  WITNESS_WRONG: { zh: '见证人的联署无效', en: "the witness's cosignature is not good" },
  FORKED: {
    zh: '日志与另处保存的检查点不一致：被分叉',
    en: 'the log did not grow out of the checkpoint kept elsewhere: it was forked',
  },
  GROWTH_NOT_SHOWN: {
    zh: '档案中没有从另处保存的检查点到本检查点的一致性证明',
    en: 'the dossier holds no proof that its log grew out of the checkpoint kept elsewhere',
  },
  EVENT_MISSING: { zh: '缺少事件：该流的修订号有缺口', en: 'an event is missing: the revisions of the stream have a gap' },
  EVENT_TWICE: { zh: '同一修订号出现两次', en: 'a revision stands there twice' },
  EVENT_UNEXPECTED: { zh: '多出的事件，超出所声明的流末', en: 'an event beyond what the contents state' },
  EVENTS_OUT_OF_ORDER: { zh: '事件不按日志次序', en: 'the events do not stand in the order of the log' },
  STREAM_MISSING: { zh: '所载事件提到的流不在档案中', en: 'a stream to which the events lead is left out' },
  LAW_MISSING: { zh: '事件所依据的法规文本不在档案中', en: 'a text of the law that the events pin is left out' },
  LAW_DIFFERS: { zh: '法规文本与事件所依据的不符', en: 'the text of the law is not the one that the events pin' },
  EVIDENCE_NOT_LISTED: { zh: '事件提到的证据未列入', en: 'a paper that the events name is not listed' },
  EVIDENCE_DIFFERS: { zh: '证据文件与事件所载摘要不符', en: 'the file is not the paper that the events name' },
  OPENED_VALUE_DIFFERS: { zh: '启封值与事件中的承诺不符', en: 'the opened value is not the one that the event commits to' },
} as const satisfies Vocabulary;

/** What a dossier says of itself, in the file and in the verifier. */
export const dossier = {
  title: { zh: '农户档案（离线可核验）', en: 'Dossier of a household, to be verified offline' },
  WHOLE: { zh: '完整', en: 'whole' },
  NOT_WHOLE: { zh: '不完整', en: 'not whole' },
  UNPROVEN: { zh: '未证明', en: 'not proven' },
  wholeMeans: {
    zh: '档案各部分与日志所记载的一致，未被改动、增加、删去或调换次序',
    en: 'nothing in this dossier was altered, added, left out or put in another order since the log recorded it',
  },
  unprovenMeans: {
    zh: '文件自身没有矛盾，但没有给出所信任的日志密钥（应从别处得知），因此什么也没有证明',
    en: 'the file does not contradict itself; but no key of the log was given, known from elsewhere, so nothing is proven',
  },
  notWholeMeans: { zh: '以下各处不符，请勿采信', en: 'these places are not as they should be; do not rely on it' },
  flaws: { zh: '问题数', en: 'flaws' },
  andMore: { zh: '此外还有', en: 'and more' },
  household: { zh: '农户', en: 'household' },
  log: { zh: '日志', en: 'log' },
  checkpoint: { zh: '检查点', en: 'checkpoint' },
  leaves: { zh: '叶', en: 'leaves' },
  signedAt: { zh: '日志签于', en: 'signed by the log at' },
  cosignedBy: { zh: '见证', en: 'cosigned by' },
  noWitness: {
    zh: '没有指定见证人：若日志保管者另造一份日志并签名，仅凭此文件看不出来',
    en: 'no witness was named: a second log, made and signed by the keeper of this one, could not be told from it',
  },
  recordedAs: { zh: '导出记录于', en: 'export recorded on' },
  takenBy: { zh: '导出人', en: 'taken by' },
  events: { zh: '个事件', en: 'events' },
  streams: { zh: '流', en: 'streams' },
  REGISTER: { zh: '户籍登记', en: 'register' },
  CASE: { zh: '案件', en: 'case' },
  ACT: { zh: '集体事项', en: 'act' },
  REFUSAL: { zh: '被拒绝的指令', en: 'refusals' },
  INCIDENT: { zh: '异常', en: 'incidents' },
  absent: { zh: '导出时不存在的流', en: 'streams that did not exist when it was made' },
  named: { zh: '提到的其他农户（不在本档案中）', en: 'other households that are named and not in here' },
  law: { zh: '所依据的法规与政策', en: 'law and policy pinned' },
  DEFINITION: { zh: '程序', en: 'procedure' },
  POLICY: { zh: '政策参数', en: 'policy' },
  CALENDAR: { zh: '工作日历', en: 'calendar' },
  lawMissing: { zh: '日志中没有其文本的引用', en: 'references for which the log holds no text' },
  evidence: { zh: '证据', en: 'evidence' },
  fileHere: { zh: '文件在此', en: 'file in here' },
  digestOnly: { zh: '仅摘要', en: 'digest only' },
  history: { zh: '经过', en: 'history' },
  day: { zh: '日期', en: 'day' },
  recordedAt: { zh: '录入', en: 'recorded' },
  what: { zh: '事项', en: 'what' },
  who: { zh: '承办人', en: 'by' },
  where: { zh: '流与修订', en: 'stream and revision' },
  leaf: { zh: '叶', en: 'leaf' },
  step: { zh: '步骤与条款', en: 'step and clause' },
  refused: { zh: '拒绝', en: 'refused' },
  sealed: { zh: '已密封', en: 'sealed' },
  sealedCount: { zh: '个密封值', en: 'sealed values' },
  openedCount: { zh: '个已启封', en: 'of them opened' },
  openedUnder: { zh: '启封依据', en: 'opened under' },
  consent: { zh: '同意书', en: 'consent' },
  mandate: { zh: '检查委托', en: 'mandate' },
  masked: {
    zh: '姓名、证件号、收入与文字说明均已密封，本档案未予启封',
    en: 'names, identity numbers, incomes and texts are sealed and were not opened for this dossier',
  },
  shows: { zh: '本档案能证明什么', en: 'What this dossier can show' },
  showsNot: { zh: '本档案不能证明什么', en: 'What it can not show' },
  part: { zh: '文件', en: 'part' },
  stream: { zh: '流', en: 'stream' },
  revision: { zh: '修订', en: 'revision' },
  byte: { zh: '字节', en: 'byte' },
  expected: { zh: '应为', en: 'expected' },
  found: { zh: '实为', en: 'found' },
} as const satisfies Vocabulary;

/** In these words in every dossier: nobody shall believe more of it than it shows. */
export const dossierShows: readonly Words[] = [
  {
    zh: '所列每个事件都在该日志中、位于所示的叶，与记入时逐字节相同（以所信任的密钥核验检查点签名为前提）。',
    en: 'Each event listed stands in that log at the leaf shown, byte for byte as it was entered, given a key that is believed.',
  },
  {
    zh: '所列每个流从修订 0 到所声明的流末没有缺口。流末由日志保管者在导出之前写入日志（导出记录），事后不能改少。',
    en: 'Each stream listed is without gaps from revision 0 to the head stated. The keeper of the log stated these heads in the log itself before he gave the dossier out, so that nobody can shorten it afterwards.',
  },
  {
    zh: '登记簿立过的每个案件、案件列入过的每个集体事项及其被拒绝的指令，都在本档案中，或声明当时不存在。',
    en: 'Every case that the register admitted, every act that a case joined and the refused orders of these are in here, or are stated not to have existed.',
  },
  {
    zh: '事件所依据的程序、政策与日历逐字在此；启封的值就是当初密封的值。',
    en: 'Procedures, policies and calendars that the events pin are in here word for word; values that were opened are those that were sealed.',
  },
];

export const dossierShowsNot: readonly Words[] = [
  {
    zh: '所声明的流末就是当时真正的流末：这是保管者在日志中的声明，须与整个日志、见证人或以后的档案核对。',
    en: 'That a stated head was the true one at that moment: the keeper of the log states it, in the log. Hold it against the whole log or a later dossier.',
  },
  {
    zh: '没有其他未被任何所载事件提到的流，例如同一家人另立的一户。',
    en: 'That there is no stream to which nothing in here leads, such as the same people under another household.',
  },
  {
    zh: '发生过的事都已录入，或录入的都是真的；检查点之后发生了什么。',
    en: 'That all that happened was entered, or that what was entered is true; or what happened after the checkpoint.',
  },
  {
    zh: '未附文件的证据的内容：只有其摘要。',
    en: 'What the papers say whose files are not in here: of these there is a digest only.',
  },
];

/** The text beside the parts. */
export const dossierReadMe: Words = {
  zh: '用 pages/zh.html 阅读。核验：mingce verify <本文件> --key <日志公钥>，或在任何浏览器中打开 verify.html（不联网）。公钥与核验程序须从别处取得，不可取自本文件。',
  en: 'Read pages/en.html. To verify: mingce verify <this file> --key <key of the log>, or verify.html in any browser, without a network. Get the key and the verifier from elsewhere, never out of this file.',
};

/** Why no dossier is made: each wholly in one language. */
export const dossierFaults = {
  NO_LEDGER: {
    zh: '此日志没有账本，无从证明；请由 mingce start 写入',
    en: 'the log has no ledger, so nothing could be proven; mingce start writes one',
  },
  HOUSEHOLD_UNKNOWN: { zh: '没有此户', en: 'there is no such household' },
  EXPORT_CHANGED: {
    zh: '同一请求已经答复过，此户其后又有变化；请另行请求',
    en: 'the same request was answered before, and the household has changed since; ask anew',
  },
  HOUSEHOLD_BUSY: {
    zh: '此户正不断有新的记录，请稍后再试',
    en: 'others write about this household without a pause; try again later',
  },
  KNOWN_UNUSABLE: {
    zh: '所给的检查点无法读取，或属于另一日志',
    en: 'the checkpoint that was given cannot be read, or is of another log',
  },
  MANDATE_NOT_IN_FORCE: {
    zh: '没有此检查委托，或今天不在有效期内，或不包括此人或此地',
    en: 'there is no such mandate, or it is not in force today, or not for this person or area',
  },
  serverRuns: (what: string): Words => ({
    zh: `${what}；服务正在运行：请给出 --token，由服务导出`,
    en: `${what}; a server runs there: give --token, so that it makes the dossier`,
  }),
} as const;

/** What the page says with which a dossier is verified in a browser. */
export const dossierPage = {
  verifierTitle: { zh: '农户档案核验', en: 'Verify the dossier of a household' },
  verifierNoNetwork: {
    zh: '本页不联网，也不能联网：文件只在本机读取，不会离开这台电脑。',
    en: 'This page uses no network and can use none: the file is read on this computer and does not leave it.',
  },
  dossierFile: { zh: '档案文件（.zip）', en: 'File of the dossier (.zip)' },
  keyOfLog: { zh: '所信任的日志公钥', en: 'Key of the log that you believe' },
  keysOfWitnesses: { zh: '所信任的见证人公钥（每行一个）', en: 'Keys of witnesses that you believe, one a line' },
  keptCheckpoint: { zh: '另处保存的检查点（可不填）', en: 'A checkpoint that you kept, if you have one' },
  trustElsewhere: {
    zh: '公钥须从档案之外得知，例如日志保管者公布的、上级或见证人告知的。档案自己说的不算。',
    en: 'Know these keys from elsewhere: as the keeper of the log published them, or as a higher office or a witness told you. What a dossier says itself does not count.',
  },
  verifyNow: { zh: '核验', en: 'Verify' },
  inChinese: { zh: '中文', en: 'Chinese' },
  chooseFile: { zh: '请选择档案文件', en: 'Choose the file of a dossier' },
  cannotUse: { zh: '不可用', en: 'This cannot be used' },
  notToBeRead: {
    zh: '以下为文件所述，核验未通过，请勿采信：',
    en: 'What follows is what the file says. It did not pass; do not rely on it:',
  },
} as const satisfies Vocabulary;
