// Every fence is tried: for each rule a file that breaks it is planted in an empty tree, and the rule must name it (ADR-0009).
// A rule without a plant fails too, and so does a rule that catches what is allowed. What stands in the real tree is looked at by
// `npm run boundaries` and `npm run lint`, which `.ci/run` begins with.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const pinned = join(root, 'node_modules/node/bin/node');

interface Plant {
  readonly rule: string;
  readonly file: string;
  readonly code: string;
}

const importing = (module: string): string => `import * as planted from '${module}';\nexport const seen = planted;\n`;
const plant = (rule: string, file: string, ...modules: string[]): Plant => ({
  rule,
  file,
  code: modules.map(importing).join(''),
});

const imports: readonly Plant[] = [
  plant('no-unresolvable', 'apps/api/src/nowhere.ts', './not-there.js'),
  plant('no-unresolvable', 'apps/api/src/undeclared.ts', 'undeclared-package'),
  plant('no-cycles', 'libs/application/src/circle-a.ts', './circle-b.js'),
  plant('kernel-imports-only-the-date-library', 'libs/kernel/src/reads-law.ts', '#libs/procedure'),
  plant('kernel-imports-only-the-date-library', 'libs/kernel/src/hashes.ts', 'node:crypto'),
  plant('kernel-imports-only-the-date-library', 'libs/kernel/src/validates.ts', 'zod'),
  plant('terms-imports-nothing', 'libs/terms/src/knows-kernel.ts', '#libs/kernel'),
  plant('calendar-imports-only-kernel-and-terms', 'libs/calendar/src/knows-law.ts', '#libs/procedure'),
  plant('procedure-imports-only-kernel-calendar-and-terms', 'libs/procedure/src/reads-files.ts', 'node:fs'),
  plant('procedure-imports-only-kernel-calendar-and-terms', 'libs/procedure/src/knows-case.ts', '#libs/household-case'),
  plant('domain-imports-only-procedure-and-kernel', 'libs/household-case/src/hashes.ts', 'node:crypto'),
  plant('domain-imports-only-procedure-and-kernel', 'libs/household-case/src/dates.ts', 'temporal-polyfill'),
  plant('domain-imports-only-procedure-and-kernel', 'libs/household-register/src/nest.ts', '@nestjs/cqrs'),
  plant('domain-imports-only-procedure-and-kernel', 'libs/household-register/src/store.ts', '#libs/event-store'),
  plant('domain-imports-only-procedure-and-kernel', 'libs/collective-act/src/sideways.ts', '#libs/household-case'),
  plant('domain-imports-only-procedure-and-kernel', 'libs/collective-act/src/words.ts', '#libs/terms'),
  plant('direction-kernel-specs', 'libs/kernel/src/upwards.spec.ts', '#libs/procedure'),
  plant('direction-calendar-specs', 'libs/calendar/src/upwards.spec.ts', '#libs/procedure'),
  plant('direction-procedure-specs', 'libs/procedure/src/upwards.spec.ts', '#libs/household-case'),
  plant('direction-domain-specs', 'libs/household-case/src/upwards.spec.ts', '#libs/application'),
  plant('direction-domain-specs', 'libs/household-case/src/sideways.spec.ts', '#libs/collective-act'),
  plant('runs-on-declared-dependencies', 'libs/application/src/chance.ts', 'fast-check'),
  plant('runs-on-declared-dependencies', 'apps/api/src/brought-by-another.ts', 'not-ours'),
  plant('ports-do-not-know-their-users', 'libs/postgres/src/postgres-rows.ts', '#libs/household-case'),
  plant('ports-do-not-know-their-users', 'libs/event-store/src/knows-case.ts', '#libs/household-case'),
  plant('dossier-runs-in-a-browser', 'libs/dossier/src/hashes.ts', 'node:crypto'),
  plant('dossier-runs-in-a-browser', 'libs/dossier/src/reads-log.ts', '#libs/ledger'),
  plant('print-knows-pages-alone', 'libs/print/src/tells-cases.ts', '#libs/audit'),
  plant('print-knows-pages-alone', 'libs/print/src/fetches.ts', 'undici'),
  plant('replay-decides-and-writes-nothing', 'libs/replay/src/words.ts', '#libs/terms'),
  plant('audit-reads-and-never-writes', 'libs/audit/src/gives-orders.ts', '#libs/application'),
  plant('libs-never-import-apps', 'libs/application/src/by-the-door.ts', '../../../apps/api/src/door.js'),
  plant('apps-do-not-import-each-other', 'apps/cli/src/borrows.ts', '../../api/src/door.js'),
  plant('only-the-command-starts-the-server', 'apps/worker/src/starts.ts', '../../api/src/index.js'),
  plant('libs-only-by-their-name', 'libs/application/src/through-the-wall.ts', '../../procedure/src/index.js'),
  plant('libs-only-by-their-name', 'apps/api/src/through-the-wall.ts', '../../../libs/kernel/src/index.js'),
  plant('second-judge-imports-nothing', 'test/oracle/leans.ts', '#libs/procedure'),
  plant('second-judge-imports-nothing', 'test/oracle/leans-on-types.ts', '#libs/kernel'),
  plant('driver-sqlite-in-its-adapter', 'libs/read-models/src/tables.ts', 'node:sqlite'),
  plant('driver-sqlite-in-its-adapter', 'apps/api/src/reads-beside.ts', 'node:sqlite'),
  plant('driver-db-client-in-its-adapter', 'libs/event-store/src/remote.ts', '@eventstore/db-client'),
  plant('driver-bullmq-in-its-adapter', 'libs/wakeups/src/queue.ts', 'bullmq'),
  plant('driver-bullmq-in-its-adapter', 'libs/wakeups/src/redis.ts', 'ioredis'),
  plant('driver-pg-in-its-adapter', 'libs/event-store/src/sqlite-or.ts', 'pg'),
];

