import { type Direction, gaps, type Resolve, type Schema } from './schema.js';

type Json = { readonly [key: string]: unknown };

/** A document as it stands in a file; only what is compared is read. */
export interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components?: unknown;
}

/** Something a client written against the earlier document cannot cope with. */
export interface Breaking {
  readonly operation: string;
  readonly at: string;
  readonly what: string;
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

/** Follows `#/…` inside one document. */
const within =
  (document: Described): Resolve =>
  (reference) =>
    reference
      .replace(/^#\//, '')
      .split('/')
      .reduce<unknown>((at, name) => (at as Json | undefined)?.[name.replaceAll('~1', '/').replaceAll('~0', '~')], document) as Schema;

class Comparison {
  readonly found: Breaking[] = [];
  private readonly old: Resolve;
  private readonly now: Resolve;

  constructor(
    before: Described,
    after: Described,
    private readonly operation: string,
  ) {
    this.old = within(before);
    this.now = within(after);
  }

  compare(before: Json, after: Json): Breaking[] {
    if (before['operationId'] !== after['operationId']) this.say('operationId', `was ${String(before['operationId'])}`);
    if (JSON.stringify(before['security']) === '[]' && JSON.stringify(after['security']) !== '[]')
      this.say('security', 'asks for a credential now');
    this.parameters(before, after);
    this.body(before, after);
    this.replies(before, after);
    return this.found;
  }

  private say(at: string, what: string): void {
    this.found.push({ operation: this.operation, at, what });
  }

  /** `taken`: whatever was taken still is. `given`: whatever is given was to be expected. */
  private schemas(before: unknown, after: unknown, direction: Direction, at: string): void {
    const [older, newer] = [(before ?? true) as Schema, (after ?? true) as Schema];
    const found =
      direction === 'taken'
        ? gaps(older, newer, { from: this.old, to: this.now, direction })
        : gaps(newer, older, { from: this.now, to: this.old, direction });
    for (const gap of found) this.say(`${at} ${gap.at}`.trimEnd(), gap.what);
  }

  private parameters(before: Json, after: Json): void {
    const named = (operation: Json, resolve: Resolve) =>
      new Map(
        ((operation['parameters'] ?? []) as Json[])
          .map((p) => (typeof p['$ref'] === 'string' ? (resolve(p['$ref']) as Json) : p))
          .map((p) => [`${String(p['in'])} ${String(p['name'])}`, p]),
      );
    const [old, now] = [named(before, this.old), named(after, this.now)];
    for (const [name, parameter] of now) {
      const earlier = old.get(name);
      if (parameter['required'] === true && earlier?.['required'] !== true) this.say(name, 'is required now');
      if (earlier !== undefined) this.schemas(earlier['schema'], parameter['schema'], 'taken', name);
    }
    for (const name of old.keys()) if (!now.has(name)) this.say(name, 'is not taken any more');
  }

  private body(before: Json, after: Json): void {
    const [old, now] = [contentOf(before['requestBody']), contentOf(after['requestBody'])];
    if (old.size === 0 && now.size > 0 && (after['requestBody'] as Json)['required'] === true) this.say('body', 'is required now');
    for (const [type, schema] of old) {
      if (!now.has(type)) this.say('body', `${type} is not taken any more`);
      else this.schemas(schema, now.get(type), 'taken', 'body');
    }
  }

  private replies(before: Json, after: Json): void {
    const good = (operation: Json) =>
      Object.entries(operation['responses'] as Record<string, Json>).filter(([status]) => /^[23]/.test(status));
    const now = new Map(good(after));
    for (const [status, reply] of good(before)) {
      const later = now.get(status);
      if (later === undefined) {
        this.say(`reply ${status}`, `is not given any more; it is ${[...now.keys()].join(', ')}`);
        continue;
      }
      const [old, types] = [contentOf(reply), contentOf(later)];
      for (const [type, schema] of old) {
        if (!types.has(type)) this.say(`reply ${status}`, `${type} is not given any more`);
        else this.schemas(schema, types.get(type), 'given', `reply ${status}`);
      }
      const headers = (later['headers'] ?? {}) as Json;
      for (const name of Object.keys(reply['headers'] ?? {}))
        if (!(name in headers)) this.say(`reply ${status}`, `header ${name} is not given any more`);
    }
  }
}

const contentOf = (part: unknown): Map<string, unknown> =>
  new Map(
    Object.entries(((part as Json | undefined)?.['content'] ?? {}) as Record<string, Json>).map(([type, { schema }]) => [type, schema]),
  );

/** Everything in `after` that breaks clients of `before`: more asked for, less given, or something else altogether. Additions break nobody. */
export function breakingChanges(before: Described, after: Described): Breaking[] {
  return Object.entries(before.paths).flatMap(([path, operations]) =>
    METHODS.filter((method) => method in operations).flatMap((method) => {
      const operation = `${method.toUpperCase()} ${path}`;
      const now = after.paths[path]?.[method];
      if (now === undefined) return [{ operation, at: '', what: 'is gone' }];
      return new Comparison(before, after, operation).compare(operations[method] as Json, now as Json);
    }),
  );
}
