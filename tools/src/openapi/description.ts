import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { openApiDocument } from '@stellwerk/contracts';
import { type Breaking, breakingChanges, type Described } from './breaking.js';

/** What is published: clients are written against it, so it only changes on purpose. */
export const BASELINE = fileURLToPath(new URL('../../../docs/openapi.json', import.meta.url));
const PACKAGE = fileURLToPath(new URL('../../../package.json', import.meta.url));

/** The document of this version as text, like the file. */
export async function described(): Promise<string> {
  const { version } = JSON.parse(await readFile(PACKAGE, 'utf8')) as { version: string };
  return `${JSON.stringify(openApiDocument(version), null, 1)}\n`;
}

/** What the rules of Redocly's `recommended` set say against the text; one line each. */
export async function lint(text: string): Promise<string[]> {
  const config = await createConfig({
    extends: ['recommended'],
    // Signing in by OpenID Connect answers with a redirect, and nothing else is success there.
    rules: { 'operation-2xx-response': 'off' },
  });
  const problems = await lintFromString({ source: text, absoluteRef: 'openapi.json', config });
  return problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer ?? ''})`);
}

export interface Verdict {
  readonly text: string;
  readonly problems: string[];
  readonly breaking: Breaking[];
  /** The file says the same as the product. */
  readonly current: boolean;
}

/** The document against the rules and against what is published. Without a file everything is new. */
export async function judge(): Promise<Verdict> {
  const text = await described();
  const published = await readFile(BASELINE, 'utf8').catch(() => null);
  const breaking = published === null ? [] : breakingChanges(JSON.parse(published) as Described, JSON.parse(text) as Described);
  return { text, problems: await lint(text), breaking, current: published === text };
}