const allowedImports: readonly Plant[] = [
  plant('', 'libs/application/src/circle-b.ts', './circle-a.js'), // the other half of the circle
  plant('', 'apps/api/src/door.ts', '#libs/application', '#libs/terms', '@nestjs/cqrs', 'node:fs'),
  plant('', 'apps/api/src/index.ts', './door.js'),
  plant('', 'apps/cli/src/starts.ts', '../../api/src/index.js'),
  plant('', 'libs/application/src/index.ts', '#libs/household-case', '#libs/event-store', 'node:crypto'),
  plant('', 'libs/household-case/src/index.ts', '#libs/procedure', '#libs/kernel', './samples/one.js'),
  plant('', 'libs/household-case/src/samples/one.ts', '#libs/kernel'),
  plant('', 'libs/household-case/src/decide.spec.ts', './index.js', '#libs/procedure', '#libs/spec', 'fast-check', 'node:fs'),
  plant('', 'libs/collective-act/src/index.ts', '#libs/kernel'),
  plant('', 'libs/procedure/src/index.ts', '#libs/kernel', '#libs/terms', 'zod', 'temporal-polyfill'),
  plant('', 'libs/kernel/src/index.ts', 'temporal-polyfill'),
  { rule: '', file: 'libs/terms/src/index.ts', code: 'export const words = {};\n' },
  plant('', 'libs/spec/src/index.ts', '#libs/application'),
  plant('', 'libs/event-store/src/index.ts', '#libs/kernel', './sqlite-event-store.js'),
  plant('', 'libs/event-store/src/sqlite-event-store.ts', 'node:sqlite'),
  plant('', 'libs/event-store/src/adapters/eventstoredb.ts', '@eventstore/db-client'),
  plant('', 'libs/wakeups/src/bullmq-bell.ts', 'bullmq', 'ioredis'),
  plant('', 'libs/read-models/src/postgres.ts', 'pg', '#libs/postgres'),
  plant('', 'libs/postgres/src/index.ts', '#libs/terms', './postgres-database.js'),
  plant('', 'libs/postgres/src/postgres-database.ts', 'pg'),
  plant('', 'test/oracle/judge.ts', './facts.js'),
  { rule: '', file: 'test/oracle/facts.ts', code: 'export const facts = [];\n' },
  plant('', 'test/oracle/judge.spec.ts', './judge.js', '#libs/application'),
  plant('', 'libs/event-store/src/event-store.contract.ts', './index.js', 'fast-check'),
  plant('', 'test/contract/memory.spec.ts', '../../libs/event-store/src/event-store.contract.js'),
  plant('', 'bench/raw.ts', 'node:sqlite'),
];

// The packages of the planted tree: empty, and all but two declared as what the engine runs on.
const declared = ['@eventstore/db-client', '@nestjs/cqrs', 'bullmq', 'ioredis', 'pg', 'temporal-polyfill', 'zod'];
const undeclared = ['fast-check', 'not-ours'];

