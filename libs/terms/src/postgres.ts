import { type Words } from './words.js';

const both = (zh: string, en: string): Words => ({ zh, en });

/** What may be wrong with the PostgreSQL server that holds vault and read models (libs/postgres, postgres-faults.ts). */
export const postgres = {
  BAD_ADDRESS: both(
    'PostgreSQL 地址的格式为 postgres://用户:密码@主机:5432/数据库?sslmode=verify-full；sslmode 可为 disable、require、verify-ca、verify-full，sslrootcert 指明证书',
    'the address of a PostgreSQL database has the form postgres://user:password@host:5432/database?sslmode=verify-full; sslmode is one of disable, require, verify-ca, verify-full, sslrootcert names the certificate',
  ),
  UNREACHABLE: (address: string, reason: string): Words =>
    both(
      `连接不上 PostgreSQL ${address}：请查看其是否运行、地址是否正确（${reason}）`,
      `PostgreSQL at ${address} does not answer: look whether it runs, and whether the address is right (${reason})`,
    ),
  NOT_TRUSTED: (address: string, reason: string): Words =>
    both(
      `PostgreSQL ${address} 的证书不可信或未启用 TLS：请用 sslrootcert 指明证书，或改正 sslmode（${reason}）`,
      `the certificate of PostgreSQL at ${address} is not trusted, or it speaks without TLS: name the certificate with sslrootcert, or set sslmode as it is (${reason})`,
    ),
  DENIED: (address: string, reason: string): Words =>
    both(
      `PostgreSQL ${address} 拒绝此用户：请改正地址中的用户与密码，或其权限（${reason}）`,
      `PostgreSQL at ${address} refuses this user: correct user and password in its address, or the rights (${reason})`,
    ),
  NO_DATABASE: (address: string, reason: string): Words =>
    both(
      `PostgreSQL ${address} 没有此数据库：请先建立（${reason}）`,
      `there is no such database at ${address}: create it first (${reason})`,
    ),
  /** The tables were made by a later release. */
  NEWER: (address: string, component: string, step: string): Words =>
    both(
      `PostgreSQL ${address} 已由更新的版本升级（${component}：${step}）：请使用该版本`,
      `PostgreSQL at ${address} was brought up by a newer release (${component}: ${step}): use that release`,
    ),
} as const;
