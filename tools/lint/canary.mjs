// The canary: code that breaks each of the house's rules, linted as if it stood in a project. If one of them is not reported the rule
// is off, which Nx's boundary rule does silently when there is no project graph. Run it through Nx: `nx run @stellwerk/tools:canary`.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const BOUNDARIES = '@nx/enforce-module-boundaries';

/** [where it pretends to stand, the code, the rule that must report it; null: it must pass] */
const CASES = [
  ['libs/domain/src/canary.ts', "import { urlAs } from '@stellwerk/store';\nexport const x = urlAs;", BOUNDARIES],
  ['libs/domain/src/canary.ts', "import { Pool } from 'pg';\nexport const x = Pool;", BOUNDARIES],
  ['libs/domain/src/canary.ts', "import { urlAs } from '../../store/src/index.js';\nexport const x = urlAs;", BOUNDARIES],
  ['libs/domain/src/canary.ts', "import { readFileSync } from 'node:fs';\nexport const x = readFileSync;", 'no-restricted-imports'],
  ['libs/domain/src/canary.ts', 'export const x = Date.now();', 'no-restricted-syntax'],
  ['libs/domain/src/canary.ts', 'export const x = Math.random();', 'no-restricted-syntax'],
  ['libs/contracts/src/canary.ts', 'export const x = new Date();', 'no-restricted-syntax'],
  ['libs/contracts/src/canary.ts', "import { Client } from 'ssh2';\nexport const x = Client;", BOUNDARIES],
  ['libs/ssh/src/canary.ts', "import { urlAs } from '@stellwerk/store';\nexport const x = urlAs;", BOUNDARIES],
  ['libs/ssh/src/canary.ts', "import { Pool } from 'pg';\nexport const x = Pool;", BOUNDARIES],
  ['libs/store/src/canary.ts', "import { Client } from 'ssh2';\nexport const x = Client;", BOUNDARIES],
  ['libs/probe/src/canary.ts', "import { Redis } from 'ioredis';\nexport const x = Redis;", BOUNDARIES],
  ['libs/store/src/canary.ts', "export * from './index.js';", 'no-restricted-syntax'],
  ['libs/queue/src/canary.ts', "export const x = process.env['HOME'];", 'no-restricted-properties'],
  ['libs/ssh/src/canary.spec.ts', "import { jest } from '@jest/globals';\njest.mock('ssh2');", 'no-restricted-syntax'],
  ['apps/worker/src/canary.ts', "import { Injectable } from '@nestjs/common';\nexport const x = Injectable;", BOUNDARIES],
  ['apps/cli/src/canary.ts', "import { urlAs } from '@stellwerk/store';\nexport const x = urlAs;", BOUNDARIES],
  ['apps/portal/src/canary.ts', "import { urlAs } from '@stellwerk/store';\nexport const x = urlAs;", BOUNDARIES],
  ['apps/portal/src/canary.ts', "import { Pool } from 'pg';\nexport const x = Pool;", BOUNDARIES],
  ['libs/ssh/src/canary.ts', "import { Port } from '@stellwerk/domain';\nexport const x = Port;", null],
  ['apps/api/src/canary.ts', "import { urlAs } from '@stellwerk/store';\nexport const x = urlAs;", null],
];

// The files do not exist, so rules that need types cannot judge them.
const eslint = new ESLint({
  cwd: ROOT,
  overrideConfig: [{ files: ['**/canary.ts', '**/canary.spec.ts'], ...tseslint.configs.disableTypeChecked }],
});
const wrong = [];
for (const [filePath, code, rule] of CASES) {
  const [result] = await eslint.lintText(code, { filePath });
  const reported = (result?.messages ?? []).map((message) => message.ruleId ?? message.message);
  const right = rule === null ? reported.length === 0 : reported.includes(rule);
  if (!right)
    wrong.push(`${filePath}: ${JSON.stringify(code)}\n    expected ${rule ?? 'nothing'}, reported ${reported.join(', ') || 'nothing'}`);
}
if (wrong.length > 0) {
  console.error(`The rule is off: ${wrong.length} of ${CASES.length} canaries live.\n  ${wrong.join('\n  ')}`);
  process.exit(1);
}
console.log(`${CASES.length} canaries: every rule is on.`);
