/** JSON Schema 2020-12 as far as our document uses it. `true` and `{}` take anything. */
export type Schema = boolean | { readonly [keyword: string]: unknown };
type Fields = { readonly [keyword: string]: unknown };

/** Why not every value of one schema is a value of another, and where. */
export interface Gap {
  readonly at: string;
  readonly what: string;
}

/** `taken`: values come from callers, so unknown properties are lost. `given`: values go to readers, who must tolerate new properties. */
export type Direction = 'taken' | 'given';

/** Looks up `$ref`; the two sides of a comparison come from different documents. */
export type Resolve = (reference: string) => Schema;

interface Sides {
  readonly from: Resolve;
  readonly to: Resolve;
  readonly direction: Direction;
  /** Pairs of references under comparison: schemas may contain themselves. */
  readonly open: ReadonlySet<string>;
}

const LOWER = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const UPPER = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];
const EXACT = ['pattern', 'format', 'multipleOf', 'uniqueItems', 'prefixItems', 'propertyNames', 'not'];

const listed = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const record = (value: unknown): Readonly<Record<string, Schema>> => (value ?? {}) as Readonly<Record<string, Schema>>;
const named = (value: unknown): string => JSON.stringify(value);

function typesOf(schema: Fields): string[] | null {
  if (Array.isArray(schema['type'])) return schema['type'] as string[];
  if (typeof schema['type'] === 'string') return [schema['type']];
  const values = valuesOf(schema);
  return values && [...new Set(values.map((value) => (value === null ? 'null' : typeof value)))];
}
const valuesOf = (schema: Fields): unknown[] | null =>
  'const' in schema ? [schema['const']] : Array.isArray(schema['enum']) ? schema['enum'] : null;

/** The schema without references; parts of `allOf` put together. */
function plain(schema: Schema, resolve: Resolve): Schema {
  if (typeof schema === 'boolean') return schema;
  const { $ref, allOf, ...rest } = schema;
  const parts = [...(typeof $ref === 'string' ? [resolve($ref)] : []), ...(listed(allOf) as Schema[])].map((part) => plain(part, resolve));
  return parts.reduce<Fields>((whole, part) => (typeof part === 'boolean' ? whole : merged(whole, part)), rest);
}

const merged = (one: Fields, other: Fields): Fields => ({
  ...other,
  ...one,
  ...('properties' in one || 'properties' in other ? { properties: { ...record(other['properties']), ...record(one['properties']) } } : {}),
  ...('required' in one || 'required' in other
    ? { required: [...new Set([...listed(other['required']), ...listed(one['required'])])] }
    : {}),
});

/** The schemas of which a value needs to match one; several types count as several alternatives. */
function alternatives(schema: Schema): Schema[] {
  if (typeof schema === 'boolean') return [schema];
  const { anyOf, oneOf, ...rest } = schema;
  const choices = listed(anyOf ?? oneOf) as Schema[];
  if (choices.length > 0) return choices.map((choice) => (typeof choice === 'boolean' || '$ref' in choice ? choice : merged(choice, rest)));
  return Array.isArray(schema['type']) ? schema['type'].map((type: unknown) => ({ ...schema, type })) : [schema];
}

/** Every reason why a value that `from` allows might not be one that `to` allows. Empty: whoever coped with `to` copes with `from`. */
export function gaps(from: Schema, to: Schema, sides: Omit<Sides, 'open'> & Partial<Pick<Sides, 'open'>>, at = ''): Gap[] {
  const open = sides.open ?? new Set<string>();
  const key = `${named(from)} ${named(to)}`;
  if (open.has(key)) return [];
  const inner: Sides = { ...sides, open: typeof from === 'object' && '$ref' in from ? new Set([...open, key]) : open };
  const [one, other] = [plain(from, sides.from), plain(to, sides.to)];
  if (other === true || (typeof other === 'object' && Object.keys(other).every((keyword) => NOTES.has(keyword)))) return [];
  const [have, allowed] = [alternatives(one), alternatives(other)];
  if (have.length === 1 && allowed.length === 1) return single(have[0] ?? true, allowed[0] ?? true, inner, at);
  return have.flatMap((choice) => {
    const tried = allowed.map((candidate) => single(plain(choice, sides.from), plain(candidate, sides.to), inner, at));
    if (tried.some((found) => found.length === 0)) return [];
    // The nearest alternative says best what is wrong.
    return tried.sort((a, b) => weight(a) - weight(b))[0] ?? [];
  });
}
const NOTES = new Set(['description', 'title', 'default', 'examples', 'deprecated', '$comment', 'id']);
const weight = (found: readonly Gap[]): number => found.length + (found.some(({ what }) => what.startsWith('type')) ? 100 : 0);

