import { type Request } from 'express';

export const SCHEMAS_PATH = 'api/v1/schemas';
export const PUBLIC_URL = Symbol('address by which the world knows this server; empty where nobody said it');

/**
 * Where this reader finds the schemas: under the address by which the world knows this server, or where that is empty under
 * the one by which he asked. `undefined` where it is no address.
 */
export function schemasAddressFor(request: Request, publicUrl: string): string | undefined {
  const base = publicUrl !== '' ? publicUrl : `${request.protocol}://${request.headers.host ?? ''}`;
  return URL.canParse(base) ? `${base.replace(/\/+$/, '')}/${SCHEMAS_PATH}` : undefined;
}
