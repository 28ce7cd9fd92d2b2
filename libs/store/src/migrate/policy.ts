/** A table behind the tenant policy, and its column that names the tenant. */
export interface TenantTable {
  readonly table: string;
  readonly tenant: string;
}

/** The tables of tenants in a schema.prisma text: those with a column `tenant_id`, and `tenant` itself. */
export function tenantTables(schema: string): TenantTable[] {
  const models = schema.match(/^model \w+ \{[\s\S]*?^\}/gm) ?? [];
  return models.flatMap((model) => {
    const table = /@@map\("(\w+)"\)/.exec(model)?.[1];
    if (!table) return [];
    if (table === 'tenant') return [{ table, tenant: 'id' }];
    return model.includes('@map("tenant_id")') ? [{ table, tenant: 'tenant_id' }] : [];
  });
}

/** The policy of one table, without the template's comments. */
export function renderPolicy(template: string, { table, tenant }: TenantTable): string {
  const sql = template
    .split('\n')
    .filter((line) => !line.startsWith('--'))
    .join('\n');
  return sql.replaceAll('{{table}}', table).replaceAll('{{tenant}}', tenant).trim();
}

/** What a migration from one schema to the next must add for its new tenant tables; empty when there are none. */
export function policiesForNewTables(template: string, from: string | null, to: string): string {
  const known = new Set(from === null ? [] : tenantTables(from).map((t) => t.table));
  return tenantTables(to)
    .filter((t) => !known.has(t.table))
    .map((t) => renderPolicy(template, t))
    .join('\n\n');
}
