import { permit } from '#libs/identity';
import { type CivilDate, civilDateOf } from '#libs/kernel';
import { type Office, OFFICES } from '#libs/procedure';
import * as readModels from '#libs/read-models';
import { type Language, type Words } from '#libs/terms';
import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { type Account, actorOf, TheAccount } from '../http/account.js';
import { OpenedBy } from '../http/bearer.guard.js';
import { contentLanguage, languageOf } from '../http/language.js';
import { ProblemResponses } from '../http/problem-schema.js';
import { Problem } from '../http/problem.js';
import { QueryParameters } from '../http/query-parameters.js';
import { validated } from '../http/validation.js';
import { HOUSE, type House } from '../house.js';
import { Maybe, OneOf, Text } from '../orders/fields.js';
import { Scope } from '../queries/scope.js';
import { type CalendarEntry, officeCalendar } from './office-calendar.js';

/** As many as a calendar program still shows; the ones due first. */
const MOST_EVENTS = 1_000;
const PAGE = 500;

class CalendarParameters {
  /** A token made by `mingce token --calendar`, for programs that can send no header. */
  @Maybe(Text()) token?: string;
  /** Of the texts; by `Accept-Language` where absent. */
  @Maybe(OneOf('zh', 'en')) lang?: Language;
}

/** The open terms of an office as a calendar to subscribe to; nothing in it names a person. */
@ApiTags('calendars')
@ApiBearerAuth()
@Controller('api/v1/calendars')
export class CalendarController {
  constructor(@Inject(HOUSE) private readonly house: House) {}

  @Get(':office/:area.ics')
  @OpenedBy('calendar', { inAddress: true })
  @ApiOperation({
    summary: 'Open terms of an office as an iCalendar feed (RFC 5545)',
    description: 'A token of `mingce token --calendar` opens the calendar of its own office and area, and nothing else.',
  })
  @ApiProduces('text/calendar')
  @QueryParameters(CalendarParameters)
  @ApiOkResponse({ description: 'The calendar.' })
  @ProblemResponses(400, 401, 403, 404)
  async calendar(
    @TheAccount() account: Account,
    @Param('office') office: string,
    @Param('area') area: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { lang } = validated(CalendarParameters, { ...request.query });
    const language = lang ?? languageOf(request.headers['accept-language']);
    const { engine, clock } = this.house;
    const today = civilDateOf(clock.now());
    const findings = permit(engine.directory, actorOf(account), 'deadlines', undefined, today);
    const [first] = findings;
    if (first !== undefined) throw new Problem(403, first.code, { titled: 'NOT_PERMITTED', clause: first.clause, findings });
    const asked = OFFICES.find((known) => known === office);
    const isItsOwn = account.scope === undefined || (account.office === office && account.area === area);
    if (asked === undefined || !isItsOwn) throw new Problem(404, 'NOT_FOUND');
    const scope = new Scope(engine.directory, account);
    const within = engine.directory.reach(scope.counted(area));
    const { open, cut } = await this.openTerms(asked, within, today);
    const about = { office, areaName: engine.directory.area(area)?.name ?? area, cut };
    response.setHeader('Content-Type', 'text/calendar; charset=utf-8');
    response.setHeader('Content-Language', contentLanguage(language));
    response.end(officeCalendar(about, await this.entries(open, today), language));
  }

  /** Those with a day, the ones due first. */
  private async openTerms(
    office: Office,
    within: string | readonly string[] | undefined,
    today: CivilDate,
  ): Promise<{ readonly open: readonly readModels.Deadline[]; readonly cut: boolean }> {
    const open: readModels.Deadline[] = [];
    const filter = { office, ...(within === undefined ? {} : { within }) };
    for (let after: string | null | undefined; after !== null && open.length < MOST_EVENTS;) {
      const page = await readModels.deadlines(this.house.readModels, today, filter, {
        limit: PAGE,
        ...(after === undefined ? {} : { after }),
      });
      // Those that no calendar tells come last.
      const told = page.items.filter(({ dueOn }) => dueOn !== null);
      open.push(...told);
      after = told.length < page.items.length ? null : page.next;
      if (open.length >= MOST_EVENTS && after !== null) return { open, cut: true };
    }
    return { open, cut: false };
  }

  private async entries(open: readonly readModels.Deadline[], today: CivilDate): Promise<readonly CalendarEntry[]> {
    const { engine, log, readModels: models } = this.house;
    const cases = new Map<string, readModels.CaseStatus>();
    for (const id of new Set(open.map(({ caseId }) => caseId))) {
      const status = await readModels.caseStatus(models, id);
      if (status !== undefined) cases.set(id, status);
    }
    const known = [...cases].map(([id, status]) => ({ id, status }));
    const last = await log.readAt(known.map(({ status }) => status.last.position));
    const recorded = new Map(known.map(({ id }, index) => [id, last[index]?.metadata.recordedAt] as const));
    const entries: CalendarEntry[] = [];
    for (const deadline of open) {
      const { caseId, dueOn, area } = deadline;
      const recordedAt = recorded.get(caseId);
      if (dueOn === null || recordedAt === undefined) continue;
      const definition = engine.lawBook.definition(cases.get(caseId)?.definition ?? '')?.definition;
      const part = readModels.labelOf(deadline.part, definition);
      const place = engine.directory.area(area.village)?.name ?? area.village;
      entries.push({ deadline, dueOn, part, sentence: await this.sentence(deadline, definition, today), place, recordedAt });
    }
    return entries;
  }

  /** Of a notice with its places and gaps, for which the stream of its case is read. */
  private async sentence(
    deadline: readModels.Deadline,
    definition: Parameters<typeof readModels.sentenceOf>[1],
    today: CivilDate,
  ): Promise<Words> {
    const { caseId, no, kind } = deadline;
    const events = kind === 'MIN' ? await this.house.log.readStream(`case-${caseId}`) : [];
    const derived = (await readModels.deadlinesOfCase(this.house.readModels, today, caseId, events)).find((one) => one.no === no);
    return derived === undefined ? { zh: '', en: '' } : readModels.sentenceOf(derived, definition);
  }
}
