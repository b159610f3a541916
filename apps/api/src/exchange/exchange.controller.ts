import { FORMATS, type Format, MEDIA_TYPES } from '#libs/exchange';
import { Controller, HttpStatus, Inject, Param, Post, Req, Res, StreamableFile } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiProperty,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { type Account, TheAccount } from '../http/account.js';
import { ProblemResponses } from '../http/problem-schema.js';
import { Problem } from '../http/problem.js';
import { validated } from '../http/validation.js';
import { HOUSE, type House } from '../house.js';
import { Id, Maybe, OneOf } from '../orders/fields.js';
import { dryRunOf, idempotencyKeyOf } from '../orders/order-headers.js';
import { OrderReceipt } from '../orders/receipt.js';
import { takeList } from './comparison-list.js';
import { takeReceipt } from './comparison-receipt.js';
import { fileOf } from './file-body.js';

class ComparisonListWish {
  @Id() source!: string;
  /** The second person, who may ask for a comparison as well. */
  @Id() confirmedBy!: string;
  /** `csv` where absent. */
  @Maybe(OneOf(...FORMATS)) format?: Format;
}

export class FileReceipt extends OrderReceipt {
  @ApiProperty({ description: 'SHA-256 of the file, hex: the evidence of the receipt.' }) fileDigest!: string;
}

const ID = /^[A-Za-z0-9][\w.@-]{0,199}$/;
const FILE_SCHEMA = { schema: { type: 'string', format: 'binary' } } as const;
const FILES = Object.fromEntries(Object.values(MEDIA_TYPES).map((type) => [type, FILE_SCHEMA]));

/** Lists to departments and their answers, as files (domain.md R9). */
@ApiTags('exchange')
@ApiBearerAuth()
@Controller('api/v1/acts/:id')
export class ExchangeController {
  constructor(
    @Inject(HOUSE) private readonly house: House,
    @Inject(CommandBus) private readonly commands: CommandBus,
  ) {}

  @Post('comparison-lists')
  @ApiOperation({
    operationId: 'exchange.takeComparisonList',
    summary: 'The list of a comparison for one source, as a file with names and ID numbers',
    description: 'Recorded before it is answered, with a second person, and watermarked. The same key gives the same list again.',
  })
  @ApiParam({ name: 'id', type: String })
  @ApiBody({ type: ComparisonListWish })
  @ApiHeader({ name: 'Idempotency-Key', required: true, description: 'The same key and body again is the same list.' })
  @ApiProduces(...Object.values(MEDIA_TYPES))
  @ApiCreatedResponse({ content: FILES })
  @ApiOkResponse({ description: 'A repeat: the list that was recorded then.', content: FILES })
  @ProblemResponses(400, 401, 403, 404, 409, 413, 415, 422, 503)
  async list(
    @TheAccount() account: Account,
    @Param('id') actId: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    if (!ID.test(actId)) throw new Problem(404, 'NOT_FOUND');
    const idempotencyKey = idempotencyKeyOf(request);
    const { source, confirmedBy, format = 'csv' } = validated(ComparisonListWish, request.body);
    const wish = { account, actId, idempotencyKey, source, confirmedBy, format };
    const { list, bytes, repeated } = await takeList(this.house, this.commands, wish);
    response.status(repeated ? HttpStatus.OK : HttpStatus.CREATED);
    return new StreamableFile(bytes, {
      type: format === 'csv' ? `${MEDIA_TYPES.csv}; charset=utf-8` : MEDIA_TYPES.xlsx,
      disposition: `attachment; filename="${actId}-${list.source}-${list.no}.${format}"`,
      length: bytes.length,
    });
  }

  @Post('comparison-receipts')
  @ApiOperation({
    operationId: 'exchange.takeComparisonReceipt',
    summary: 'The answer of a department: our list with its columns filled in',
    description: 'All or nothing. Of a file with faults each is named by line and column, with what was found and expected.',
  })
  @ApiParam({ name: 'id', type: String })
  @ApiConsumes(...Object.values(MEDIA_TYPES))
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiQuery({ name: 'dryRun', required: false, type: Boolean, description: 'Decide and answer; record nothing.' })
  @ApiHeader({ name: 'Idempotency-Key', required: true, description: 'The same key and file again is the same receipt.' })
  @ApiCreatedResponse({ type: FileReceipt })
  @ApiOkResponse({ type: FileReceipt, description: 'A repeat, or a dry run.' })
  @ProblemResponses(400, 401, 403, 404, 409, 413, 415, 422, 503)
  async receipt(
    @TheAccount() account: Account,
    @Param('id') actId: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<FileReceipt> {
    if (!ID.test(actId)) throw new Problem(404, 'NOT_FOUND');
    const [idempotencyKey, dryRun] = [idempotencyKeyOf(request), dryRunOf(request)];
    const wish = { account, actId, idempotencyKey, dryRun, bytes: fileOf(request) };
    const receipt = await takeReceipt(this.house, this.commands, wish);
    response.status(receipt.events.length > 0 && !receipt.repeated ? HttpStatus.CREATED : HttpStatus.OK);
    response.setHeader('ETag', `"${receipt.revision}"`);
    return receipt;
  }
}
