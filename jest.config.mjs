import { existsSync, statfsSync } from 'node:fs';

// Specs write much and keep nothing, and wait for the disk at each write: where there is room in memory, their folders are there.
const MEMORY = '/dev/shm';
const ROOM = 4 * 2 ** 30;
if (process.env.TMPDIR === undefined && existsSync(MEMORY)) {
  const { bavail, bsize } = statfsSync(MEMORY);
  if (bavail * bsize >= ROOM) process.env.TMPDIR = MEMORY;
}

/** @type {import('jest').Config} */
const swcTs = {
  swcrc: false,
  configFile: false,
  sourceMaps: 'inline',
  module: { type: 'commonjs', importInterop: 'swc' },
  jsc: {
    target: 'es2023',
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
};
export default {
  rootDir: '.',
  testEnvironment: '<rootDir>/jest.environment.cjs',
  // resolves #libs/* to the TypeScript sources
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // There for `import` alone.
    '^unpdf/pdfjs$': '<rootDir>/node_modules/unpdf/dist/pdfjs.mjs',
  },
  transform: { '^.+\\.ts$': ['@swc/jest', swcTs], '^.+\\.m?js$': '<rootDir>/jest.esm-to-cjs.cjs' },
  transformIgnorePatterns: [],
  // What a loaded machine does slowly is not wrong: a timing is never a test.
  testTimeout: 120_000,
  testMatch: ['<rootDir>/{apps,libs,test}/**/*{.spec,-spec}.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  coverageProvider: 'v8',
  collectCoverageFrom: ['apps/**/*.ts', 'libs/**/*.ts', '!**/*.spec.ts', '!**/main.ts'],
};
