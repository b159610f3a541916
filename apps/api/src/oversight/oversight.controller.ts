import { Controller, Get, Inject, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Request } from 'express';
import { type Account, TheAccount } from '../http/account.js';
import { ProblemResponses } from '../http/problem-schema.js';
import { QueryParameters } from '../http/query-parameters.js';
import { validated } from '../http/validation.js';
import { type Answered, Ask } from '../queries/ask.js';
import { PageView } from '../queries/query.controllers.js';
import { findingList } from './finding-list.js';
import { FindingListParameters } from './finding-parameters.js';
import { remarkList } from './remark-list.js';
import { RemarkListParameters } from './remark-parameters.js';

/** What an inspector looks for (domain.md R17). */
@ApiTags('audit')
@ApiBearerAuth()
@Controller('api/v1')
export class OversightController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get('remarks')
  @ApiOperation({
    summary: 'What the law marks without stopping it, such as late recording or an unwitnessed period, by area and person',
  })
  @ApiOkResponse({ type: PageView })
  @QueryParameters(RemarkListParameters)
  @ProblemResponses(400, 401, 403, 404, 429, 503)
  remarks(@TheAccount() account: Account, @Req() request: Request): Promise<Answered> {
    const params = validated(RemarkListParameters, { ...request.query });
    return this.queries.execute(new Ask(remarkList, params, account, params.after));
  }

  @Get('findings')
  @ApiOperation({ summary: 'What inspections found in an area, and what its offices answered; the words of both stay sealed' })
  @ApiOkResponse({ type: PageView })
  @QueryParameters(FindingListParameters)
  @ProblemResponses(400, 401, 403, 404, 429, 503)
  findings(@TheAccount() account: Account, @Req() request: Request): Promise<Answered> {
    const params = validated(FindingListParameters, { ...request.query });
    return this.queries.execute(new Ask(findingList, params, account, params.after));
  }
}
