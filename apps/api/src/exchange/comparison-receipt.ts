import { createHash } from 'node:crypto';
import {
  caseOpened,
  type ExportedList,
  FileUnreadable,
  identitiesOf,
  readReceipt,
  readTable,
  type RowFault,
  type Table,
} from '#libs/exchange';
import { permit } from '#libs/identity';
import { civilDateOf } from '#libs/kernel';
import { exchange } from '#libs/terms';
import { type CommandBus } from '@nestjs/cqrs';
import { type Account, actorOf } from '../http/account.js';
import { Problem } from '../http/problem.js';
import { type House } from '../house.js';
import { GiveOrder } from '../orders/give-order.js';
import { type OrderReceipt } from '../orders/receipt.js';
import { exchangeIn } from './comparison-list.js';

export interface ReceiptWish {
  readonly account: Account;
  readonly actId: string;
  readonly idempotencyKey: string;
  readonly dryRun: boolean;
  readonly bytes: Buffer;
}

const MOST_ROWS_TOLD = 2_000;

/**
 * Records what a department sent back, all of it or nothing. The digest of the file is the evidence: the same file again is a
 * repeat. @throws Problem 403 or 404 before anything of the file is read, 422 where it cannot be, 409 where the act refuses it.
 */
export async function takeReceipt(
  house: House,
  commands: CommandBus,
  { account, actId, idempotencyKey, dryRun, bytes }: ReceiptWish,
): Promise<OrderReceipt & { readonly fileDigest: string }> {
  const { act, lists } = await exchangeIn(house, actId);
  if (act.area === undefined) throw new Problem(404, 'NOT_FOUND');
  mayRecord(house, account, act.area);
  const readStream = (stream: string) => house.log.readStream(stream);
  const fileDigest = createHash('sha256').update(bytes).digest('hex');
  const receipt = await readReceipt(await tableOf(bytes), {
    act: actId,
    lists,
    fileDigest,
    identities: (list) => identitiesOf(list.asked, { readStream, open: (refs) => house.vault.read(refs) }),
    codes: (list) => codesOf(house, list),
  });
  if (!receipt.read) {
    const code = receipt.why === 'FOREIGN' ? 'FILE_OF_ANOTHER_LIST' : 'FILE_ROWS_WRONG';
    throw new Problem(422, code, { rows: receipt.faults.slice(0, MOST_ROWS_TOLD).map(told), rowsWrong: receipt.faults.length });
  }
  const answer = await commands.execute(
    new GiveOrder({
      account,
      target: `act-${actId}`,
      type: 'RecordBatchResult',
      data: receipt.data,
      idempotencyKey,
      dryRun,
      opens: false,
    }),
  );
  return { ...answer, fileDigest };
}

/** Who may not record the answer learns nothing about the list from the faults of a made-up file. */
function mayRecord({ engine, clock }: House, account: Account, area: string): void {
  const findings = permit(engine.directory, actorOf(account), 'RecordBatchResult', area, civilDateOf(clock.now()));
  const [first] = findings;
  if (first === undefined) return;
  if (first.code === 'FOREIGN_AREA') throw new Problem(404, 'NOT_FOUND');
  throw new Problem(403, first.code, { titled: 'NOT_PERMITTED', clause: first.clause, findings });
}

async function tableOf(bytes: Buffer): Promise<Table> {
  try {
    return await readTable(bytes);
  } catch (error) {
    if (!(error instanceof FileUnreadable)) throw error;
    throw new Problem(422, 'FILE_UNREADABLE', { detail: exchange.unreadable[error.code] });
  }
}

/** The codes that the source may give for the cases of the list, each by the law it is pinned to (§6.2). */
async function codesOf({ log, engine }: House, { asked, source }: ExportedList): Promise<readonly string[]> {
  const cases = [...new Set(asked.map(({ caseId }) => caseId))];
  const opened = await Promise.all(cases.map((caseId) => caseOpened((stream) => log.readStream(stream), caseId)));
  const definitions = new Set(opened.flatMap((one) => (one === undefined ? [] : [one.definition])));
  const codes = [...definitions].flatMap((ref) =>
    (engine.lawBook.definition(ref)?.definition.steps ?? []).flatMap(({ parts }) =>
      parts.flatMap((part) => (part.kind === 'comparison' ? part.sources : [])),
    ),
  );
  return [...new Set(codes.flatMap((one) => (one.source === source ? one.answers : [])))].sort();
}

const told = ({ line, column, found, expected, person }: RowFault) => ({
  line,
  column,
  found,
  expected,
  ...(person === undefined ? {} : { person }),
});
