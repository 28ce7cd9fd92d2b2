import { FirewallSettings } from '@stellwerk/domain';
import { type Db, hold, isUuid, row, rows, run } from '../db.js';
import type { FirewallPlans, FirewallRow } from '../types/firewall.js';
import { jsonText } from './json-text.js';

const SELECT = 'SELECT f.pbx_id AS "pbxId", f.settings, f.version, f.updated_at AS "updatedAt" FROM firewall_settings f';

export function firewall(db: Db): FirewallPlans {
  // Read through the schema: a row of an older version gets what has been added since.
  const find = async (pbxId: string): Promise<FirewallRow | null> => {
    const found = isUuid(pbxId) ? await row<FirewallRow>(db, `${SELECT} WHERE f.pbx_id = $1::uuid`, pbxId) : null;
    return found && { ...found, settings: FirewallSettings.parse(found.settings) };
  };
  return {
    find,
    lock: async (pbxId) => ((await hold(db, 'pbx', pbxId)) ? find(pbxId) : null),
    async put(pbxId, settings) {
      if (!isUuid(pbxId)) return null;
      const put = await run(
        db,
        `INSERT INTO firewall_settings (pbx_id, provider_id, tenant_id, settings)
         SELECT p.id, p.provider_id, p.tenant_id, $2::jsonb FROM pbx p WHERE p.id = $1::uuid
         ON CONFLICT (pbx_id) DO UPDATE SET settings = EXCLUDED.settings, updated_at = now()`,
        pbxId,
        jsonText(settings),
      );
      return put === 0 ? null : find(pbxId);
    },
    async sshServers(pbxId) {
      if (!isUuid(pbxId)) return [];
      return rows(
        db,
        `SELECT s.name, s.host, s.port FROM ssh_server s WHERE s.id IN (SELECT ssh_server_id FROM tunnel WHERE pbx_id = $1::uuid) ORDER BY s.created_at, s.id`,
        pbxId,
      );
    },
  };
}
