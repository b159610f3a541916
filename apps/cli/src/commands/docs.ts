import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeAll } from '#libs/procedure';
import { commandLine as words } from '#libs/terms';
import { openApiDocument } from '../../../api/src/index.js';
import { type ExitCode, type Surroundings } from './command.js';

/** Writes the generated documents anew: a page per definition, and the OpenAPI text. What is not generated any more goes. */
export async function docs(options: { readonly out?: string }, { output }: Surroundings): Promise<ExitCode> {
  const folder = options.out ?? 'docs';
  const procedures = join(folder, 'procedure');
  await mkdir(procedures, { recursive: true });
  const described = describeAll();
  for (const { file, text } of described) await writeFile(join(procedures, file), text);
  const left = (await readdir(procedures)).filter((file) => file.endsWith('.md') && !described.some((one) => one.file === file));
  for (const file of left) await rm(join(procedures, file));
  const openApi = join(folder, 'openapi.json');
  await writeFile(openApi, `${JSON.stringify(await openApiDocument(), null, 2)}\n`);
  const written = [...described.map(({ file }) => join(procedures, file)), openApi];
  output.print({ written, removed: left }, () => written.map((file) => `${words.written[output.language]} ${file}`).join('\n'));
  return 0;
}
