import { type Engine, stableId } from '#libs/application';
import { civilDate, type Order } from '#libs/kernel';
import { term } from '#libs/terms';

/** The nation, and who administers the programme for it until somebody else is appointed. */
export const NATION = 'CN';
export const FIRST_ADMINISTRATOR = 'CN.programme-administrator';

const SINCE = civilDate('2012-01-01');
const SET_UP = { id: 'set-up', role: 'process', area: '' } as const;

/**
 * Makes a new log usable: somebody must be able to appoint the first official. Establishes the nation and one programme
 * administrator, who has no rights over any case (domain.md §8); whoever may read the token key of this installation can
 * issue his token. Where it was done before, also by a scenario, nothing changes.
 * @throws Error where the log refuses it.
 */
export async function found(engine: Engine): Promise<void> {
  if (engine.directory.area(NATION) !== undefined) return;
  const orders: readonly (readonly [target: string, order: Order])[] = [
    [
      `area-${NATION}`,
      { type: 'EstablishArea', data: { id: NATION, level: 'NATION', name: { zh: term('door.NATION_NAME').zh }, codes: [] } },
    ],
    [
      `appointment-${FIRST_ADMINISTRATOR}`,
      {
        type: 'MakeAppointment',
        data: { person: FIRST_ADMINISTRATOR, office: 'PROGRAMME_ADMINISTRATOR', area: NATION, from: SINCE },
      },
    ],
  ];
  for (const [target, order] of orders) {
    const answer = await engine.desk.give({
      orderId: stableId('founding', target),
      target,
      order,
      actor: SET_UP,
      occurredOn: SINCE,
    });
    if (!answer.accepted) {
      throw new Error(`the log refuses its own founding: ${answer.findings.map(({ code }) => code).join(', ')}`);
    }
  }
}
