import { BUILD } from '#libs/embedded';
import { type INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** The OpenAPI 3.1 document of the API, from its code; keys in one order, so that the same code gives the same text. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Mingce')
    .setDescription(
      'Orders in, queries out, events for integrators. Every order takes an Idempotency-Key and answers with a receipt; ' +
        'every query takes the position of a receipt as `after`. Errors are problems (RFC 9457), in Chinese or English by Accept-Language.',
    )
    .setVersion(BUILD)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .addGlobalParameters({
      name: 'traceparent',
      in: 'header',
      required: false,
      description: 'W3C Trace Context: goes into the events that follow, the request log and problems. One is made where absent.',
      schema: { type: 'string', example: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
    })
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}`,
  });
  return inOrder(document) as OpenAPIObject;
}

function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, inOrder(member)]));
}
