import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventTypes, schemaOfEvent } from './index.js';

describe('the schemas of events', () => {
  it('are as the types of the events say: written anew they are the same', () => {
    const folder = mkdtempSync(join(tmpdir(), 'mingce-schemas-'));
    try {
      execFileSync(process.execPath, [join(__dirname, '../../../tools/event-schemas.mjs'), folder]);
      const anew = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
      expect(eventTypes()).toEqual(anew.sort());
      const stale = anew.filter((type) => schemaOfEvent(type) !== readFileSync(join(folder, `${type}.json`), 'utf8'));
      expect({ stale, mend: 'npm run generate' }).toEqual({ stale: [], mend: 'npm run generate' });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('say which event they are of, in JSON Schema 2020-12', () => {
    expect(JSON.parse(schemaOfEvent('case.CaseRejected.v1') ?? '')).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'urn:mingce:event:case.CaseRejected.v1',
      title: 'case.CaseRejected.v1',
      type: 'object',
      required: ['part', 'level', 'reason', 'decidedBy'],
      properties: { reason: { $ref: '#/$defs/RejectionReason' }, text: { $ref: '#/$defs/Sealed' } },
      $defs: { Sealed: { required: ['ref', 'commitment'] } },
    });
  });

  it.each(['case.Nothing.v1', 'case.NoticePosted', '../event-schemas', 'case.NoticePosted.v1.json', '', '%2e%2e/x'])(
    'there is none of "%s"',
    (type) => {
      expect(schemaOfEvent(type)).toBeUndefined();
    },
  );
});
