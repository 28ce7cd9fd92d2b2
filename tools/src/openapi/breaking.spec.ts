import { breakingChanges, type Described } from './breaking.js';
import type { Schema } from './schema.js';

interface Parts {
  readonly body?: Schema;
  readonly reply?: Schema;
  readonly status?: string;
  readonly parameters?: object[];
  readonly components?: object;
  readonly extra?: object;
  readonly type?: string;
}

const document = ({ body, reply, status = '200', parameters, components, extra, type = 'application/json' }: Parts): Described => ({
  paths: {
    '/things': {
      post: {
        operationId: 'make',
        ...(parameters ? { parameters } : {}),
        ...(body === undefined ? {} : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
        responses: { [status]: reply === undefined ? { description: '' } : { content: { [type]: { schema: reply } } }, '422': {} },
        ...extra,
      },
    },
  },
  components,
});
const object = (properties: object, required: string[] = Object.keys(properties)): Schema => ({ type: 'object', properties, required });
const text = { type: 'string' };
const number = { type: 'number' };
const nullable = (schema: object) => ({ anyOf: [schema, { type: 'null' }] });
const query = (name: string, required: boolean, schema: object = text) => ({ name, in: 'query', required, schema });

const breaks: [string, Parts, Parts, string][] = [
  ['a field becomes required', { body: object({ a: text }, []) }, { body: object({ a: text }) }, '/a'],
  ['a required field is new', { body: object({ a: text }) }, { body: object({ a: text, b: text }) }, '/b'],
  ['a field is not taken any more', { body: object({ a: text, b: text }, ['a']) }, { body: object({ a: text }) }, '/b'],
  ['a taken field has another type', { body: object({ a: text }) }, { body: object({ a: number }) }, 'type'],
  ['a taken value is gone', { body: { enum: ['x', 'y'] } }, { body: { enum: ['x'] } }, '"y"'],
  ['a taken text may be less long', { body: text }, { body: { ...text, maxLength: 5 } }, 'maxLength'],
  ['a taken number must be larger', { body: { ...number, minimum: 1 } }, { body: { ...number, minimum: 2 } }, 'minimum'],
  ['a taken text must have a form', { body: text }, { body: { ...text, pattern: '^a' } }, 'pattern'],
  ['null is not taken any more', { body: nullable(text) }, { body: text }, 'null'],
  [
    'an alternative is not taken any more',
    { body: { anyOf: [object({ a: text }), object({ b: text })] } },
    { body: object({ a: text }) },
    '/a',
  ],
  ['items are judged', { body: { type: 'array', items: text } }, { body: { type: 'array', items: number } }, '/0'],
  ['a body is new', {}, { body: object({}) }, 'body'],
  ['a field is not given any more', { reply: object({ a: text, b: text }) }, { reply: object({ a: text }) }, '/b'],
  ['an optional field is not given any more', { reply: object({ a: text }, []) }, { reply: object({}) }, '/a'],
  ['a given field is not always there', { reply: object({ a: text }) }, { reply: object({ a: text }, []) }, '/a'],
  ['a given field may be null', { reply: object({ a: text }) }, { reply: object({ a: nullable(text) }) }, 'null'],
  ['a given value is new', { reply: { enum: ['x'] } }, { reply: { enum: ['x', 'y'] } }, '"y"'],
  ['a given number was whole', { reply: { type: 'integer' } }, { reply: number }, 'number'],
  ['the status is another one', { reply: text }, { reply: text, status: '201' }, 'reply 200'],
  ['the reply is of another kind', { reply: text }, { reply: text, type: 'text/csv' }, 'application/json'],
  ['a parameter is required', { parameters: [query('q', false)] }, { parameters: [query('q', true)] }, 'query q'],
  ['a required parameter is new', { parameters: [] }, { parameters: [query('q', true)] }, 'query q'],
  ['a parameter is gone', { parameters: [query('q', false)] }, { parameters: [] }, 'query q'],
  ['a parameter is narrower', { parameters: [query('q', false)] }, { parameters: [query('q', false, { enum: ['a'] })] }, 'query q'],
  ['a credential is asked for', { extra: { security: [] } }, { extra: { security: [{ key: [] }] } }, 'security'],
  ['the operation has another name', {}, { extra: { operationId: 'build' } }, 'operationId'],
];

const fine: [string, Parts, Parts][] = [
  ['nothing changed', { body: object({ a: text }), reply: object({ a: text }) }, { body: object({ a: text }), reply: object({ a: text }) }],
  ['an optional field is taken', { body: object({ a: text }) }, { body: object({ a: text, b: text }, ['a']) }],
  ['a required field becomes optional', { body: object({ a: text }) }, { body: object({ a: text }, []) }],
  ['a new value is taken', { body: { enum: ['x'] } }, { body: { enum: ['x', 'y'] } }],
  ['any text is taken', { body: { const: 'x' } }, { body: text }],
  ['null is taken too', { body: text }, { body: nullable(text) }],
  ['several types are taken', { body: text }, { body: { type: ['string', 'null'] } }],
  ['a limit is wider', { body: { ...text, maxLength: 5 } }, { body: { ...text, maxLength: 6 } }],
  ['an alternative is new', { body: object({ a: text }) }, { body: { anyOf: [object({ b: text }), object({ a: text })] } }],
  ['a field is given in addition', { reply: object({ a: text }) }, { reply: object({ a: text, b: text }) }],
  ['a given field is always there now', { reply: object({ a: text }, []) }, { reply: object({ a: text }) }],
  ['a given value is gone', { reply: { enum: ['x', 'y'] } }, { reply: { enum: ['x'] } }],
  ['null is not given any more', { reply: nullable(text) }, { reply: text }],
  ['a description changed', { reply: { ...text, description: 'a' } }, { reply: { ...text, description: 'b' } }],
  ['an optional parameter is new', { parameters: [] }, { parameters: [query('q', false)] }],
];

describe('breaking changes', () => {
  it.each(breaks)('are found when %s', (_, before, after, where) => {
    const found = breakingChanges(document(before), document(after));
    expect(found.length).toBeGreaterThan(0);
    expect(found.map(({ operation, at, what }) => `${operation} ${at} ${what}`).join('\n')).toContain(where);
    expect(found.every(({ operation }) => operation === 'POST /things')).toBe(true);
  });

  it.each(fine)('are not seen when %s', (_, before, after) => {
    expect(breakingChanges(document(before), document(after))).toEqual([]);
  });

  it('are found behind references, also of schemas that contain themselves', () => {
    const tree = (leaf: object) => ({
      schemas: { Tree: object({ leaf, branches: { type: 'array', items: { $ref: '#/components/schemas/Tree' } } }) },
    });
    const reply = { $ref: '#/components/schemas/Tree' };
    const at = (leaf: object) => document({ reply, components: tree(leaf) });
    expect(breakingChanges(at(text), at(text))).toEqual([]);
    expect(breakingChanges(at(text), at(number)).map(({ at: where }) => where)).toEqual(['reply 200 /leaf']);
  });

  it('are found when a route is gone, and not when one is new', () => {
    const empty: Described = { paths: {} };
    expect(breakingChanges(document({}), empty)).toEqual([{ operation: 'POST /things', at: '', what: 'is gone' }]);
    expect(breakingChanges(empty, document({}))).toEqual([]);
  });
});
