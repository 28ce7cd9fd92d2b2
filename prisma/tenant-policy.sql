-- The one policy of every tenant's table. `tools draft` writes it into the migration that makes the table; a test compares
-- pg_policies with this file. {{table}} is the table, {{tenant}} the column that names the tenant (`id` in `tenant` itself).
-- ENABLE, not FORCE: migrations run as the owner. The application's role owns nothing and cannot bypass.
-- The functions stand in sub-selects so that they are evaluated once per query, not once per row.
ALTER TABLE {{table}} ENABLE ROW LEVEL SECURITY;
CREATE POLICY {{table}}_scope ON {{table}} FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR {{tenant}} = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR {{tenant}} = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY {{table}}_system ON {{table}} FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON {{table}} TO stellwerk_app, stellwerk_system;