const code: readonly Plant[] = [
  ...['Saga', 'AggregateRoot', 'EventsHandler', 'EventPublisher', 'EventBus', 'type IEventHandler'].map((name, index) => ({
    rule: 'mingce/durable-processes-only',
    file: `apps/api/src/cqrs-${index}.ts`,
    code: `import { ${name} } from '@nestjs/cqrs';\nexport type Seen = ${name.replace('type ', '')};\n`,
  })),
  ...['node:sqlite', 'bullmq', 'ioredis', 'pg', '@eventstore/db-client'].map((driver, index) => ({
    rule: 'mingce/drivers-in-their-adapter',
    file: `libs/outlets/src/driver-${index}.ts`,
    code: importing(driver),
  })),
  { rule: 'mingce/drivers-in-their-adapter', file: 'libs/event-store/src/sqlite-too.ts', code: importing('pg') },
  ...[
    'Date.now()',
    'new Date()',
    'Date()',
    'Temporal.Now.instant()',
    'Math.random()',
    'crypto.randomUUID()',
    'performance.now()',
  ].flatMap((call, index) => [
    {
      rule: 'mingce/time-and-chance-are-inputs',
      file: `libs/kernel/src/now-${index}.ts`,
      code: `export const seen = ${call};\n`,
    },
    {
      rule: 'mingce/time-and-chance-are-inputs',
      file: `libs/household-case/src/now-${index}.ts`,
      code: `export const seen = ${call};\n`,
    },
  ]),
  ...['procedure', 'household-case', 'household-register', 'collective-act'].map((lib) => ({
    rule: 'mingce/time-and-chance-are-inputs',
    file: `libs/${lib}/src/date.ts`,
    code: `export const seen = new Date('2020-01-01');\n`,
  })),
  { rule: 'mingce/time-comes-from-the-clock', file: 'libs/application/src/now.ts', code: 'export const seen = Date.now();\n' },
  { rule: 'mingce/time-comes-from-the-clock', file: 'apps/worker/src/now.ts', code: 'export const seen = new Date();\n' },
  {
    rule: 'mingce/time-comes-from-the-clock',
    file: 'libs/application/src/silenced.ts',
    code: '// eslint-disable-next-line\nexport const seen = Date.now();\n',
  },
  { rule: 'mingce/chinese-in-terms-only', file: 'libs/household-case/src/literal.ts', code: `export const seen = '公示';\n` },
  { rule: 'mingce/chinese-in-terms-only', file: 'libs/application/src/template.ts', code: 'export const seen = `step 评议`;\n' },
  { rule: 'mingce/chinese-in-terms-only', file: 'apps/cli/src/comment.ts', code: '// 比对\nexport const seen = 1;\n' },
  {
    rule: '@typescript-eslint/no-floating-promises',
    file: 'libs/application/src/floats.ts',
    code: 'Promise.resolve(1);\nexport {};\n',
  },
  {
    rule: '@typescript-eslint/no-explicit-any',
    file: 'libs/application/src/any.ts',
    code: 'export const seen = (x: any): unknown => x;\n',
  },
  { rule: 'no-restricted-exports', file: 'libs/application/src/default.ts', code: 'export default 1;\n' },
  { rule: 'no-console', file: 'libs/application/src/console.ts', code: `console.log('seen');\nexport {};\n` },
];

const allowedCode: readonly Plant[] = [
  {
    rule: '',
    file: 'apps/api/src/buses.ts',
    code: `import { CommandBus, QueryBus } from '@nestjs/cqrs';\nexport const seen = [CommandBus, QueryBus];\n`,
  },
  { rule: '', file: 'libs/event-store/src/sqlite-store.ts', code: importing('node:sqlite') },
  { rule: '', file: 'libs/kernel/src/arithmetic.ts', code: `export const seen = new Date(Date.parse('2020-01-01') + 1);\n` },
  { rule: '', file: 'libs/clock/src/system-clock.ts', code: 'export const seen = Date.now();\n' },
  { rule: '', file: 'libs/household-case/src/random.spec.ts', code: 'export const seen = Math.random();\n' },
  ...['libs/terms/src/zh.ts', 'libs/procedure/src/definitions/a.ts', 'libs/simulation/src/names.ts', 'test/scenarios/a.ts'].map(
    (file) => ({
      rule: '',
      file,
      code: `export const seen = '公示';\n`,
    }),
  ),
  { rule: '', file: 'libs/household-case/src/labels.spec.ts', code: `export const seen = '公示';\n` },
];

const file = (path: string, content: object): Plant => ({ rule: '', file: path, code: JSON.stringify(content) });

let tree: string;
beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), 'mingce-boundaries-'));
});
afterAll(() => rm(tree, { recursive: true, force: true }));

