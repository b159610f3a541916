import { NATION } from '#libs/embedded';
import { permit } from '#libs/identity';
import { civilDateOf } from '#libs/kernel';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { type Account, actorOf, TheAccount } from '../http/account.js';
import { OpenedBy } from '../http/bearer.guard.js';
import { ProblemResponses } from '../http/problem-schema.js';
import { Problem } from '../http/problem.js';
import { HOUSE, type House } from '../house.js';
import { HouseMetrics } from './house-metrics.js';

/** For the watch: by the token of a programme administrator, or by one that opens nothing else. */
@ApiTags('metrics')
@ApiBearerAuth()
@Controller('metrics')
export class MetricsController {
  constructor(
    @Inject(HOUSE) private readonly house: House,
    private readonly metrics: HouseMetrics,
  ) {}

  @Get()
  @OpenedBy('metrics')
  @ApiOperation({
    summary: 'How the engine runs, for Prometheus',
    description: 'A token of `mingce token --metrics` opens this and nothing else.',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({ description: 'The exposition.' })
  @ProblemResponses(401, 403)
  async expose(@TheAccount() account: Account, @Res() response: Response): Promise<void> {
    const { engine, clock } = this.house;
    const findings = permit(engine.directory, actorOf(account), 'metrics', NATION, civilDateOf(clock.now()));
    const [first] = findings;
    if (first !== undefined) throw new Problem(403, first.code, { titled: 'NOT_PERMITTED', clause: first.clause, findings });
    response.setHeader('Content-Type', this.metrics.contentType);
    response.end(await this.metrics.text());
  }
}
