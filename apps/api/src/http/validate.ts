import type { Params } from '@stellwerk/domain';
import type { z } from 'zod';
import { type FieldRefusal, Refusal } from './refusal.js';
import { FIELD_TEXTS } from './field-texts.js';

type Issue = z.core.$ZodIssue;

const EXPECTED: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'an integer',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
};

const escaped = (key: PropertyKey): string => String(key).replaceAll('~', '~0').replaceAll('/', '~1');
const pointerTo = (path: readonly PropertyKey[]): string => path.map((key) => `/${escaped(key)}`).join('');

/** Says what a zod issue means in the closed set of field codes. */
function meaning(issue: Issue): { code: string; params: Params } {
  const raw = issue as unknown as Record<string, unknown>;
  switch (issue.code) {
    case 'invalid_type':
      if (raw.input === undefined) return { code: 'required', params: {} };
      return { code: 'wrong-type', params: { expected: EXPECTED[issue.expected] ?? issue.expected } };
    case 'too_small':
      return {
        code: issue.origin === 'string' || issue.origin === 'array' ? 'too-short' : 'too-small',
        params: { minimum: Number(issue.minimum) },
      };
    case 'too_big':
      return {
        code: issue.origin === 'string' || issue.origin === 'array' ? 'too-long' : 'too-large',
        params: { maximum: Number(issue.maximum) },
      };
    case 'invalid_value':
      return { code: raw.input === undefined ? 'required' : 'not-one-of', params: { values: issue.values.map(String) } };
    case 'invalid_union': {
      if (raw.input === undefined) return { code: 'required', params: {} };
      const options = raw.options;
      return Array.isArray(options) ? { code: 'not-one-of', params: { values: options.map(String) } } : { code: 'unusable', params: {} };
    }
    case 'invalid_format':
      return issue.message in FIELD_TEXTS ? { code: issue.message, params: {} } : { code: 'malformed', params: { format: issue.format } };
    default:
      return { code: issue.message in FIELD_TEXTS ? issue.message : 'unusable', params: {} };
  }
}

const errorsOf = (error: z.core.$ZodError, pointer: (path: readonly PropertyKey[]) => string): FieldRefusal[] =>
  error.issues.map((issue) => ({ pointer: pointer(issue.path), ...meaning(issue) }));

/** What a schema found wrong, as fields below `prefix` of the body. The issues must carry their input (`reportInput`). */
export const fieldsOf = (error: z.core.$ZodError, prefix: string): FieldRefusal[] => errorsOf(error, (path) => prefix + pointerTo(path));

type Place = 'params' | 'query' | 'body';

/** Parses one part of a request, or refuses with a pointer to every wrong field. A malformed id is an unknown id: not found. */
export function accept<S extends z.ZodType>(schema: S, value: unknown, place: Place): z.output<S> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  if (place === 'params') throw new Refusal('not-found');
  const pointer = place === 'body' ? pointerTo : (path: readonly PropertyKey[]) => `?${path.map(String).join('.')}`;
  throw new Refusal('validation-failed', { errors: errorsOf(result.error, pointer) });
}
