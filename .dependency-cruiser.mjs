// Who may import whom (ADR-0009). Each rule is proven by a planted violation in test/architecture/boundaries.spec.ts.
//   apps → application, outlets, read-models, … → household-case, household-register, collective-act → procedure → calendar → kernel
// Fences go by folder and allow by list: what nobody thought of is forbidden.
import { domain, drivers, specPath } from './test/architecture/rooms.mjs';

const anyDomain = domain.join('|');
const npm = (...names) => names.map((name) => `^node_modules/${name}/`);
const asTest = `(${specPath})|^(test|bench|proof)/`;

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-unresolvable',
      comment:
        'An import that resolves to nothing satisfies every other rule (ADR-0009): correct the path, or declare the package.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or a third is missing (ADR-0009).',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'kernel-imports-only-the-date-library',
      comment: 'The kernel stands under everything: temporal-polyfill and nothing else (ADR-0009).',
      severity: 'error',
      from: { path: '^libs/kernel/', pathNot: specPath },
      to: { pathNot: ['^libs/kernel/', ...npm('temporal-polyfill')] },
    },
    {
      name: 'terms-imports-nothing',
      comment: 'The dictionary is words; whoever needs a word imports it, it needs nobody (ADR-0009).',
      severity: 'error',
      from: { path: '^libs/terms/', pathNot: specPath },
      to: { pathNot: '^libs/terms/' },
    },
    {
      name: 'calendar-imports-only-kernel-and-terms',
      comment: 'Days as data: kernel, terms and zod by name; a calendar knows no law and no clock (ADR-0009, ADR-0015).',
      severity: 'error',
      from: { path: '^libs/calendar/', pathNot: specPath },
      to: { pathNot: ['^libs/(calendar|kernel|terms)/', ...npm('zod')] },
    },
    {
      name: 'procedure-imports-only-kernel-calendar-and-terms',
      comment:
        'The law as data: kernel, calendar, terms, zod and temporal-polyfill by name, nothing of the machine (ADR-0002, ADR-0009).',
      severity: 'error',
      from: { path: '^libs/procedure/', pathNot: specPath },
      to: { pathNot: ['^libs/(procedure|calendar|kernel|terms)/', ...npm('zod', 'temporal-polyfill')] },
    },
    {
      name: 'domain-imports-only-procedure-and-kernel',
      comment:
        'A decider is pure: procedure, kernel and its own lib; no node:*, no npm, no other lib. Hashes and ids come in by the context (ADR-0002, ADR-0009).',
      severity: 'error',
      from: { path: `^libs/(${anyDomain})/`, pathNot: specPath },
      to: { pathNot: ['^libs/$1/', '^libs/(procedure|kernel)/'] },
    },
    {
      name: 'direction-kernel-specs',
      comment: 'Specs may use test tools, but not look upwards: beneath procedure stands only the kernel (ADR-0009).',
      severity: 'error',
      from: { path: `^libs/(kernel|terms)/.*${specPath}` },
      to: { path: '^(libs|apps)/', pathNot: '^libs/(kernel|terms|spec)/' },
    },
    {
      name: 'direction-calendar-specs',
      comment: 'Specs may use test tools, but not look upwards: calendar knows kernel and terms (ADR-0009).',
      severity: 'error',
      from: { path: `^libs/calendar/.*${specPath}` },
      to: { path: '^(libs|apps)/', pathNot: '^libs/(calendar|kernel|terms|spec)/' },
    },
    {
      name: 'direction-procedure-specs',
      comment: 'Specs may use test tools, but not look upwards: procedure knows kernel, calendar and terms (ADR-0009).',
      severity: 'error',
      from: { path: `^libs/procedure/.*${specPath}` },
      to: { path: '^(libs|apps)/', pathNot: '^libs/(procedure|calendar|kernel|terms|spec)/' },
    },
    {
      name: 'direction-domain-specs',
      comment: 'Specs may use test tools, but not look upwards or sideways: a domain lib knows procedure and kernel (ADR-0009).',
      severity: 'error',
      from: { path: `^libs/(${anyDomain})/.*${specPath}` },
      to: { path: '^(libs|apps)/', pathNot: '^libs/($1|procedure|kernel|terms|spec)/' },
    },
    {
      name: 'runs-on-declared-dependencies',
      comment:
        'Where the engine runs only `dependencies` are installed: declare the package there; test tools belong in specs (ADR-0010).',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: [specPath, '^libs/spec/'] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'ports-do-not-know-their-users',
      comment:
        'Stores, clock, bells, vault, ledger and identity serve; they know the kernel and each other, not the domain or those above it (ADR-0009).',
      severity: 'error',
      from: { path: '^libs/(event-store|wakeups|clock|vault|ledger|eventstore-protocol|postgres)/', pathNot: specPath },
      to: {
        path: '^libs/',
        pathNot: '^libs/(event-store|wakeups|clock|vault|ledger|eventstore-protocol|postgres|kernel|terms)/',
      },
    },
    {
      name: 'dossier-runs-in-a-browser',
      comment:
        'The verifier of dossiers is the same code in the command and in a page without a network: terms, noble, fflate and canonicalize, nothing of the machine (ADR-0025, ADR-0009).',
      severity: 'error',
      from: { path: '^libs/dossier/', pathNot: specPath },
      to: { pathNot: ['^libs/(dossier|terms)/', ...npm('@noble/curves', '@noble/hashes', 'fflate', 'canonicalize')] },
    },
    {
      name: 'print-knows-pages-alone',
      comment:
        'A page comes in as HTML and goes out as PDF: what stands in it, and who may see it, was settled before (ADR-0043, ADR-0009).',
      severity: 'error',
      from: { path: '^libs/print/', pathNot: specPath },
      to: {
        pathNot: [
          '^libs/(print|terms|kernel)/',
          '^(node:)?(module|path|worker_threads)$',
          ...npm('pdfmake', 'fontkit', '@types/fontkit', 'htmlparser2'),
        ],
      },
    },
    {
      name: 'replay-decides-and-writes-nothing',
      comment:
        'What was decided is decided again from the log and the vault alone: no read models, no bells, no clock, no house that could write (ADR-0009).',
      severity: 'error',
      from: { path: '^libs/replay/', pathNot: specPath },
      to: {
        path: '^libs/',
        pathNot:
          '^libs/(replay|application|event-store|household-case|household-register|collective-act|identity|procedure|calendar|kernel|vault)/',
      },
    },
    {
      name: 'audit-reads-and-never-writes',
      comment: 'What an auditor is shown is made from events alone: no desk, no bell, no store of its own beneath it (ADR-0009).',
      severity: 'error',
      from: { path: '^libs/audit/', pathNot: `${specPath}|/samples/` },
      to: {
        path: '^libs/',
        pathNot:
          '^libs/(audit|event-store|ledger|household-case|household-register|collective-act|procedure|read-models|kernel|terms)/',
      },
    },
    {
      name: 'libs-never-import-apps',
      comment: 'A lib does not know by which door it was entered (ADR-0009).',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(apps|test|bench|proof)/' },
    },
    {
      name: 'apps-do-not-import-each-other',
      comment: 'What two apps share is a lib; only the index of the API is a door, for the command that starts it (ADR-0009).',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: ['^apps/$1/', '^apps/api/src/index[.]ts$'] },
    },
    {
      name: 'only-the-command-starts-the-server',
      comment: '`mingce start` and `mingce docs` take the API by its index; no other app does (ADR-0009).',
      severity: 'error',
      from: { path: '^apps/', pathNot: '^apps/(cli|api)/' },
      to: { path: '^apps/api/' },
    },
    {
      name: 'libs-only-by-their-name',
      comment:
        "Another lib is imported as #libs/<name>, whose index is its door; ../../<name> goes through the wall. A port's contract is a second door, for tests (ADR-0009).",
      severity: 'error',
      from: { path: '^([^/]+/[^/]+)/' },
      to: { path: '^libs/', pathNot: ['^$1/', '[.]contract[.]ts$'], dependencyTypesNot: ['aliased-subpath-import'] },
    },
    {
      name: 'second-judge-imports-nothing',
      comment:
        'test/oracle is written from the text of the law alone; one shared line and its agreement proves nothing (ADR-0008).',
      severity: 'error',
      from: { path: '^test/oracle/', pathNot: specPath },
      to: { pathNot: '^test/oracle/' },
    },
    ...drivers.map(({ name, modules, path }) => ({
      name: `driver-${name.replace(/^.*[:@/]/, '')}-in-its-adapter`,
      comment: `${modules.join(', ')}: one file behind a port, so that a store can be changed without the engine noticing (ADR-0004, ADR-0009).`,
      severity: 'error',
      from: { pathNot: [path, asTest] },
      to: { path: modules.flatMap((module) => [`^${module}$`, ...npm(module)]) },
    })),
  ],
  options: {
    doNotFollow: { path: '^node_modules/' },
    exclude: { path: '^(dist|apps/console|apps/cli/bin)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default'],
      exportsFields: ['exports'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
    builtInModules: { add: ['sqlite'] },
    skipAnalysisNotInRules: true,
  },
};
