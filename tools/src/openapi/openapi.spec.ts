import { judge, lint } from './description.js';

describe('docs/openapi.json', () => {
  it('breaks no rule, breaks no client, and is what the product says now (node tools/run.mjs openapi writes it)', async () => {
    const { problems, breaking, current } = await judge();
    expect({ problems, breaking, current }).toEqual({ problems: [], breaking: [], current: true });
  }, 30_000);

  it('is judged by rules that can object', async () => {
    const { text } = await judge();
    const document = JSON.parse(text) as { paths: Record<string, Record<string, { operationId: string }>> };
    for (const operation of Object.values(document.paths).flatMap((path) => Object.values(path))) operation.operationId = 'same';
    expect((await lint(JSON.stringify(document))).join()).toContain('operation-operationId-unique');
  }, 30_000);
});
