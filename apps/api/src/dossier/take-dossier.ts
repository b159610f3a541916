import { type Dossier, DossierNotMade, evidenceFolder, makeDossier, type NotMade, type RecordExport } from '#libs/disclosure';
import { civilDateOf } from '#libs/kernel';
import { LedgerBehind, LedgerStopped } from '#libs/ledger';
import { household } from '#libs/read-models';
import { dossierFaults } from '#libs/terms';
import { type CommandBus } from '@nestjs/cqrs';
import { type Account, actorOf } from '../http/account.js';
import { Problem } from '../http/problem.js';
import { type House } from '../house.js';
import { GiveOrder, orderIdOf } from '../orders/give-order.js';
import { Scope } from '../queries/scope.js';
import { notUnderMandate } from './not-under-mandate.js';

export interface DossierRequest {
  readonly account: Account;
  readonly householdId: string;
  readonly idempotencyKey: string;
  readonly opened: boolean;
  readonly evidence: boolean;
  /** Where scans lie, each named by its SHA-256. */
  readonly shelf: string | undefined;
  readonly purpose?: string;
  readonly consent?: string;
  readonly mandate?: string;
  readonly known?: string;
}

/** The folder with scans of papers, where this house has one. */
export const EVIDENCE = Symbol('the folder with scans of papers');

const RETRY_SECONDS = 5;

/** @throws Problem where it is refused, the household lies elsewhere, or nothing can be proven. */
export async function takeDossier(house: House, commands: CommandBus, asked: DossierRequest): Promise<Dossier> {
  const { account, householdId, idempotencyKey, opened, evidence, shelf, purpose, consent, mandate, known } = asked;
  const { engine, readModels, clock } = house;
  const held = await household(readModels, householdId);
  const area = held?.area.group ?? held?.area.village;
  // What is not there and what lies elsewhere look the same from outside.
  if (area === undefined || !new Scope(engine.directory, account).holds(area)) throw new Problem(404, 'NOT_FOUND');
  const record: RecordExport = async (target, type, data) => {
    // The id of the export is in its words: nobody gets the dossier of another for a repeat of his own.
    const order = {
      account,
      target,
      type,
      data,
      idempotencyKey: `dossier ${data.id}`,
      dryRun: false,
      opens: true,
      ofTheDay: true,
    } as const;
    return (await commands.execute(new GiveOrder(order))).stream;
  };
  const wish = {
    householdId,
    area,
    actor: actorOf(account),
    today: civilDateOf(clock.now()),
    exportId: orderIdOf(account.accountId, idempotencyKey),
    opened,
    withEvidence: evidence,
    ...(purpose === undefined ? {} : { purpose }),
    ...(consent === undefined ? {} : { consent }),
    ...(mandate === undefined ? {} : { mandate }),
    ...(known === undefined ? {} : { known }),
  };
  try {
    const papers = evidence && shelf !== undefined ? { evidence: evidenceFolder(shelf) } : {};
    return await makeDossier({ ...house, ...papers }, wish, record);
  } catch (error) {
    if (error instanceof DossierNotMade) throw problemOf(error.code);
    if (error instanceof LedgerBehind) throw new Problem(503, 'BUSY', { retryAfter: RETRY_SECONDS });
    if (error instanceof LedgerStopped) throw problemOf('NO_LEDGER');
    return notUnderMandate(error);
  }
}

function problemOf(code: NotMade): Problem {
  const detail = dossierFaults[code];
  switch (code) {
    case 'HOUSEHOLD_UNKNOWN':
      return new Problem(404, 'NOT_FOUND');
    case 'EXPORT_CHANGED':
      return new Problem(422, 'IDEMPOTENCY_KEY_REUSED', { detail });
    case 'KNOWN_UNUSABLE':
      return new Problem(400, 'INVALID_SHAPE', { detail });
    case 'HOUSEHOLD_BUSY':
      return new Problem(503, 'BUSY', { detail, retryAfter: RETRY_SECONDS });
    case 'NO_LEDGER':
      return new Problem(409, code, { detail, titled: 'NOTHING_PROVABLE' });
  }
}
