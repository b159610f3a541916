import { Controller, Get, Inject, Res, ServiceUnavailableException } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { HealthCheck, type HealthCheckResult, HealthCheckService, type HealthIndicatorResult } from '@nestjs/terminus';
import { type Response } from 'express';
import { msOf } from '#libs/kernel';
import { OpenToEverybody } from '../http/bearer.guard.js';
import { HOUSE, type House } from '../house.js';
import { atOnce, headOf, troubleOf } from './looking.js';

/** Whether the process lives, and whether it can serve. Says counts, never what they count. */
@ApiTags('health')
@OpenToEverybody()
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    @Inject(HOUSE) private readonly house: House,
  ) {}

  @Get('live')
  @ApiOperation({ summary: 'The process lives' })
  live(): { readonly status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({ summary: 'Store, read models, processes and wake-ups, with their lag' })
  @HealthCheck()
  async ready(@Res({ passthrough: true }) response: Response): Promise<HealthCheckResult> {
    try {
      return await this.health.check([
        () => this.indicator('store', () => this.store()),
        () => this.indicator('readModels', () => this.readModels()),
        () => this.indicator('processes', () => this.processes()),
        () => this.indicator('wakeups', () => this.wakeups()),
        ...(this.house.ledger === undefined ? [] : [() => this.indicator('ledger', () => this.ledger())]),
      ]);
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) throw error;
      response.status(error.getStatus());
      return error.getResponse() as HealthCheckResult;
    }
  }

  private async store(): Promise<Readonly<Record<string, string | number>>> {
    const { store, eventStore } = this.house;
    const head = Number(await headOf(this.house));
    if (eventStore === undefined) return { kind: store.name, head };
    const { checkpoint, reconnects } = eventStore.state();
    // The one subscription that all consumers follow: behind for good means that nothing reaches them.
    return { kind: store.name, head, followed: Number(checkpoint ?? -1n), reconnects };
  }

  private async readModels(): Promise<Readonly<Record<string, string | number>>> {
    const { engine, share } = this.house;
    const { projections } = engine;
    // Of rows that lie elsewhere: where they stood when they were heard of last says nothing.
    await share?.reachDatabase();
    if (projections.failure !== undefined) throw projections.failure;
    return { lag: Number((await headOf(this.house)) - projections.position) };
  }

  private async processes(): Promise<Readonly<Record<string, string | number>>> {
    const { engine, share } = this.house;
    const { runner } = engine;
    await runner.caughtUp(-1n);
    const heldStreams = (await engine.holds()).length;
    // A held stream waits for a person; all others go on, and so does the service.
    const held = { ...(heldStreams > 0 ? { status: 'degraded' } : {}), heldStreams };
    const served = runner.partitions.length;
    // Where nothing is served nothing lags: of an api instance, or of a worker that waits for its share.
    const lag: Readonly<Record<string, number>> =
      served === 0 ? {} : { lag: Number((await headOf(this.house)) - runner.position) };
    if (share === undefined) return { ...held, ...lag };
    const partitions = { partitions: served, partitionsWithoutOwner: await share.withoutOwner() };
    return { ...held, ...lag, roles: share.roles.join(), ...partitions, ...(await share.soleWork()) };
  }

  private async wakeups(): Promise<Readonly<Record<string, string | number>>> {
    const { bell } = this.house.engine.parts;
    const { kind, troubles } = bell.condition();
    return {
      // A bell with troubles rings later, and the service goes on.
      ...(troubles.length > 0 ? { status: 'degraded', troubles: troubles.join() } : {}),
      bell: kind,
      pending: await bell.pending(),
      due: (await bell.due(this.house.clock.now())).length,
    };
  }

  private async ledger(): Promise<Readonly<Record<string, string | number>>> {
    const { ledger, share } = this.house;
    const { leaves, position, checkpoint, failure, witnesses } = ledger?.condition() ?? {};
    const troubled = (witnesses ?? []).flatMap(({ name, trouble }) => (trouble === undefined ? [] : [`${name} ${trouble}`]));
    // Signed heads lie in the database of the house: while it is away nobody signs one, or hears of one.
    const away = await share?.reachDatabase().then(() => undefined, troubleOf);
    const troubles = [failure?.code, away, ...troubled].filter((trouble) => trouble !== undefined);
    return {
      // A log that is not provable for a while goes on; a person must look.
      ...(troubles.length > 0 ? { status: 'degraded', troubles: troubles.join() } : {}),
      lag: Number((await headOf(this.house)) - (position ?? -1n)),
      leaves: leaves ?? 0,
      ...(checkpoint === undefined
        ? {}
        : {
            checkpoint: checkpoint.size,
            checkpointAgeSeconds: Math.floor(msOf(this.house.clock.now()) / 1000) - checkpoint.time,
          }),
    };
  }

  private async indicator(
    name: string,
    look: () => Promise<Readonly<Record<string, string | number>>>,
  ): Promise<HealthIndicatorResult> {
    try {
      return { [name]: { status: 'up', ...(await atOnce(look)) } };
    } catch (error) {
      return { [name]: { status: 'down', troubles: troubleOf(error) } };
    }
  }
}
