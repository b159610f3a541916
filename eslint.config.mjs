// What the compiler cannot forbid. Imports between rooms are the matter of .dependency-cruiser.mjs; each of these
// restrictions, too, is proven by a planted violation in test/architecture/boundaries.spec.ts.
import { builtinRules } from 'eslint/use-at-your-own-risk';
import tseslint from 'typescript-eslint';
import { domain, drivers, specs } from './test/architecture/rooms.mjs';

const domainFiles = domain.map((room) => `libs/${room}/**/*.ts`);
const testing = [...specs, 'test/**/*.ts', 'libs/spec/**/*.ts', 'bench/**/*.ts', 'proof/**/*.ts'];

/** ESLint's own rule under a name of ours, so that one restriction does not switch another off and each can be named. */
const mingce = {
  rules: {
    'durable-processes-only': builtinRules.get('no-restricted-imports'),
    'drivers-in-their-adapter': builtinRules.get('no-restricted-imports'),
    'time-and-chance-are-inputs': builtinRules.get('no-restricted-syntax'),
    'time-comes-from-the-clock': builtinRules.get('no-restricted-syntax'),
    'chinese-in-terms-only': {
      meta: { type: 'problem', schema: [], messages: { han: '{{message}}' } },
      create: ({ sourceCode, report }) => ({
        Program() {
          sourceCode.lines.forEach((line, index) => {
            const at = line.search(/\p{Script=Han}/u);
            if (at < 0) return;
            const message =
              `"${line.slice(at, at + 8)}": Chinese stands in libs/terms, in the labels of definitions and policies, and in fixtures. ` +
              'Name it in English here and give libs/terms a key for it (ADR-0009).';
            report({ loc: { line: index + 1, column: at }, messageId: 'han', data: { message } });
          });
        },
      }),
    },
  },
};

const durable =
  'not durable: one throw silences a saga until the next start, and nothing is stored. ' +
  'What must happen next is a Process in a domain lib, run by libs/application (ADR-0003).';

const clockReads = [
  { selector: "MemberExpression[object.name='Date'][property.name='now']", what: 'Date.now' },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", what: 'new Date()' },
  { selector: "CallExpression[callee.name='Date']", what: 'Date()' },
  { selector: "MemberExpression[object.name='Temporal'][property.name='Now']", what: 'Temporal.Now' },
];
const chance = [
  { selector: "MemberExpression[object.name='Math'][property.name='random']", what: 'Math.random' },
  { selector: 'Identifier[name=/^(randomUUID|randomBytes|randomInt|getRandomValues)$/]', what: 'A random number' },
  { selector: 'MemberExpression[object.name=/^(performance|process|crypto|globalThis)$/]', what: 'The machine' },
  { selector: 'CallExpression[callee.name=/^(setTimeout|setInterval|setImmediate|queueMicrotask)$/]', what: 'A timer' },
];
const pure =
  'does not reach a decider: time, ids, law and rights come in by the context, so that a decision can be taken again (ADR-0002).';
const asInput = ({ selector, what }) => ({ selector, message: `${what} ${pure}` });

const ignored = ['dist*/', 'data/', 'coverage/', 'node_modules/', 'apps/console/', '**/*.{js,cjs}'];

const restrictions = [
  {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser },
    plugins: { mingce },
  },
  {
    files: ['**/*.ts'],
    rules: {
      'mingce/durable-processes-only': [
        'error',
        {
          paths: [
            {
              name: '@nestjs/cqrs',
              importNames: [
                'Saga',
                'AggregateRoot',
                'EventsHandler',
                'EventPublisher',
                'EventBus',
                'IEventHandler',
                'IEventPublisher',
                'ofType',
              ],
              message: durable,
            },
          ],
        },
      ],
    },
  },
  ...drivers.map(({ files }) => ({
    // one entry per adapter: it may name its own driver and no other
    files,
    rules: { 'mingce/drivers-in-their-adapter': ['error', { paths: driversExcept(files) }] },
  })),
  {
    files: ['libs/**/*.ts', 'apps/**/*.ts'],
    ignores: [...drivers.flatMap(({ files }) => files), ...specs],
    rules: { 'mingce/drivers-in-their-adapter': ['error', { paths: driversExcept([]) }] },
  },
  {
    files: ['libs/kernel/**/*.ts'],
    ignores: specs,
    rules: { 'mingce/time-and-chance-are-inputs': ['error', ...[...clockReads, ...chance].map(asInput)] },
  },
  {
    files: ['libs/procedure/**/*.ts', ...domainFiles],
    ignores: specs,
    rules: {
      'mingce/time-and-chance-are-inputs': [
        'error',
        ...[{ selector: "Identifier[name='Date']", what: 'Date' }, clockReads[3], ...chance].map(asInput),
      ],
    },
  },
  {
    files: ['libs/**/*.ts', 'apps/**/*.ts'],
    ignores: [...specs, 'libs/kernel/**', 'libs/procedure/**', ...domain.map((room) => `libs/${room}/**`), 'libs/clock/**'],
    rules: {
      'mingce/time-comes-from-the-clock': [
        'error',
        ...clockReads.map(({ selector, what }) => ({
          selector,
          message: `${what} does not see the virtual clock: ask the port of libs/clock (ADR-0005); performance.now() measures a duration.`,
        })),
      ],
    },
  },
  {
    files: ['**/*.ts'],
    ignores: [
      ...testing,
      'libs/terms/**',
      'libs/procedure/src/definitions/**',
      'libs/procedure/src/policies/**',
      'libs/procedure/src/calendars/**',
      'libs/simulation/**',
      '**/samples/**',
      '**/fixtures/**',
    ],
    rules: { 'mingce/chinese-in-terms-only': 'error' },
  },
];

function driversExcept(files) {
  return drivers
    .filter((driver) => !driver.files.some((file) => files.includes(file)))
    .flatMap(({ modules, adapter }) =>
      modules.map((name) => ({
        name,
        message: `a driver stands behind a port, in the file named *${adapter}*.ts of its lib (ADR-0009).`,
      })),
    );
}

const recommended = Object.fromEntries(
  [...builtinRules].filter(([, { meta }]) => meta.docs.recommended).map(([name]) => [name, 'error']),
);

export default tseslint.config(
  { ignores: ignored },
  // No comment in a file switches a rule off.
  { linterOptions: { noInlineConfig: true } },
  {
    // the compiler knows better than `no-undef` what exists
    files: ['**/*.{ts,mjs}'],
    // and what is refused in a text is control characters
    rules: { ...recommended, 'no-undef': 'off', 'no-control-regex': 'off' },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: ['error', 'always'],
      'no-restricted-exports': [
        'error',
        { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true } },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // a port is asynchronous although one adapter of it has nothing to wait for
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    // A class that Nest injects, or that serves as a DTO, is imported as a value: its decorator metadata needs it at run time.
    files: ['apps/**/*.ts', 'libs/application/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  {
    // Nest modules are empty classes with a decorator.
    files: ['apps/**/*.ts'],
    rules: { '@typescript-eslint/no-extraneous-class': 'off' },
  },
  {
    files: ['libs/**/*.ts'],
    ignores: testing,
    rules: { 'no-console': 'error' },
  },
  {
    // Answers of a server and matchers come untyped; specs compare them, they do not build on them.
    files: testing,
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  ...restrictions,
);
