import { Controller, HttpStatus, Inject, Param, Post, Req, Res, StreamableFile } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  ApiBearerAuth,
  ApiBody,
  ApiCreatedResponse,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { type Account, TheAccount } from '../http/account.js';
import { ProblemResponses } from '../http/problem-schema.js';
import { Problem } from '../http/problem.js';
import { validated } from '../http/validation.js';
import { HOUSE, type House } from '../house.js';
import { Flag, Id, Maybe, Text } from '../orders/fields.js';
import { idempotencyKeyOf } from '../orders/order-headers.js';
import { EVIDENCE, takeDossier } from './take-dossier.js';

class DossierWishBody {
  /** Whether what is sealed goes along, opened: names, identity numbers, incomes, texts. False where absent. */
  @Maybe(Flag()) opened?: boolean;
  /** For what it is opened; kept sealed. */
  @Maybe(Text()) purpose?: string;
  /** Number or digest of the household's consent. */
  @Maybe(Text()) consent?: string;
  /** The inspection under whose mandate it is taken. */
  @Maybe(Id()) mandate?: string;
  /** Whether files of papers go along, where this house has them. */
  @Maybe(Flag()) evidence?: boolean;
  /** A checkpoint that somebody kept: the dossier shows that the log grew out of it. */
  @Maybe(Text()) known?: string;
}

const ID = /^[A-Za-z0-9][\w.@-]{0,199}$/;
const ZIP = 'application/zip';

/** Dossiers of households: everything that the log holds of one, with its proofs, to be verified offline (ADR-0025). */
@ApiTags('audit')
@ApiBearerAuth()
@Controller('api/v1/households/:id')
export class DossierController {
  constructor(
    @Inject(HOUSE) private readonly house: House,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(EVIDENCE) private readonly shelf: string | undefined,
  ) {}

  @Post('dossiers')
  @ApiOperation({
    operationId: 'audit.takeDossier',
    summary: 'The dossier of a household: events, law and proofs in one file that is verified offline',
    description:
      'Recorded in the log before it is answered. Sealed values stay sealed unless they are opened for a purpose, by consent or under a mandate.',
  })
  @ApiParam({ name: 'id', type: String })
  @ApiBody({ type: DossierWishBody })
  @ApiHeader({ name: 'Idempotency-Key', required: true, description: 'The same key and body again is the same export.' })
  @ApiProduces(ZIP)
  @ApiCreatedResponse({ content: { [ZIP]: { schema: { type: 'string', format: 'binary' } } } })
  @ProblemResponses(400, 401, 403, 404, 409, 422, 503)
  async take(
    @TheAccount() account: Account,
    @Param('id') householdId: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    if (!ID.test(householdId)) throw new Problem(404, 'NOT_FOUND');
    const idempotencyKey = idempotencyKeyOf(request);
    const { opened = false, evidence = false, ...said } = validated(DossierWishBody, request.body);
    const wish = { account, householdId, idempotencyKey, opened, evidence, shelf: this.shelf, ...said };
    const { bytes, events } = await takeDossier(this.house, this.commands, wish);
    response.status(HttpStatus.CREATED);
    response.setHeader('X-Events', String(events));
    response.setHeader('Cache-Control', 'no-store');
    return new StreamableFile(bytes, {
      type: ZIP,
      disposition: `attachment; filename="dossier-${householdId}.zip"`,
      length: bytes.length,
    });
  }
}
