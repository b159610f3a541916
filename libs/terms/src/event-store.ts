import { type Words } from './words.js';

const both = (zh: string, en: string): Words => ({ zh, en });

/** What may be wrong with the server that holds the log (libs/event-store, eventstoredb-faults.ts), and with the folder beside it. */
export const eventStore = {
  BAD_ADDRESS: both(
    '事件库地址的格式为 kurrentdb://用户:密码@主机:2113?tls=true（esdb:// 亦可）；证书用 tlsCAFile 指明',
    'the address of an event store has the form kurrentdb://user:password@host:2113?tls=true (esdb:// is the same); tlsCAFile names its certificate',
  ),
  UNREACHABLE: (address: string, reason: string): Words =>
    both(
      `连接不上事件库 ${address}：请查看其是否运行、地址与 tls 设置是否正确（${reason}）`,
      `the event store at ${address} does not answer: look whether it runs, and whether address and tls are right (${reason})`,
    ),
  NOT_TRUSTED: (address: string, reason: string): Words =>
    both(
      `事件库 ${address} 的证书不可信或未启用 TLS：请用 tlsCAFile 指明证书，或改正 tls 设置（${reason}）`,
      `the certificate of the event store at ${address} is not trusted, or it speaks without TLS: name the certificate with tlsCAFile, or set tls as it is (${reason})`,
    ),
  NOT_AN_EVENT_STORE: (address: string, reason: string): Words =>
    both(
      `${address} 不是 EventStoreDB 或 KurrentDB：请改正地址（${reason}）`,
      `what listens at ${address} is no EventStoreDB or KurrentDB: correct the address (${reason})`,
    ),
  DENIED: (address: string, reason: string): Words =>
    both(
      `事件库 ${address} 拒绝此用户：请改正地址中的用户与密码（不用 TLS 时不发送密码）或其权限（${reason}）`,
      `the event store at ${address} refuses this user: correct user and password in its address (without TLS none is sent), or the rights (${reason})`,
    ),
  /** The data folder and the log that it is started on. */
  LOG_ELSEWHERE: (folder: string): Words =>
    both(
      `${folder} 的日志在事件库中：请设置 MINGCE_EVENTSTORE_URL`,
      `the log of ${folder} lies in an event store: set MINGCE_EVENTSTORE_URL to its address`,
    ),
  LOG_IN_FOLDER: (folder: string): Words =>
    both(
      `${folder} 的日志在其 events.db 中：请取消 MINGCE_EVENTSTORE_URL，或用 mingce migrate 迁移`,
      `the log of ${folder} lies in its events.db: unset MINGCE_EVENTSTORE_URL, or move the log with mingce migrate`,
    ),
  LOG_OF_ANOTHER: (folder: string, address: string): Words =>
    both(
      `${address} 的日志不属于 ${folder}：个人信息的密钥在另一数据目录中，请使用该目录或空的事件库`,
      `the log at ${address} is not that of ${folder}: what opens its sealed values lies in another data folder; use that one, or an empty event store`,
    ),
} as const;
