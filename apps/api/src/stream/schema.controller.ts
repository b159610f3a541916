import { createHash } from 'node:crypto';
import { eventTypes, schemaOfEvent } from '#libs/outlets';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { OpenToEverybody } from '../http/bearer.guard.js';
import { ProblemResponses } from '../http/problem-schema.js';
import { Problem } from '../http/problem.js';
import { SCHEMAS_PATH } from './schema-address.js';

/** A day: a later release may add fields to a schema, and takes none away. */
const FRESH_SECONDS = 86_400;

class EventTypesView {
  @ApiProperty({ type: [String], example: ['case.NoticePosted.v1'] }) types!: readonly string[];
}

/** What the data of events look like, by type and version: the addresses that events name in `dataschema`. They tell of nobody. */
@ApiTags('streams')
@OpenToEverybody()
@Controller(SCHEMAS_PATH)
export class SchemaController {
  private readonly tags = new Map<string, string>();

  @Get()
  @ApiOperation({ summary: 'Event types, each with its version, for which there is a schema' })
  @ApiOkResponse({ type: EventTypesView })
  all(): EventTypesView {
    return { types: eventTypes() };
  }

  @Get(':type')
  @ApiOperation({ summary: 'JSON Schema (2020-12) of the data of an event type' })
  @ApiParam({ name: 'type', type: String, example: 'case.NoticePosted.v1' })
  @ApiOkResponse({ content: { 'application/schema+json': { schema: { type: 'object' } } }, description: 'The schema.' })
  @ApiResponse({ status: 304, description: 'It is still the one of If-None-Match.' })
  @ProblemResponses(404)
  one(@Param('type') type: string, @Req() request: Request, @Res() response: Response): void {
    const text = schemaOfEvent(type);
    if (text === undefined) throw new Problem(404, 'NOT_FOUND');
    const tag = this.tagOf(type, text);
    response.setHeader('Cache-Control', `public, max-age=${FRESH_SECONDS}`);
    response.setHeader('ETag', tag);
    if (isNamed(tag, request.headers['if-none-match'])) {
      response.status(304).end();
      return;
    }
    response.setHeader('Content-Type', 'application/schema+json; charset=utf-8').end(text);
  }

  private tagOf(type: string, text: string): string {
    const known = this.tags.get(type);
    if (known !== undefined) return known;
    const tag = `"${createHash('sha256').update(text).digest('base64url')}"`;
    this.tags.set(type, tag);
    return tag;
  }
}

/** Not by the framework, which sends all of it to whoever says `no-cache`: that asks caches on the way, and us only to compare. */
function isNamed(tag: string, ifNoneMatch: string | undefined): boolean {
  const named = ifNoneMatch?.split(',').map((one) => one.trim().replace(/^W\//, '')) ?? [];
  return named.includes('*') || named.includes(tag);
}
