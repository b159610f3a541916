// What both fences know of the house: dependency-cruiser reads it for imports, ESLint for what stands in the code.

/** Rooms of the domain: they import procedure and kernel and nothing else (ADR-0009). */
export const domain = ['household-case', 'household-register', 'collective-act', 'inspection'];

/**
 * Drivers and the only files that may name them. A file is an adapter by its name: `sqlite.ts`, `sqlite-store.ts`, `postgres.ts`.
 * `files` are globs for ESLint, `path` the same for dependency-cruiser. Measurements, proofs and tests may look underneath.
 */
export const drivers = [
  { name: 'node:sqlite', modules: ['node:sqlite', 'sqlite'], adapter: 'sqlite' },
  { name: '@eventstore/db-client', modules: ['@eventstore/db-client'], adapter: 'eventstoredb' },
  { name: 'bullmq', modules: ['bullmq', 'ioredis', '@nestjs/bullmq'], adapter: 'bullmq' },
  { name: 'pg', modules: ['pg'], adapter: 'postgres' },
].map(({ name, modules, adapter }) => ({
  name,
  modules,
  adapter,
  files: [`libs/*/src/**/*${adapter}*.ts`],
  path: `^libs/[^/]+/src/.*${adapter}[^/]*\\.ts$`,
}));

/** Specs stand beside the code; the contract of a port is cases that every adapter must pass. */
export const specs = ['**/*.spec.ts', '**/*-spec.ts', '**/*.contract.ts'];
export const specPath = '[.-](spec|contract)[.]ts$';
