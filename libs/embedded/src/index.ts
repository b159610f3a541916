export { queueOf, type RedisOptions } from './bell-of-choice.js';
export * from './build.js';
export * from './check-house.js';
export * from './founding.js';
export * from './log-of-choice.js';
export { AnotherLog, keepLog, LOG_FILE } from './log-of-folder.js';
export { moveLog, TargetDiffers } from './move-log.js';
export * from './open-embedded.js';
export {
  backupHouse,
  type BackupManifest,
  KEY_FILES,
  looked,
  MANIFEST,
  NotABackup,
  readManifest,
  restoreHouse,
} from './sqlite-backup.js';
export * from './surroundings.js';
export { StatesOfTheLog } from './states-of-the-log.js';
export { ThreadedProjections } from './threaded-projections.js';
