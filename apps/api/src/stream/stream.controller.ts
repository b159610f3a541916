import { permit } from '#libs/identity';
import { civilDateOf } from '#libs/kernel';
import { positionOf, type StreamFilter } from '#libs/outlets';
import { type BeforeApplicationShutdown, Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiProduces, ApiTags, ApiOkResponse } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { type Account, actorOf, TheAccount } from '../http/account.js';
import { ProblemResponses } from '../http/problem-schema.js';
import { Problem } from '../http/problem.js';
import { QueryParameters } from '../http/query-parameters.js';
import { validated } from '../http/validation.js';
import { HOUSE, type House } from '../house.js';
import { Id, Maybe, Text } from '../orders/fields.js';
import { Scope } from '../queries/scope.js';
import { EventStream, STREAM_PACE, type StreamPace } from './event-stream.js';
import { PUBLIC_URL, schemasAddressFor } from './schema-address.js';

const TYPE = /^(cn\.mingce\.)?[A-Za-z][\w.]*\*?$/;

class StreamParameters {
  /** Events of this area and below it only. */
  @Maybe(Id()) area?: string;
  /** Wire names with commas between them, such as `case.NoticePosted.v1,household.*`. */
  @Maybe(Text()) type?: string;
  /** Cursor to begin after, where no `Last-Event-ID` is sent; the whole log where neither is. */
  @Maybe(Text()) after?: string;
}

/** The log as a stream of CloudEvents, for integrators: masked, within their area, resumable without gap or doubling. */
@ApiTags('streams')
@ApiBearerAuth()
@Controller('api/v1/streams')
export class StreamController implements BeforeApplicationShutdown {
  private readonly stopping = new AbortController();

  constructor(
    @Inject(HOUSE) private readonly house: House,
    @Inject(STREAM_PACE) private readonly pace: StreamPace,
    @Inject(PUBLIC_URL) private readonly publicUrl: string,
  ) {}

  beforeApplicationShutdown(): void {
    this.stopping.abort();
  }

  @Get('all')
  @ApiOperation({
    summary: 'Events as they are recorded: Server-Sent Events, each a CloudEvent 1.0 in JSON, `id` its cursor',
    description: 'A reader who is too slow is sent an event `closed` with the cursor from which he may go on.',
  })
  @ApiProduces('text/event-stream')
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'The cursor to go on from.' })
  @QueryParameters(StreamParameters)
  @ApiOkResponse({ description: 'The stream; it does not end.' })
  @ProblemResponses(400, 401, 403, 404, 429, 503)
  async all(@TheAccount() account: Account, @Req() request: Request, @Res() response: Response): Promise<void> {
    this.mayStream(account);
    const { area, type, after } = validated(StreamParameters, { ...request.query });
    const position = this.begins(request.headers['last-event-id'] ?? after);
    const schemas = schemasAddressFor(request, this.publicUrl);
    const stream = new EventStream(this.house, response, this.pace, this.stopping.signal, schemas);
    await stream.run(this.filterFor(account, area, type), position, () => this.stillMay(account));
  }

  private begins(cursor: string | readonly string[] | undefined): bigint {
    if (cursor === undefined) return -1n;
    const position = typeof cursor === 'string' ? positionOf(this.house.store.name, cursor) : undefined;
    if (position === undefined) throw new Problem(400, 'UNKNOWN_CURSOR');
    return position;
  }

  private filterFor(account: Account, area: string | undefined, type: string | undefined): StreamFilter {
    const { directory } = this.house.engine;
    const scope = new Scope(directory, account);
    const types = type?.split(',').map((name) => name.trim());
    if (types?.some((name) => !TYPE.test(name)) === true) {
      throw new Problem(400, 'INVALID_SHAPE', { errors: [{ pointer: '?type', code: 'FIELD_WRONG_FORM' }] });
    }
    const counted = area === undefined ? undefined : scope.counted(area);
    return {
      mayLookAt: (where) => scope.holds(where),
      ...(counted === undefined ? {} : { wants: (where: string) => directory.isWithin(where, counted) }),
      ...(types === undefined ? {} : { types: types.map((name) => name.replace(/^cn\.mingce\./, '')) }),
    };
  }

  private mayStream(account: Account): void {
    const findings = this.rights(account);
    const [first] = findings;
    if (first !== undefined) throw new Problem(403, first.code, { titled: 'NOT_PERMITTED', clause: first.clause, findings });
  }

  /** Rights that end, end at once, also for whoever is listening (OWASP ASVS 8.3.2). */
  private stillMay(account: Account): boolean {
    return this.house.clock.now() < account.expiresAt && this.rights(account).length === 0;
  }

  private rights(account: Account): ReturnType<typeof permit> {
    const { engine, clock } = this.house;
    return permit(engine.directory, actorOf(account), 'stream', undefined, civilDateOf(clock.now()));
  }
}
