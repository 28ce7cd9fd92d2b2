import pg from 'pg';

const { builtins, getTypeParser } = pg.types;
const bytes = getTypeParser(builtins.BYTEA) as (text: string) => Uint8Array;

/** Where the driver's own reading would lose something, or show that the bytes are Node's. */
const OURS = new Map<number, (text: string) => unknown>([
  [builtins.INT8, BigInt],
  [builtins.BYTEA, (text) => new Uint8Array(bytes(text))],
]);

/** How values of PostgreSQL come back: `int8` as bigint, `timestamptz` as Date, `bytea` as Uint8Array, JSON parsed, arrays as arrays, `numeric` as text. */
export const TYPES = {
  getTypeParser: (oid: number, format?: 'text') => OURS.get(oid) ?? (getTypeParser(oid, format) as (text: string) => unknown),
} as pg.CustomTypesConfig;
