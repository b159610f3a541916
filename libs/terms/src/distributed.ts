import { type Words } from './words.js';

const both = (zh: string, en: string): Words => ({ zh, en });

/** A house of several processes over servers (libs/distributed). */
export const distributed = {
  ROLE_UNKNOWN: (said: string): Words =>
    both(`角色应为 api、worker 或 api,worker，不是“${said}”`, `a role is api, worker or api,worker, not "${said}"`),
  SERVICES_MISSING: (missing: string): Words =>
    both(
      `多进程运行须同时设置事件库、Redis 与 PostgreSQL，缺少 ${missing}；只用一个数据目录时，不设 MINGCE_POSTGRES_URL 与 MINGCE_ROLE`,
      `several processes need an event store, a Redis and a PostgreSQL together; ${missing} is not set. On one data folder leave MINGCE_POSTGRES_URL and MINGCE_ROLE unset`,
    ),
  KEY_DIFFERS: (file: string, folder: string): Words =>
    both(
      `${folder} 中的 ${file} 与其他进程的不同：请从已运行进程的数据目录复制，或让各进程共用同一密钥`,
      `${file} in ${folder} is not that of the other processes: copy it from the data folder of one that runs, or let all share one`,
    ),
  DATABASE_OF_ANOTHER: (database: string, log: string): Words =>
    both(
      `PostgreSQL ${database} 不属于事件库 ${log} 的日志：请使用与该日志相配的数据库，或空的事件库与空的数据库`,
      `the PostgreSQL at ${database} does not belong to the log at ${log}: use the database that goes with it, or an empty event store and an empty database`,
    ),
  DEMO_ALONE: both(
    '演示只在一个数据目录中运行：请取消 MINGCE_POSTGRES_URL 与 MINGCE_ROLE',
    'the demo runs on one data folder: unset MINGCE_POSTGRES_URL and MINGCE_ROLE',
  ),
  WORKER_BROKE: both(
    '处理流程的进程已停止，其分区由其他进程接管',
    'the processes of this worker broke down; its partitions go to others',
  ),
  STOP_SECONDS_UNREADABLE: (said: string): Words =>
    both(
      `MINGCE_STOP_SECONDS 应为 1 至 3600 的整数，不是“${said}”`,
      `MINGCE_STOP_SECONDS is a whole number from 1 to 3600, not "${said}"`,
    ),
  /** What is closed in order when a process stops. */
  SHARE: both('分区的移交', 'the handing over of its partitions'),
  ENGINE: both('未办完的处理流程与查询表', 'what was under way of processes and read models'),
  LEDGER: both('账本的签署', 'the signing of the ledger'),
  READ_MODELS: both('查询表的连接', 'the connections to the read models'),
  LEASES: both('租约的交还', 'the giving up of its leases'),
  DATABASE: both('PostgreSQL 的连接', 'the connections to PostgreSQL'),
  LOG: both('事件库的连接', 'the connection to the event store'),
  LET_GO: (seconds: number, what: Words): Words =>
    both(
      `停止时等待 ${seconds} 秒仍无应答，不再等待：${what.zh}。已受理的指令均在日志中；租约自行到期，未提交的事务由服务器撤销，其余由其他进程接办`,
      `stopped without what did not answer within ${seconds} s: ${what.en}. Orders that were acknowledged are in the log; leases run out by themselves, the server takes back what was not committed, and others do the rest`,
    ),
  STOPPED_STARTING: both(
    '尚未启动完毕即被要求停止，不再等待；未受理任何指令',
    'told to stop before it had started, and waited no longer; no order was acknowledged',
  ),
  PROJECTIONS_FAILED: both(
    '查询表的更新在本进程中断，由另一进程接手，或稍后从检查点重新开始',
    'the read models are no longer filled by this process; another takes over, or it begins again from the checkpoint',
  ),
} as const;
