-- CreateTable
CREATE TABLE "firewall_settings" (
    "pbx_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "settings" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "firewall_settings_pkey" PRIMARY KEY ("pbx_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "firewall_settings_provider_id_tenant_id_pbx_id_key" ON "firewall_settings"("provider_id", "tenant_id", "pbx_id");

-- AddForeignKey
ALTER TABLE "firewall_settings" ADD CONSTRAINT "firewall_settings_provider_id_tenant_id_pbx_id_fkey" FOREIGN KEY ("provider_id", "tenant_id", "pbx_id") REFERENCES "pbx"("provider_id", "tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- tenant-policy.sql, for every new table of tenants
ALTER TABLE firewall_settings ENABLE ROW LEVEL SECURITY;
CREATE POLICY firewall_settings_scope ON firewall_settings FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY firewall_settings_system ON firewall_settings FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON firewall_settings TO stellwerk_app, stellwerk_system;

-- What `If-Match` is compared with.
CREATE TRIGGER firewall_settings_version BEFORE UPDATE ON firewall_settings FOR EACH ROW EXECUTE FUNCTION bump_version();
