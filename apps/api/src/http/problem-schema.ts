import { ApiExtraModels, ApiProperty, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { applyDecorators } from '@nestjs/common';

export class FindingView {
  @ApiProperty({ example: 'NOT_QUORATE' }) code!: string;
  @ApiProperty({ enum: ['INPUT', 'ORDER', 'RIGHTS', 'LAW'] }) class!: string;
  @ApiProperty({ enum: ['BLOCKING', 'REMARK'] }) weight!: string;
  @ApiProperty({ description: 'Row of the rules, or the instrument, on which it rests.' }) clause!: string;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'JSON' }) required!: object;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'JSON' }) actual!: object;
  @ApiProperty() met!: boolean;
  @ApiProperty({ description: 'The same as a sentence.' }) text!: string;
}

export class FieldFaultView {
  @ApiProperty({ example: '/data/papers/evidence/0/digest' }) pointer!: string;
  @ApiProperty({ example: 'FIELD_MISSING' }) code!: string;
  @ApiProperty() detail!: string;
}

export class BothLanguages {
  @ApiProperty() zh!: string;
  @ApiProperty() en!: string;
}

export class CellFaultView {
  @ApiProperty({ type: 'integer', description: 'As a spreadsheet counts, from 1.' }) line!: number;
  @ApiProperty({ example: 'result' }) column!: string;
  @ApiProperty({ description: 'An ID number is masked.' }) found!: string;
  @ApiProperty({ type: BothLanguages }) expected!: BothLanguages;
  @ApiProperty({ required: false, description: 'Whose row is missing.' }) person?: string;
}

/** RFC 9457. */
export class ProblemView {
  @ApiProperty({ example: 'urn:mingce:problem:refused' }) type!: string;
  @ApiProperty() title!: string;
  @ApiProperty({ type: 'integer' }) status!: number;
  @ApiProperty({ description: 'Stable; of a refusal, the code of its first finding.' }) code!: string;
  @ApiProperty({ required: false }) detail?: string;
  @ApiProperty({ required: false }) caseId?: string;
  @ApiProperty({ required: false }) step?: string;
  @ApiProperty({ required: false }) definition?: string;
  @ApiProperty({ required: false }) clause?: string;
  @ApiProperty({ type: [FindingView], required: false }) findings?: FindingView[];
  @ApiProperty({ type: [FieldFaultView], required: false }) errors?: FieldFaultView[];
  @ApiProperty({ type: [CellFaultView], required: false, description: 'Of a file.' }) rows?: CellFaultView[];
  @ApiProperty({ type: 'integer', required: false, description: 'How many cells are wrong in all.' }) rowsWrong?: number;
  @ApiProperty({ description: 'W3C Trace Context of the request, to find it in the logs.' }) traceparent!: string;
}

const MEANING: Readonly<Record<number, string>> = {
  400: 'The request has not the required form.',
  401: 'No token, or none that is accepted.',
  403: 'The permission table does not allow it.',
  404: 'Not there, or in a foreign area.',
  409: 'Refused by findings: the procedure does not allow it.',
  412: 'It has changed since the revision of If-Match.',
  413: 'The body is too large.',
  415: 'The body is not JSON.',
  422: 'The Idempotency-Key is known with another body, the file cannot be read, or it is too long for a PDF.',
  429: 'The account asks too often. See Retry-After.',
  503: 'Not now: the read model has not come so far, nothing can be written, or the server is stopping. See Retry-After.',
};

/** Describes which problems a route may answer with. */
export function ProblemResponses(...statuses: readonly number[]): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ApiExtraModels(ProblemView),
    ...statuses.map((status) =>
      ApiResponse({
        status,
        description: MEANING[status] ?? '',
        content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemView) } } },
      }),
    ),
  );
}
