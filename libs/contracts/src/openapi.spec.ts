import { type Endpoint, isRepeatable, refusalsOf } from './endpoint.js';
import { openApiDocument } from './openapi.js';
import { PROBLEMS } from './problem.js';
import { routes } from './routes.js';
import { EVENTS_PATH } from './stream.js';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: { readonly in: string; readonly name: string }[];
  readonly responses: Record<string, { readonly description: string; readonly content: Record<string, unknown> }>;
}
const document = openApiDocument('1.2.3') as unknown as {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown>; responses: Record<string, Operation['responses'][string]> };
};
/** The response itself, also where it stands among the components. */
function responseOf(operation: Operation, status: number): Operation['responses'][string] | undefined {
  const response = operation.responses[String(status)] as { $ref?: string } & Operation['responses'][string];
  return response?.$ref === undefined ? response : document.components.responses[response.$ref.replace('#/components/responses/', '')];
}
const entries = Object.entries(routes) as [string, Endpoint][];
function operationOf(e: Endpoint): Operation {
  const operation = document.paths[e.path.replace(/:(\w+)/g, '{$1}')]?.[e.method.toLowerCase()];
  if (operation === undefined) throw new Error(`${e.method} ${e.path} is not in the document`);
  return operation;
}

describe('the OpenAPI document', () => {
  it.each(entries)('describes %s under its own name, with every refusal it can answer with', (name, e) => {
    const operation = operationOf(e);
    expect(operation.operationId).toBe(name);
    expect(operation.summary).not.toBe('');
    expect(operation.responses[String(e.status)]).toBeDefined();
    for (const code of refusalsOf(e)) expect(responseOf(operation, PROBLEMS[code])?.description).toContain(`\`${code}\``);
  });

  it('has no two routes with the same method and address', () => {
    expect(new Set(entries.map(([, e]) => `${e.method} ${e.path}`)).size).toBe(entries.length);
  });

  it('points only at schemas that are there, and has the stream', () => {
    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1] ?? '');
    expect(references.length).toBeGreaterThan(50);
    expect([...new Set(references)].filter((name) => document.components.schemas[name] === undefined)).toEqual([]);
    expect(text).not.toContain('#/$defs/');
    expect(document.paths[EVENTS_PATH]?.['get']?.responses['200']?.content['text/event-stream']).toBeDefined();
    expect(document.openapi).toBe('3.1.0');
  });

  it('declares every path parameter', () => {
    for (const [, e] of entries) {
      const declared = (operationOf(e).parameters ?? []).filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name);
      expect(declared.sort()).toEqual([...e.path.matchAll(/:(\w+)/g)].map((match) => match[1]).sort());
    }
  });

  it('tells the header fields of every convention', () => {
    for (const [, e] of entries) {
      const text = JSON.stringify(operationOf(e));
      expect([e.path, text.includes('/parameters/IfMatch')]).toEqual([e.path, e.ifMatch]);
      expect([e.path, text.includes('/parameters/IdempotencyKey')]).toEqual([e.path, isRepeatable(e)]);
      expect([e.path, text.includes('/headers/RateLimit"')]).toEqual([e.path, e.needs !== 'public']);
      if (e.ifMatch && e.reply.type !== 'undefined') expect([e.path, text.includes('/headers/ETag')]).toEqual([e.path, true]);
    }
  });

  it('describes a file as a file', () => {
    const { content } = operationOf(routes.exportTenant).responses['200'] ?? { content: {} };
    expect(content).toEqual({ 'application/zip': { schema: { type: 'string', format: 'binary' } } });
  });

  it('shows no secret in any reply', () => {
    const replies = entries.map(([, e]) => JSON.stringify(operationOf(e).responses[String(e.status)]));
    const reachable = (text: string, seen = new Set<string>()): Set<string> => {
      for (const [, name = ''] of text.matchAll(/#\/components\/schemas\/(\w+)/g)) {
        if (!seen.has(name)) reachable(JSON.stringify(document.components.schemas[name]), seen.add(name));
      }
      return seen;
    };
    const names = new Set(replies.flatMap((reply) => [...reachable(reply)]));
    expect(names).not.toContain('Credential');
    for (const name of names)
      expect(JSON.stringify(document.components.schemas[name])).not.toMatch(/"(password|privateKey|passphrase|passwordHash|sealed)":/);
  });
});
