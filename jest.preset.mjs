import { fileURLToPath } from 'node:url';

// One preset for every project: swc strips the types (tsc checks them), ESM stays ESM.
const swc = [
  '@swc/jest',
  {
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', tsx: true, decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, react: { runtime: 'automatic' } },
    },
    module: { type: 'es6' },
    sourceMaps: 'inline',
  },
];

/** Real databases, real cryptography, two cores: a busy machine needs more than the default five seconds. What must be fast is measured, not timed out. */
export const TEST_TIMEOUT_MS = 30_000;

/** For projects most of whose suites start PostgreSQL: it is made and migrated once per run. The others profit when they run together. */
export const WITH_POSTGRES = { globalSetup: fileURLToPath(new URL('./jest.database.mjs', import.meta.url)) };

/** @param {string} name the project's name in the report @param {string} testEnvironment jest environment */
export default function preset(name, testEnvironment = 'node') {
  return {
    displayName: name,
    testEnvironment,
    roots: ['<rootDir>/src'],
    testMatch: ['**/*.spec.{ts,tsx}'],
    extensionsToTreatAsEsm: ['.ts', '.tsx'],
    moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
    transform: { '^.+\\.tsx?$': swc },
    transformIgnorePatterns: ['/node_modules/'],
    testTimeout: TEST_TIMEOUT_MS,
  };
}