function single(from: Schema, to: Schema, sides: Sides, at: string): Gap[] {
  if (typeof from === 'object' && typeof to === 'object' && ('anyOf' in from || 'anyOf' in to || 'oneOf' in from || 'oneOf' in to))
    return gaps(from, to, sides, at);
  if (to === true) return [];
  if (typeof to === 'boolean') return [{ at, what: 'nothing is allowed any more' }];
  const have: Fields = typeof from === 'boolean' ? {} : from;
  const wrongType = typeGap(have, to);
  if (wrongType !== null) return [{ at, what: wrongType }];
  return [...valueGaps(have, to, at), ...objectGaps(have, to, sides, at), ...arrayGaps(have, to, sides, at)];
}

function typeGap(from: Fields, to: Fields): string | null {
  const [have, allowed] = [typesOf(from), typesOf(to)];
  if (allowed === null) return null;
  const missing = (have ?? ['anything']).filter((type) => !allowed.includes(type) && !(type === 'integer' && allowed.includes('number')));
  return missing.length === 0 ? null : `type: ${missing.join(', ')} where only ${allowed.join(', ')} was known`;
}

function valueGaps(from: Fields, to: Fields, at: string): Gap[] {
  const found: Gap[] = [];
  const allowed = valuesOf(to);
  if (allowed !== null) {
    const known = new Set(allowed.map(named));
    const extra = valuesOf(from)?.filter((value) => !known.has(named(value))) ?? ['anything'];
    if (extra.length > 0) found.push({ at, what: `values: ${extra.map(named).join(', ')}` });
  }
  const bound = (keyword: string, holds: (have: number, wanted: number) => boolean): void => {
    const [have, wanted] = [from[keyword], to[keyword]];
    if (typeof wanted === 'number' && valuesOf(from) === null && !(typeof have === 'number' && holds(have, wanted)))
      found.push({ at, what: `${keyword}: ${typeof have === 'number' ? have : 'none'} against ${wanted}` });
  };
  for (const keyword of LOWER) bound(keyword, (have, wanted) => have >= wanted);
  for (const keyword of UPPER) bound(keyword, (have, wanted) => have <= wanted);
  for (const keyword of EXACT) {
    if (to[keyword] !== undefined && valuesOf(from) === null && named(from[keyword]) !== named(to[keyword]))
      found.push({ at, what: `${keyword}: ${named(from[keyword]) ?? 'none'} against ${named(to[keyword])}` });
  }
  return found;
}

function objectGaps(from: Fields, to: Fields, sides: Sides, at: string): Gap[] {
  const [have, known] = [record(from['properties']), record(to['properties'])];
  const sure = new Set(listed(from['required']));
  const found: Gap[] = listed(to['required'])
    .filter((name) => !sure.has(name))
    .map((name) => ({ at: `${at}/${String(name)}`, what: 'required on one side only' }));
  for (const [name, schema] of Object.entries(have)) {
    const other = known[name];
    if (other !== undefined) found.push(...gaps(schema, other, sides, `${at}/${name}`));
    else if (sides.direction === 'taken' && !('additionalProperties' in to))
      found.push({ at: `${at}/${name}`, what: 'not taken any more' });
  }
  if (sides.direction === 'given') {
    for (const name of Object.keys(known))
      if (!(name in have) && !listed(to['required']).includes(name)) found.push({ at: `${at}/${name}`, what: 'not given any more' });
  }
  const [more, allowed] = [from['additionalProperties'], to['additionalProperties']];
  if (typeof more === 'object' && typeof allowed === 'object') found.push(...gaps(more as Schema, allowed as Schema, sides, `${at}/*`));
  return found;
}

const arrayGaps = (from: Fields, to: Fields, sides: Sides, at: string): Gap[] =>
  to['items'] === undefined ? [] : gaps((from['items'] ?? true) as Schema, to['items'] as Schema, sides, `${at}/0`);
