import { Controller, Get, Inject, Param, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { applyDecorators } from '@nestjs/common';
import { type Request } from 'express';
import { type Account, TheAccount } from '../http/account.js';
import { ProblemResponses } from '../http/problem-schema.js';
import { QueryParameters } from '../http/query-parameters.js';
import { validated } from '../http/validation.js';
import { type DataClass } from '../orders/order-registry.js';
import { type Answered, Ask, type Question } from './ask.js';
import * as parameters from './parameters.js';
import * as questions from './questions.js';
import { replayCase } from './replay-question.js';

/** Every answer says how fresh it is. */
export class AnswerView {
  @ApiProperty({ description: 'Our clock when it was answered.' }) asOf!: string;
  @ApiProperty({ description: 'Up to where in the log the answer knows; opaque.' }) position!: string;
  @ApiProperty({ type: 'integer', description: 'Events of the log that it does not know yet.' }) lag!: number;
}

export class PageView extends AnswerView {
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } }) items!: object[];
  @ApiProperty({ type: String, description: 'Cursor of the next page; null where this is the last.' }) next!: string | null;
}

/** Describes and routes one query. */
function Answers(
  path: string,
  summary: string,
  type: DataClass = AnswerView,
  params: DataClass = parameters.FreshParameters,
): MethodDecorator {
  return applyDecorators(
    Get(path),
    ApiOperation({ summary }),
    ApiOkResponse({ type }),
    QueryParameters(params),
    ProblemResponses(400, 401, 403, 404, 429, 503),
  );
}

