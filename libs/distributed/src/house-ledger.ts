import { type Clock } from '#libs/clock';
import { type EventReader } from '#libs/event-store';
import { type Ledger, type LedgerOptions, openLedger } from '#libs/ledger';
import { type Postgres } from '#libs/postgres';
import { ledger as words } from '#libs/terms';
import { type LeaseKeeper } from './lease-keeper.js';
import { PostgresHeads } from './postgres-heads.js';
import { SoleWork } from './sole-work.js';

export interface HouseLedgerParts {
  /** Of this process: its leaves. */
  readonly dataFolder: string;
  readonly keysFolder: string;
  readonly ledger: LedgerOptions;
  /** As it was stored. */
  readonly store: EventReader;
  readonly clock: Clock;
  readonly postgres: Postgres;
  readonly keeper: LeaseKeeper;
  /** Whether this process may sign, besides knowing what was signed. */
  readonly works: boolean;
  readonly say: (line: string) => void;
}

/** The ledger of one process of a house: leaves of its own, heads of all; one worker signs (ADR 0040). */
export class HouseLedger {
  private constructor(
    readonly ledger: Ledger,
    private readonly signing: SoleWork | undefined,
  ) {}

  /** @throws NotALedger, NoteUnreadable, PostgresNewer, PostgresUnreachable, PostgresRefused */
  static async open(parts: HouseLedgerParts): Promise<HouseLedger> {
    const { dataFolder, keysFolder, store, clock, postgres, keeper, works, say } = parts;
    const heads = await PostgresHeads.open(postgres, keeper);
    let failed: (error: Error) => void = () => undefined;
    const ledger = await openLedger(
      dataFolder,
      store,
      clock,
      parts.ledger,
      (fault, line) => {
        say(`${words[fault].zh} / ${words[fault].en}: ${line}`);
        // A witness that complains is heard by whoever signs next, too.
        const { failure } = ledger.condition();
        if (failure !== undefined) failed(failure);
      },
      { heads, keysFolder },
    );
    if (!works) return new HouseLedger(ledger, undefined);
    const signing = new SoleWork({
      keeper,
      name: 'ledger',
      begin: async (told) => {
        failed = told;
        ledger.lead();
        return { stop: () => ledger.follow() };
      },
      // It was said by the ledger itself.
      onFailed: () => undefined,
    });
    return new HouseLedger(ledger, signing);
  }

  /** Whether this process signs. */
  get isHere(): boolean {
    return this.signing?.isHere === true;
  }

  start(): void {
    this.ledger.start();
    this.signing?.start();
  }

  async stop(): Promise<void> {
    await this.signing?.stop();
    await this.ledger.stop();
  }
}
