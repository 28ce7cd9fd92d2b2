import { readFile } from 'node:fs/promises';
import { FAULTS } from '@stellwerk/domain';
import { errorsPage } from './errors-page.js';
import { problemSentences } from './problem-sentences.js';

const pageOf = (): Promise<string> => readFile(new URL('../../../docs/errors.md', import.meta.url), 'utf8');

describe('docs/errors.md', () => {
  it('says exactly what the product says now (node tools/run.mjs docs writes it)', async () => {
    expect(await pageOf()).toBe(errorsPage(await problemSentences()));
  });

  it('shows no sentence with a hole where a value belongs', async () => {
    const page = await pageOf();
    expect(page).not.toMatch(/undefined|\[object|„“|“”/);
    for (const code of Object.keys(FAULTS)) expect(page).toContain(`\`${code}\``);
  });
});
