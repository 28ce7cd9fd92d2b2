import type { Owner } from '@stellwerk/store';

/** A provider's customers with their phone systems, SSH servers and tunnels, all up: written straight into the tables, because 10,000 creates would take longer than the measurement. */
export interface Seeded {
  readonly providerId: string;
  /** In the order of the customers; every one has a PBX and an SSH server. */
  readonly places: readonly { readonly tenantId: string; readonly pbxId: string; readonly sshServerId: string }[];
}

interface Size {
  readonly tenants: number;
  readonly tunnelsEach: number;
  /** Names the provider in its objects. */
  readonly name: string;
  /** The one address on which every PBX of it listens: their ports can collide. Seeded tunnels listen elsewhere. */
  readonly listenAddress: string;
}

const MAPPINGS_EACH = 3;
const WORKER = 'bench-seed';

/** Seeds one provider that exists already. */
export async function seedProvider(owner: Owner, providerId: string, { tenants, tunnelsEach, name, listenAddress }: Size): Promise<Seeded> {
  await owner.query(
    `INSERT INTO worker (id, edge_id, host, pid, until) VALUES ($1, 'local', 'bench', 1, now() + interval '1 day') ON CONFLICT DO NOTHING`,
    WORKER,
  );
  // A moment apart each, as they would be had people made them: lists are ordered by it.
  await owner.query(
    `INSERT INTO tenant (provider_id, name, customer_number, allowed_networks, created_at)
     SELECT $1::uuid, $2 || ' customer ' || n, 'K-' || n, '{10.0.0.0/8}', now() - interval '2 days' + n * interval '1 second' FROM generate_series(1, $3::int) n`,
    providerId,
    name,
    tenants,
  );
  await owner.query(
    `INSERT INTO delegation (provider_id, tenant_id, grantee_id, roles, status, decided_at)
     SELECT provider_id, id, provider_id, '{owner,admin,technician,auditor,billing}', 'active', now() FROM tenant WHERE provider_id = $1::uuid`,
    providerId,
  );
  await owner.query(
    `INSERT INTO data_key (provider_id, tenant_id, version, kek_id, wrapped) SELECT provider_id, id, 1, 'bench', '\\x00' FROM tenant WHERE provider_id = $1::uuid`,
    providerId,
  );
  await owner.query(
    `INSERT INTO ssh_server (provider_id, tenant_id, name, host, port, username, engine, credential_kind, credential, credential_key_id, credential_key_version)
     SELECT k.provider_id, k.tenant_id, 'Gateway', '10.' || (n / 250) % 250 || '.' || n % 250 || '.9', 22, 'tunnel', 'auto', 'password', '\\x00', k.id, 1
     FROM (SELECT *, row_number() OVER () AS n FROM data_key WHERE provider_id = $1::uuid) k`,
    providerId,
  );
  await owner.query(
    `INSERT INTO pbx (provider_id, tenant_id, edge_id, name, product, version, access, address, listen_address, networks)
     SELECT provider_id, id, 'local', 'Zentrale', 'starface', '8.1.2.4', 'network', '10.1.2.3', $2, '{192.168.10.0/24}' FROM tenant WHERE provider_id = $1::uuid`,
    providerId,
    listenAddress,
  );
  await owner.query(
    `INSERT INTO tunnel (provider_id, tenant_id, pbx_id, ssh_server_id, module, name, enabled, shard, created_at)
     SELECT p.provider_id, p.tenant_id, p.id, s.id, 'general', 'Tunnel ' || n, true, n % 256,
       now() - interval '1 day' + (row_number() OVER (ORDER BY n, p.id)) * interval '1 millisecond'
     FROM pbx p JOIN ssh_server s ON s.tenant_id = p.tenant_id, generate_series(1, $2::int) n WHERE p.provider_id = $1::uuid`,
    providerId,
    tunnelsEach,
  );
  await owner.query(
    `INSERT INTO mapping (provider_id, tenant_id, tunnel_id, position, name, direction, exposure, local_port, remote_port, target_host, allow_from, protocol, listen_key, listen_port)
     SELECT t.provider_id, t.tenant_id, t.id, n, 'mapping ' || n, 'outbound', 'private', 10000 + n, 389, 'dc.example', '{}', 'tcp', 'seed ' || t.id, 10000 + n
     FROM tunnel t, generate_series(0, $2::int - 1) n WHERE t.provider_id = $1::uuid`,
    providerId,
    MAPPINGS_EACH,
  );
  await owner.query(
    `INSERT INTO tunnel_status (tunnel_id, provider_id, tenant_id, fence, generation, state, since, attempts, worker_id, round_trip_ms, mappings)
     SELECT t.id, t.provider_id, t.tenant_id, 1, 1, 'up', now() - interval '3 hours', 0, $2, 12.5,
       (SELECT jsonb_agg(jsonb_build_object('id', m.id, 'state', 'up', 'reason', NULL, 'probedAt', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
         'bytesIn', 123456789, 'bytesOut', 987654321, 'connections', 3, 'connectionsTotal', 4711) ORDER BY m.position) FROM mapping m WHERE m.tunnel_id = t.id)
     FROM tunnel t WHERE t.provider_id = $1::uuid`,
    providerId,
    WORKER,
  );
  // As if it had always been there: otherwise the database tidies up after this while it is measured.
  await owner.query('VACUUM ANALYZE');
  const places = await owner.query<Seeded['places'][number]>(
    `SELECT p.tenant_id AS "tenantId", p.id AS "pbxId", s.id AS "sshServerId" FROM pbx p JOIN ssh_server s ON s.tenant_id = p.tenant_id JOIN tenant t ON t.id = p.tenant_id
     WHERE p.provider_id = $1::uuid ORDER BY t.created_at`,
    providerId,
  );
  return { providerId, places };
}