describe('imports between rooms (dependency-cruiser)', () => {
  let found: Cruise;
  beforeAll(async () => {
    const at = join(tree, 'imports');
    await write(at, [...imports, ...allowedImports]);
    for (const file of ['tsconfig.json', '.dependency-cruiser.mjs', 'test/architecture/rooms.mjs'])
      await cp(join(root, file), join(at, file));
    const { imports: names } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { imports: object };
    const versions = (of: readonly string[]): object => Object.fromEntries(of.map((name) => [name, '1.0.0']));
    await write(at, [
      file('package.json', {
        type: 'module',
        imports: names,
        dependencies: versions(declared),
        devDependencies: versions(['fast-check']),
      }),
      ...[...declared, ...undeclared].flatMap((name) => [
        file(`node_modules/${name}/package.json`, { name, version: '1.0.0', main: 'index.js' }),
        file(`node_modules/${name}/index.js`, {}),
      ]),
    ]);
    found = await cruise(at, ['apps', 'libs', 'test', 'bench']);
  }, 60_000);

  it.each(imports)('$rule catches $file', ({ rule, file }) => {
    expect(found.violations.filter(({ from }) => from === file).map((violation) => violation.rule)).toContain(rule);
  });

  it('lets pass what is allowed', () => {
    const planted = new Set(imports.map(({ file }) => file));
    const wrongly = found.violations.filter(({ from, rule }) => !planted.has(from) && rule !== 'no-cycles');
    expect(wrongly).toEqual([]);
  });

  it('has a plant for every rule, and every rule cites its decision', () => {
    expect([...new Set(imports.map(({ rule }) => rule))].sort()).toEqual(found.rules.map(({ name }) => name).sort());
    expect(found.rules.filter(({ comment }) => !/ADR-\d{4}/.test(comment))).toEqual([]);
  });
});

describe('what may stand in the code (ESLint)', () => {
  let found: readonly Reported[];
  beforeAll(async () => {
    const at = join(tree, 'code');
    await write(at, [...code, ...allowedCode]);
    await cp(join(root, 'tsconfig.json'), join(at, 'tsconfig.json'));
    found = await lint(at, ['--config', join(root, 'eslint.config.mjs')]);
  }, 60_000);

  it.each(code)('$rule catches $file', ({ rule, file }) => {
    expect(found.filter((report) => report.file === file).map((report) => report.rule)).toContain(rule);
  });

  it('lets pass what is allowed', () => {
    const innocent = new Set(allowedCode.map(({ file }) => file));
    expect(found.filter(({ file, rule }) => innocent.has(file) && rule.startsWith('mingce/'))).toEqual([]);
  });

  it('teaches: each message of a restriction names its decision', () => {
    const ours = found.filter(({ rule }) => rule.startsWith('mingce/'));
    expect(ours.filter(({ message }) => !/ADR-\d{4}/.test(message))).toEqual([]);
    expect([...new Set(ours.map(({ rule }) => rule))].sort()).toEqual(
      [...new Set(code.map(({ rule }) => rule))].filter((rule) => rule.startsWith('mingce/')).sort(),
    );
  });
});

interface Cruise {
  readonly violations: readonly { readonly rule: string; readonly from: string; readonly to: string }[];
  readonly rules: readonly { readonly name: string; readonly comment: string }[];
}

async function cruise(at: string, rooms: readonly string[]): Promise<Cruise> {
  const bin = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const { summary } = JSON.parse(
    await run(at, bin, ['--config', '.dependency-cruiser.mjs', '--output-type', 'json', ...rooms]),
  ) as {
    summary: {
      violations: { rule: { name: string }; from: string; to: string }[];
      ruleSetUsed: { forbidden: { name: string; comment: string }[] };
    };
  };
  return {
    violations: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
    rules: summary.ruleSetUsed.forbidden.map(({ name, comment }) => ({ name, comment })),
  };
}

interface Reported {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

async function lint(at: string, options: readonly string[]): Promise<readonly Reported[]> {
  const results = JSON.parse(
    await run(at, join(root, 'node_modules/eslint/bin/eslint.js'), [...options, '--format', 'json', '.']),
  ) as {
    filePath: string;
    messages: { ruleId: string | null; line: number; message: string }[];
  }[];
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, line, message }) => ({
      rule: ruleId ?? 'parser',
      file: filePath.slice(at.length + 1),
      line,
      message,
    })),
  );
}

/** Runs a tool beside Jest, which cannot load its ES modules; the exit code tells only what the output says, too. */
function run(cwd: string, bin: string, args: readonly string[]): Promise<string> {
  return new Promise((done, fail) => {
    execFile(
      existsSync(pinned) ? pinned : process.execPath,
      [bin, ...args],
      { cwd, maxBuffer: 1 << 28 },
      (error, stdout, stderr) => {
        if (stdout.trimStart().startsWith('{') || stdout.trimStart().startsWith('[')) done(stdout);
        else fail(new Error(`${bin} said nothing that can be read: ${stderr || stdout || error?.message}`));
      },
    );
  });
}

async function write(at: string, plants: readonly Plant[]): Promise<void> {
  for (const { file, code: text } of plants) {
    await mkdir(dirname(join(at, file)), { recursive: true });
    await writeFile(join(at, file), text);
  }
}
