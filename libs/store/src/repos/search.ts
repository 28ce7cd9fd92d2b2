import { type Db, rows } from '../db.js';
import { likePattern } from '../page.js';
import type { Search, SearchRow, UsageRow } from '../types/customer.js';

/** What can be found, with the texts it is found by; the first of them is its title. */
const SOURCES: Record<SearchRow['kind'], string> = {
  tenant: `SELECT 'tenant' AS kind, t.id, t.name AS title, COALESCE(t.customer_number, '') AS subtitle, t.id AS tenant_id, concat_ws(' ', t.name, t.customer_number) AS words FROM tenant t`,
  pbx: `SELECT 'pbx', p.id, p.name, t.name, p.tenant_id, concat_ws(' ', p.name, p.address, p.product, t.name) FROM pbx p JOIN tenant t ON t.id = p.tenant_id`,
  'ssh-server': `SELECT 'ssh-server', s.id, s.name, concat_ws(' · ', s.host || ':' || s.port, t.name), s.tenant_id, concat_ws(' ', s.name, s.host, t.name) FROM ssh_server s JOIN tenant t ON t.id = s.tenant_id`,
  tunnel: `SELECT 'tunnel', u.id, u.name, concat_ws(' · ', p.name, t.name), u.tenant_id, concat_ws(' ', u.name, p.name, t.name) FROM tunnel u JOIN pbx p ON p.id = u.pbx_id JOIN tenant t ON t.id = u.tenant_id`,
  request: `SELECT 'request', r.id, r.asked->>'name', concat_ws(' · ', t.name, r.status), r.tenant_id, concat_ws(' ', r.asked->>'name', r.reason, t.name) FROM request r JOIN tenant t ON t.id = r.tenant_id`,
  check: `SELECT 'check', c.id, c.name, concat_ws(' · ', c.kind, p.name, t.name), c.tenant_id, concat_ws(' ', c.name, p.name, t.name) FROM checks c JOIN tenant t ON t.id = c.tenant_id LEFT JOIN pbx p ON p.id = c.pbx_id`,
  certificate: `SELECT 'certificate', x.id, x.name, concat_ws(' · ', x.facts->>'issuerCommonName', t.name), x.tenant_id, concat_ws(' ', x.name, x.sha256, x.facts->>'dnsNames', t.name) FROM certificate x JOIN tenant t ON t.id = x.tenant_id`,
};

/** The same text, at the beginning only. */
const atStart = (anywhere: string): string => anywhere.slice(1) || '%';

export function search(db: Db): Search {
  return {
    async find(text, kinds, limit) {
      if (kinds.length === 0) return [];
      const anywhere = likePattern(text) ?? '%';
      return rows<SearchRow>(
        db,
        `SELECT kind, id, title, subtitle, tenant_id AS "tenantId" FROM (${kinds.map((kind) => SOURCES[kind]).join(' UNION ALL ')}) AS s(kind, id, title, subtitle, tenant_id, words)
             WHERE words ILIKE $1 ORDER BY (title ILIKE $2) DESC, (title ILIKE $1) DESC, length(title), title, id LIMIT $3::int`,
        anywhere,
        atStart(anywhere),
        limit,
      );
    },
    usage: (tenantId) =>
      rows<UsageRow>(
        db,
        `SELECT t.id AS "tenantId", t.name AS "tenantName", t.customer_number AS "customerNumber",
           (SELECT count(*)::int FROM pbx p WHERE p.tenant_id = t.id) AS pbxs, COALESCE(u.tunnels, 0) AS tunnels, COALESCE(u.enabled, 0) AS "tunnelsEnabled",
           COALESCE(m.mappings, 0) AS mappings, COALESCE(b.bytes_in, 0) AS "bytesIn", COALESCE(b.bytes_out, 0) AS "bytesOut", COALESCE(b.connections, 0) AS connections
         FROM tenant t
         LEFT JOIN (SELECT tenant_id, count(*)::int AS tunnels, count(*) FILTER (WHERE enabled)::int AS enabled FROM tunnel GROUP BY 1) u ON u.tenant_id = t.id
         LEFT JOIN (SELECT tenant_id, count(*)::int AS mappings FROM mapping GROUP BY 1) m ON m.tenant_id = t.id
         LEFT JOIN (SELECT s.tenant_id, sum((e->>'bytesIn')::double precision) AS bytes_in, sum((e->>'bytesOut')::double precision) AS bytes_out,
             sum((e->>'connectionsTotal')::double precision) AS connections FROM tunnel_status s, jsonb_array_elements(s.mappings) e GROUP BY 1) b ON b.tenant_id = t.id
         WHERE ($1::uuid IS NULL OR t.id = $1::uuid) ORDER BY t.name, t.id`,
        tenantId,
      ),
  };
}
