import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(__dirname, '../..');

describe('the page with which a dossier is verified', () => {
  it('is one file: no script, style or address of anywhere else, and no right to ask for any', async () => {
    const build = `import { verifierPage } from './tools/verifier-page.mjs'; process.stdout.write(await verifierPage())`;
    const { stdout: page } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', build], {
      cwd: ROOT,
      maxBuffer: 1 << 24,
    });
    expect(page).toContain(`default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'`);
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/<(link|img|iframe|object|base)\b|\ssrc=|@import|url\(/);
    expect(page).not.toMatch(/\b(fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon)\(|\bimport\(/);
    expect(page).toContain('CONTENTS_NOT_AS_RECORDED');
  });
});