/** All that can be asked; each is held to the rights and the area of the account. */
@ApiTags('queries')
@ApiBearerAuth()
@Controller('api/v1')
export class QueryController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Answers('cases', 'Where cases stand', PageView, parameters.CaseListParameters)
  cases(@TheAccount() account: Account, @Req() request: Request): Promise<Answered> {
    return this.ask(questions.caseList, parameters.CaseListParameters, account, request);
  }

  @Answers('cases/:id', 'Where a case stands')
  oneCase(@TheAccount() account: Account, @Param('id') id: string, @Req() request: Request): Promise<Answered> {
    return this.askOne(questions.oneCase, account, id, request);
  }

  @Answers('cases/:id/explain', 'Each event of a case, held against each rule of the law it is pinned to')
  explain(@TheAccount() account: Account, @Param('id') id: string, @Req() request: Request): Promise<Answered> {
    return this.askOne(questions.explainCase, account, id, request);
  }

  @Answers(
    'cases/:id/replay',
    'Every decision of a case taken again: the state before, what each rule found, the outcome, and whether it is the same',
    AnswerView,
    parameters.ReplayParameters,
  )
  replay(@TheAccount() account: Account, @Param('id') id: string, @Req() request: Request): Promise<Answered> {
    const { after, ...wish } = validated(parameters.ReplayParameters, { ...request.query });
    return this.queries.execute(new Ask(replayCase, { id, ...wish }, account, after));
  }

  @Answers('households', 'Households and how they stand', PageView, parameters.HouseholdListParameters)
  households(@TheAccount() account: Account, @Req() request: Request): Promise<Answered> {
    return this.ask(questions.householdList, parameters.HouseholdListParameters, account, request);
  }

  @Answers('households/:id', 'A household and how it stands')
  oneHousehold(@TheAccount() account: Account, @Param('id') id: string, @Req() request: Request): Promise<Answered> {
    return this.askOne(questions.oneHousehold, account, id, request);
  }

  @Answers('households/:id/history', 'All that touched a household', PageView, parameters.HistoryParameters)
  history(@TheAccount() account: Account, @Param('id') id: string, @Req() request: Request): Promise<Answered> {
    const params = validated(parameters.HistoryParameters, { ...request.query });
    return this.queries.execute(new Ask(questions.historyOfHousehold, { ...params, id }, account, params.after));
  }

  @Answers('notices', 'The notice board', PageView, parameters.NoticeListParameters)
  notices(@TheAccount() account: Account, @Req() request: Request): Promise<Answered> {
    return this.ask(questions.noticeList, parameters.NoticeListParameters, account, request);
  }

  @Answers(
    'deadlines',
    'Terms by due day, those overdue today marked; by area, level, office, step and how they stand',
    PageView,
    parameters.DeadlineListParameters,
  )
  deadlines(@TheAccount() account: Account, @Req() request: Request): Promise<Answered> {
    return this.ask(questions.deadlineList, parameters.DeadlineListParameters, account, request);
  }

  @Answers(
    'deadlines/board',
    'Open terms counted by level, office, step and what lies next below the area: overdue, due today, upcoming, reminded of, waiting for a calendar, and for which',
    AnswerView,
    parameters.DeadlineBoardParameters,
  )
  deadlineBoard(@TheAccount() account: Account, @Req() request: Request): Promise<Answered> {
    return this.ask(questions.deadlineBoard, parameters.DeadlineBoardParameters, account, request);
  }

  @Answers(
    'cases/:id/deadlines',
    'The terms of a case, each with how it was reached, as data and in one sentence of Chinese and English',
  )
  caseDeadlines(@TheAccount() account: Account, @Param('id') id: string, @Req() request: Request): Promise<Answered> {
    return this.askOne(questions.caseDeadlines, account, id, request);
  }

  @Answers(
    'digests',
    'What was told to an office on a day: reminders, what was missed, what was told upward; of today also what is open',
    PageView,
    parameters.DigestParameters,
  )
  digest(@TheAccount() account: Account, @Req() request: Request): Promise<Answered> {
    return this.ask(questions.digest, parameters.DigestParameters, account, request);
  }

  @Answers('standings', 'Households and persons by standing, area and programme year', AnswerView, parameters.StandingParameters)
  standings(@TheAccount() account: Account, @Req() request: Request): Promise<Answered> {
    return this.ask(questions.standings, parameters.StandingParameters, account, request);
  }

  @Answers('tasks', 'What offices have to do, the oldest first', PageView, parameters.TaskListParameters)
  tasks(@TheAccount() account: Account, @Req() request: Request): Promise<Answered> {
    return this.ask(questions.taskList, parameters.TaskListParameters, account, request);
  }

  @Answers('acts', 'Collective acts and how far they are carried to their cases', PageView, parameters.ActListParameters)
  acts(@TheAccount() account: Account, @Req() request: Request): Promise<Answered> {
    return this.ask(questions.actList, parameters.ActListParameters, account, request);
  }

  @Answers('acts/:id', 'A collective act')
  oneAct(@TheAccount() account: Account, @Param('id') id: string, @Req() request: Request): Promise<Answered> {
    return this.askOne(questions.oneAct, account, id, request);
  }

  @Answers('incidents', 'Streams on which a process stands still', PageView, parameters.IncidentListParameters)
  incidents(@TheAccount() account: Account, @Req() request: Request): Promise<Answered> {
    return this.ask(questions.incidentList, parameters.IncidentListParameters, account, request);
  }

  @Answers('areas', 'The area and all below it', AnswerView, parameters.AreaListParameters)
  areas(@TheAccount() account: Account, @Req() request: Request): Promise<Answered> {
    return this.ask(questions.areaList, parameters.AreaListParameters, account, request);
  }

  @Answers('definitions', 'Procedures as published')
  definitions(@TheAccount() account: Account, @Req() request: Request): Promise<Answered> {
    return this.ask(questions.definitionList, parameters.FreshParameters, account, request);
  }

  @Answers('definitions/:id', 'A procedure as published, by `id@version`')
  oneDefinition(@TheAccount() account: Account, @Param('id') id: string, @Req() request: Request): Promise<Answered> {
    return this.askOne(questions.oneDefinition, account, id, request);
  }

  @Answers('policies', 'Policies by area and year, as published')
  policies(@TheAccount() account: Account, @Req() request: Request): Promise<Answered> {
    return this.ask(questions.policyList, parameters.FreshParameters, account, request);
  }

  private ask<P extends parameters.FreshParameters>(
    question: Question<P, object>,
    type: DataClass<P>,
    account: Account,
    request: Request,
  ): Promise<Answered> {
    const params = validated(type, { ...request.query });
    return this.queries.execute(new Ask(question, params, account, params.after));
  }

  private askOne(question: Question<questions.Named, object>, account: Account, id: string, request: Request): Promise<Answered> {
    const { after } = validated(parameters.FreshParameters, { ...request.query });
    return this.queries.execute(new Ask(question, { id }, account, after));
  }
}
