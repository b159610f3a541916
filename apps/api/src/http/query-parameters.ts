import { applyDecorators } from '@nestjs/common';
import { type ApiPropertyOptions, ApiQuery } from '@nestjs/swagger';
import { describedFields } from '../orders/fields.js';
import { type DataClass } from '../orders/order-registry.js';

/** Describes the parameters of a query, each by the line that checks it. */
export function QueryParameters(type: DataClass): MethodDecorator {
  const parameters = [...describedFields(type)].map(([name, api]) =>
    ApiQuery({ name, required: api.required !== false, schema: schemaOf(api) }),
  );
  return applyDecorators(...parameters);
}

type Schema = NonNullable<Extract<Parameters<typeof ApiQuery>[0], { schema?: unknown }>['schema']>;

function schemaOf(api: ApiPropertyOptions): Schema {
  const { required: _, ...rest } = api;
  const type =
    'type' in api && typeof api.type === 'function' ? api.type.name.toLowerCase() : 'type' in api ? api.type : 'string';
  return { ...rest, type } as Schema;
}
