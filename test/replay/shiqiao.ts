import { VirtualClock } from '#libs/clock';
import { type EmbeddedEngine, openInMemory } from '#libs/embedded';
import { firstMoment, Hand, play, randomOf, Run, scaled, type Settled, settle, shiqiao } from '#libs/simulation';

export interface Played {
  readonly embedded: EmbeddedEngine;
  /** Who went through it. */
  readonly people: readonly Settled[];
}

/** The town of shiqiao played in memory, whole or a part of it; to be closed. */
export async function playShiqiao(scale: number): Promise<Played> {
  const clock = new VirtualClock(firstMoment(shiqiao));
  const embedded = await openInMemory(clock);
  const cohorts = scaled(shiqiao.cohorts, scale);
  const people = settle(shiqiao.county, cohorts, randomOf(shiqiao.name), { on: shiqiao.identification.from });
  await play(new Run(embedded.engine, clock, new Hand(embedded.engine.desk, shiqiao.name)), shiqiao, people);
  await embedded.engine.settled();
  return { embedded, people };
}
