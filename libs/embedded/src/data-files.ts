import { LEDGER_FILES } from '#libs/ledger';

/** The files of a data folder. `events.db` and the vault are the truth; the read models come again from the log. */
export const DATA_FILES = {
  events: 'events.db',
  vault: 'vault.db',
  vaultKey: 'vault.key',
  wakeups: 'wakeups.db',
  checkpoints: 'checkpoints.db',
  readModels: 'read-models.db',
  tokenKey: 'token.key',
  feedKey: 'feeds.key',
} as const;

/** What opens sealed values and signs; kept apart from what they open. */
export const KEY_FILES: readonly string[] = [DATA_FILES.vaultKey, DATA_FILES.tokenKey, DATA_FILES.feedKey, LEDGER_FILES.key];
