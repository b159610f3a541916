import { openInMemory } from '#libs/embedded';
import { type OpenAPIObject } from '@nestjs/swagger';
import { openDoors } from './app.js';
import { describeApi } from './openapi.js';

/** What `docs/openapi.json` holds. */
export async function openApiDocument(): Promise<OpenAPIObject> {
  const house = await openInMemory();
  try {
    const app = await openDoors(house);
    try {
      return describeApi(app);
    } finally {
      await app.close();
    }
  } finally {
    await house.close();
  }
}
