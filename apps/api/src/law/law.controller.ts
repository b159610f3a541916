import { type LawKind } from '#libs/read-models';
import { Controller, Get, Inject, Param, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Request } from 'express';
import { type Account, TheAccount } from '../http/account.js';
import { ProblemResponses } from '../http/problem-schema.js';
import { QueryParameters } from '../http/query-parameters.js';
import { validated } from '../http/validation.js';
import { type Answered, Ask } from '../queries/ask.js';
import { AnswerView, PageView } from '../queries/query.controllers.js';
import { ProposalListParameters, ProposalParameters } from './proposal-parameters.js';
import { oneProposal, proposalList } from './proposals.js';

/** What shall be law and waits for another person (ADR 0042). */
@ApiTags('queries')
@ApiBearerAuth()
@Controller('api/v1/law')
export class LawController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get('proposals')
  @ApiOperation({ summary: 'Definitions and policies that were proposed: by whom, since when, and what became of them' })
  @ApiOkResponse({ type: PageView })
  @QueryParameters(ProposalListParameters)
  @ProblemResponses(400, 401, 403, 404, 429, 503)
  proposals(@TheAccount() account: Account, @Req() request: Request): Promise<Answered> {
    const params = validated(ProposalListParameters, { ...request.query });
    return this.queries.execute(new Ask(proposalList, params, account, params.after));
  }

  @Get('proposals/definitions/:id')
  @ApiOperation({ summary: 'A definition as it was proposed, by `id@version`, with its whole text' })
  @ApiOkResponse({ type: AnswerView })
  @QueryParameters(ProposalParameters)
  @ProblemResponses(400, 401, 403, 404, 429, 503)
  definition(@TheAccount() account: Account, @Param('id') id: string, @Req() request: Request): Promise<Answered> {
    return this.one('DEFINITION', id, account, request);
  }

  @Get('proposals/policies/:id')
  @ApiOperation({ summary: 'A policy as it was proposed, by `id@version`, with its whole text' })
  @ApiOkResponse({ type: AnswerView })
  @QueryParameters(ProposalParameters)
  @ProblemResponses(400, 401, 403, 404, 429, 503)
  policy(@TheAccount() account: Account, @Param('id') id: string, @Req() request: Request): Promise<Answered> {
    return this.one('POLICY', id, account, request);
  }

  private one(kind: LawKind, id: string, account: Account, request: Request): Promise<Answered> {
    const { after, ...wish } = validated(ProposalParameters, { ...request.query });
    return this.queries.execute(new Ask(oneProposal, { kind, id, ...wish }, account, after));
  }
}
