import { type Card, cardHtml, historyHtml, historyTable } from '#libs/audit';
import { MEDIA_TYPES, writeTable } from '#libs/exchange';
import { type CivilDate, civilDateOf } from '#libs/kernel';
import { type HistoryEntry } from '#libs/read-models';
import { applyDecorators, Controller, Get, Inject, Param, Req, Res, StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { type Account, TheAccount } from '../http/account.js';
import { contentLanguage, languageOf } from '../http/language.js';
import { HOUSE, type House } from '../house.js';
import { ProblemResponses } from '../http/problem-schema.js';
import { QueryParameters } from '../http/query-parameters.js';
import { validated } from '../http/validation.js';
import { type DataClass } from '../orders/order-registry.js';
import { type Answered, Ask, type Question } from '../queries/ask.js';
import { FreshParameters } from '../queries/parameters.js';
import { AnswerView } from '../queries/query.controllers.js';
import { type Named } from '../queries/questions.js';
import {
  CardParameters,
  DifferenceParameters,
  HistoryFileParameters,
  LookParameters,
  WholeHistoryParameters,
} from './audit-parameters.js';
import * as questions from './audit-questions.js';
import { Printing } from './printing.js';

/** A page to be printed brings its own style and nothing else. */
const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

function Answers(path: string, summary: string, params: DataClass): MethodDecorator {
  return applyDecorators(
    Get(path),
    ApiOperation({ summary }),
    ApiOkResponse({ type: AnswerView }),
    QueryParameters(params),
    ProblemResponses(400, 401, 403, 404, 429, 503),
  );
}

/** What was known when, about which day, and who decided by it (architecture §8). */
@ApiTags('audit')
@ApiBearerAuth()
@Controller('api/v1')
export class AuditController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(HOUSE) private readonly house: House,
    @Inject(Printing) private readonly printing: Printing,
  ) {}

  @Answers('households/:id/state', 'A household about a day, as it was known on a day', LookParameters)
  household(@TheAccount() account: Account, @Param('id') id: string, @Req() request: Request): Promise<Answered> {
    return this.ask(questions.householdState, LookParameters, { id }, account, request);
  }

  @Answers(
    'households/:id/differences',
    'What is otherwise between two such views: what became known later, what was corrected, what happened',
    DifferenceParameters,
  )
  householdDifferences(@TheAccount() account: Account, @Param('id') id: string, @Req() request: Request): Promise<Answered> {
    return this.ask(questions.householdDifference, DifferenceParameters, { id }, account, request);
  }

  @Answers('cases/:id/state', 'A case about a day, as it was known on a day', LookParameters)
  case(@TheAccount() account: Account, @Param('id') id: string, @Req() request: Request): Promise<Answered> {
    return this.ask(questions.caseState, LookParameters, { id }, account, request);
  }

  @Answers('cases/:id/differences', 'What is otherwise between two views of a case', DifferenceParameters)
  caseDifferences(@TheAccount() account: Account, @Param('id') id: string, @Req() request: Request): Promise<Answered> {
    return this.ask(questions.caseDifference, DifferenceParameters, { id }, account, request);
  }

  @Answers('cases/:id/decisions', 'The events of a case by which somebody decided something', FreshParameters)
  decisions(@TheAccount() account: Account, @Param('id') id: string, @Req() request: Request): Promise<Answered> {
    return this.ask(questions.decisionsOfCase, FreshParameters, { id }, account, request);
  }

  @Answers(
    'cases/:id/decisions/:revision',
    'Who knew what when it was decided, and what was recorded of earlier days only afterwards',
    FreshParameters,
  )
  decision(
    @TheAccount() account: Account,
    @Param('id') id: string,
    @Param('revision') revision: string,
    @Req() request: Request,
  ): Promise<Answered> {
    return this.ask(questions.knowledgeOfDecision, FreshParameters, { id, revision }, account, request);
  }

  @Answers(
    'households/:id/history/whole',
    'All of a household at once, through splits and merges: events, terms with derivations, notices; in groups where asked for',
    WholeHistoryParameters,
  )
  wholeHistory(@TheAccount() account: Account, @Param('id') id: string, @Req() request: Request): Promise<Answered> {
    return this.ask(questions.wholeHistoryOfHousehold, WholeHistoryParameters, { id }, account, request);
  }

  @Get('households/:id/history/file')
  @ApiOperation({
    summary:
      'The events of a household as a table: CSV or XLSX, no cell of which runs as a formula, or as a page to be printed: HTML, or PDF up to a length',
  })
  @QueryParameters(HistoryFileParameters)
  @ApiProduces(...Object.values(MEDIA_TYPES), 'text/html', 'application/pdf')
  @ApiOkResponse({ description: 'The table; nothing sealed is in it.' })
  @ProblemResponses(400, 401, 403, 404, 422, 429, 503)
  async historyFile(
    @TheAccount() account: Account,
    @Param('id') id: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const { format = 'csv', lang, ...filter } = validated(HistoryFileParameters, { ...request.query });
    const { entries } = await this.queries.execute(
      new Ask(questions.wholeHistoryOfHousehold, { ...filter, id }, account, filter.after),
    );
    const language = lang ?? languageOf(request.headers['accept-language']);
    const told = entries as unknown as readonly HistoryEntry[];
    const names = questions.namesIn(this.house);
    if (format === 'html' || format === 'pdf') {
      const html = historyHtml(id, told, names, language);
      response.setHeader('Content-Language', contentLanguage(language));
      if (format === 'pdf') {
        const pdf = await this.printing.pdf({ html, sheet: 'HISTORY', on: this.today() }, response);
        return new StreamableFile(pdf, {
          type: 'application/pdf',
          disposition: 'attachment; filename="history.pdf"',
          length: pdf.length,
        });
      }
      response.setHeader('Content-Security-Policy', PAGE_POLICY);
      return new StreamableFile(Buffer.from(html, 'utf8'), { type: 'text/html; charset=utf-8' });
    }
    const bytes = await writeTable(historyTable(told, names, language), format);
    return new StreamableFile(bytes, {
      type: format === 'csv' ? `${MEDIA_TYPES.csv}; charset=utf-8` : MEDIA_TYPES.xlsx,
      disposition: `attachment; filename="history.${format}"`,
      length: bytes.length,
    });
  }

  @Get('households/:id/card')
  @ApiOperation({
    summary: 'Why, or why not: the decision on a household with its rules, votes, dates and remedies',
    description:
      'As data in both languages, or by `Accept: text/html` as one page to print (A4, no network), by `Accept: application/pdf` as that page on paper. Names nobody of the household, and of officials those of one’s own area.',
  })
  @QueryParameters(CardParameters)
  @ApiProduces('application/json', 'text/html', 'application/pdf')
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(AnswerView) } },
      'text/html': { schema: { type: 'string' } },
      'application/pdf': { schema: { type: 'string', format: 'binary' } },
    },
  })
  @ProblemResponses(400, 401, 403, 404, 422, 429, 503)
  async card(
    @TheAccount() account: Account,
    @Param('id') id: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const answered = await this.ask(questions.cardOfHousehold, CardParameters, { id }, account, request);
    response.setHeader('Vary', 'Accept, Accept-Language');
    const wanted = request.accepts(['application/json', 'text/html', 'application/pdf']);
    if (wanted !== 'text/html' && wanted !== 'application/pdf') {
      response.json(answered);
      return;
    }
    const { lang } = validated(CardParameters, { ...request.query });
    const language = lang ?? languageOf(request.headers['accept-language']);
    const html = cardHtml(answered as unknown as Card, language);
    response.setHeader('Content-Language', contentLanguage(language));
    if (wanted === 'application/pdf') {
      const pdf = await this.printing.pdf({ html, sheet: 'CARD', on: this.today() }, response);
      response.setHeader('Content-Type', wanted);
      response.setHeader('Content-Disposition', 'inline; filename="card.pdf"');
      response.end(pdf);
      return;
    }
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('Content-Security-Policy', PAGE_POLICY);
    response.end(html);
  }

  private today(): CivilDate {
    return civilDateOf(this.house.clock.now());
  }

  private ask<P extends FreshParameters, N extends Named>(
    question: Question<P & N, object>,
    type: DataClass<P>,
    named: N,
    account: Account,
    request: Request,
  ): Promise<Answered> {
    const params = validated(type, { ...request.query });
    return this.queries.execute(new Ask(question, { ...params, ...named }, account, params.after));
  }
}
