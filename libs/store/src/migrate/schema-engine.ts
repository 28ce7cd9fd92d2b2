import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, type SqlQuery } from '@prisma/driver-adapter-utils';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

// Prisma's schema engine as WebAssembly, in process: the native one would have to be downloaded at run time.
// Only `diff` is used of it. Applying is plain pg (deploy.ts), because the adapter splits scripts at every semicolon.

interface WasmGlue {
  __wbg_set_wasm(exports: Record<string, unknown>): void;
}

/** What we need of the global; the type library for it is the browser's, which does not belong here. */
declare const WebAssembly: {
  instantiate(wasm: Uint8Array, imports: Record<string, unknown>): Promise<{ instance: { exports: Record<string, unknown> } }>;
};

let loaded: Promise<void> | null = null;

async function load(): Promise<void> {
  const file = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const wasm = await readFile(join(dirname(file), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': glue });
  (glue as unknown as WasmGlue).__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
}

type Factory = Parameters<typeof bindMigrationAwareSqlAdapterFactory>[0];

async function withEngine<T>(schema: string, factory: Factory, use: (engine: glue.SchemaEngine) => Promise<T>): Promise<T> {
  await (loaded ??= load());
  const engine = await glue.SchemaEngine.new(
    { datamodels: [['schema.prisma', schema]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  try {
    return await use(engine);
  } finally {
    engine.free();
  }
}

/** Types of the catalogue that adapter-pg 7.10 cannot read: "char" and name. */
const CHAR = 18;
const NAME = 19;
const TEXT = 25;

const charColumns = new WeakMap<object, number[]>();

/** A pool whose answers say `text` where the catalogue says "char" or name, and remembers which were "char". */
class CataloguePool extends pg.Pool {
  override query = (async (...args: unknown[]) => {
    const ask = Reflect.get(pg.Pool.prototype, 'query') as unknown as (...a: unknown[]) => Promise<pg.QueryArrayResult>;
    const result = await ask.apply(this, args);
    charColumns.set(
      result.rows,
      result.fields.flatMap((f, i) => (f.dataTypeID === CHAR ? [i] : [])),
    );
    for (const f of result.fields) if (f.dataTypeID === CHAR || f.dataTypeID === NAME) f.dataTypeID = TEXT;
    return result;
  }) as unknown as pg.Pool['query'];
}

class CatalogueFactory extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query: SqlQuery) => {
      const result = await queryRaw(query);
      for (const i of charColumns.get(result.rows) ?? []) result.columnTypes[i] = ColumnTypeEnum.Character;
      return result;
    };
    return adapter;
  }
}

/** The engine asks for the server's version once, even to compare two files; this answers without a server. */
class NoServer extends pg.Pool {
  override query = (() => {
    const field = (name: string, dataTypeID: number) => ({ name, dataTypeID });
    return Promise.resolve({
      rowCount: 1,
      rows: [[true, 'PostgreSQL 18.4', 180004]],
      fields: [field('exists', 16), field('version', TEXT), field('numeric_version', 23)],
    });
  }) as unknown as pg.Pool['query'];
}

const nothingForeign = { externalTables: [], externalEnums: [] };
const datamodel = (content: string) => ({ tag: 'schemaDatamodel' as const, files: [{ path: 'schema.prisma', content }] });

/** The SQL that leads from one schema.prisma text to another (null: from nothing). Touches no database. */
export async function draft(from: string | null, to: string): Promise<string> {
  return withEngine(to, new PrismaPg(new NoServer()), async (engine) => {
    const before = from === null ? { tag: 'empty' as const } : datamodel(from);
    const { stdout } = await engine.diff({ from: before, to: datamodel(to), script: true, exitCode: null, filters: nothingForeign });
    return stdout ?? '';
  });
}

/** The SQL that would bring the database to the schema; empty when they agree. Sees tables, columns, keys and indexes, not policies or functions. */
export async function drift(ownerUrl: string, schema: string): Promise<string> {
  const pool = new CataloguePool({ connectionString: ownerUrl, max: 2 });
  try {
    return await withEngine(schema, new CatalogueFactory(pool), async (engine) => {
      const from = { tag: 'schemaDatasource' as const, configDir: '.', files: [{ path: 'schema.prisma', content: schema }] };
      const { stdout } = await engine.diff({ from, to: datamodel(schema), script: true, exitCode: null, filters: nothingForeign });
      return /^-- This is an empty migration\.\s*$/.test(stdout ?? '') ? '' : (stdout ?? '');
    });
  } finally {
    await pool.end();
  }
}
