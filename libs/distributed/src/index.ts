export { type HouseIn, type OpenedHouse, openHouseIn } from './house-in.js';
export { DatabaseOfAnother, HouseRegister, KeysDiffer } from './house-register.js';
export { LeaseKeeper } from './lease-keeper.js';
export { type DistributedEngine, type DistributedOptions, openDistributed, type Share, type SoleOwner } from './open-distributed.js';
export { PartitionKeeper } from './partition-keeper.js';
export { PostgresCheckpoints } from './postgres-checkpoints.js';
export { type Deployment, deploymentIn, NoDeployment, type Role, ROLES } from './roles.js';
export { type Closed, LetGo } from './stopping.js';
export { SoleWork, SOLE_WORKS, type SoleWorkName } from './sole-work.js';
