import { type EmbeddedEngine, eventStoreIn, found, openEmbedded } from '#libs/embedded';
import { ledgerOptionsIn } from '#libs/ledger';
import { type DistributedEngine, openDistributed } from './open-distributed.js';
import { deploymentIn } from './roles.js';

/** A whole house in this process, or one process of a house that has several. */
export type OpenedHouse = EmbeddedEngine & Partial<Pick<DistributedEngine, 'share'>>;

export interface HouseIn {
  readonly dataFolder: string;
  /** As `MINGCE_ROLE` says where absent. */
  readonly role?: string | undefined;
  /** Told, in one line, what is not as it should be and keeps nobody from beginning. */
  readonly say: (line: string) => void;
  /** Told when this process of several can no longer do its work: it had better end. */
  readonly onBroken: (error: Error) => void;
}

/**
 * Opens a house as the environment has it: the log in `MINGCE_EVENTSTORE_URL`, wake-ups in `MINGCE_REDIS_URL`, the rest in the data folder;
 * with `MINGCE_POSTGRES_URL` besides as one of several processes, which do what their role says. Its log is founded where it is new.
 * @throws NoDeployment where servers and role do not go together, NoteUnreadable where `MINGCE_WITNESSES` cannot be read, and what
 * `openEmbedded` and `openDistributed` throw.
 */
export async function openHouseIn(
  environment: Readonly<Record<string, string | undefined>>,
  { dataFolder, role = environment['MINGCE_ROLE'], say, onBroken }: HouseIn,
): Promise<OpenedHouse> {
  const deployment = deploymentIn(environment, role);
  const eventStore = eventStoreIn(environment);
  const redis = environment['MINGCE_REDIS_URL'] ?? '';
  const common = { dataFolder, say, production: environment['NODE_ENV'] === 'production', ledger: ledgerOptionsIn(environment) };
  const house: OpenedHouse =
    deployment === undefined
      ? await openEmbedded({
          ...common,
          ...(eventStore === undefined ? {} : { eventStore }),
          ...(redis === '' ? {} : { redis: { url: redis } }),
        })
      : await openDistributed({ ...deployment, ...common, onBroken });
  try {
    await found(house.engine);
    return house;
  } catch (error) {
    await house.close();
    throw error;
  }
}
