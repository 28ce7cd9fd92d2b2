-- CreateTable
CREATE TABLE "federation" (
    "pbx_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "domain" TEXT NOT NULL,
    "fqdn" TEXT NOT NULL,
    "network_interface" TEXT,
    "internal_address" TEXT,
    "public_address" TEXT,
    "port" INTEGER NOT NULL DEFAULT 5061,
    "open_federation" BOOLEAN NOT NULL DEFAULT false,
    "allowed_domains" TEXT[],
    "blocked_domains" TEXT[],
    "service_account" TEXT,
    "certificate_store" TEXT NOT NULL DEFAULT 'machine',
    "intended_ca" TEXT,
    "acme" JSONB,
    "webroot" TEXT,
    "checklist" JSONB NOT NULL DEFAULT '{}',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "federation_pkey" PRIMARY KEY ("pbx_id")
);

-- CreateTable
CREATE TABLE "federation_route" (
    "pbx_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "provider_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "domain" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "port" INTEGER NOT NULL,
    "enabled" BOOLEAN NOT NULL,

    CONSTRAINT "federation_route_pkey" PRIMARY KEY ("pbx_id","position")
);

-- CreateTable
CREATE TABLE "mtls_test" (
    "pbx_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "edge_id" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mtls_test_pkey" PRIMARY KEY ("pbx_id")
);

-- CreateTable
CREATE TABLE "mtls_sighting" (
    "id" BIGSERIAL NOT NULL,
    "pbx_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "remote_address" TEXT NOT NULL,
    "protocol" TEXT,
    "chain" JSONB,
    "answers" JSONB NOT NULL,

    CONSTRAINT "mtls_sighting_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "checks" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "provider_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "pbx_id" UUID,
    "edge_id" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "params" JSONB NOT NULL,
    "ssh_server_id" UUID,
    "interval_seconds" INTEGER NOT NULL,
    "paused_at" TIMESTAMPTZ(3),
    "paused_until" TIMESTAMPTZ(3),
    "pause_reason" TEXT,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "status_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_run_at" TIMESTAMPTZ(3),
    "next_run_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "open_findings" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "checks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "check_run" (
    "id" BIGSERIAL NOT NULL,
    "provider_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "check_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "status" TEXT NOT NULL,
    "took_ms" INTEGER NOT NULL,
    "trigger" TEXT NOT NULL,
    "worker_id" TEXT,
    "facts" JSONB NOT NULL,
    "answers" JSONB NOT NULL,
    "changed" BOOLEAN NOT NULL,

    CONSTRAINT "check_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "check_finding" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "provider_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "check_id" UUID NOT NULL,
    "rule" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "params" JSONB NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closed_at" TIMESTAMPTZ(3),
    "seen" INTEGER NOT NULL DEFAULT 1,
    "missed" INTEGER NOT NULL DEFAULT 0,
    "breaks_at" TIMESTAMPTZ(3),
    "muted_until" TIMESTAMPTZ(3),
    "muted_by" UUID,
    "mute_reason" TEXT,
    "told_level" TEXT,
    "told_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "check_finding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "certificate" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "provider_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "pbx_id" UUID,
    "sha256" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "der" BYTEA NOT NULL,
    "chain" BYTEA[],
    "facts" JSONB NOT NULL,
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "not_after" TIMESTAMPTZ(3) NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "certificate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "certificate_sighting" (
    "certificate_id" UUID NOT NULL,
    "check_id" UUID NOT NULL,
    "endpoint" TEXT NOT NULL,
    "provider_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "replaced_at" TIMESTAMPTZ(3),

    CONSTRAINT "certificate_sighting_pkey" PRIMARY KEY ("certificate_id","check_id","endpoint")
);

-- CreateIndex
CREATE UNIQUE INDEX "federation_provider_id_tenant_id_pbx_id_key" ON "federation"("provider_id", "tenant_id", "pbx_id");

-- CreateIndex
CREATE UNIQUE INDEX "mtls_test_label_key" ON "mtls_test"("label");

-- CreateIndex
CREATE INDEX "mtls_test_expires_at_idx" ON "mtls_test"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "mtls_test_provider_id_tenant_id_pbx_id_key" ON "mtls_test"("provider_id", "tenant_id", "pbx_id");

-- CreateIndex
CREATE INDEX "mtls_sighting_pbx_id_id_idx" ON "mtls_sighting"("pbx_id", "id");

-- CreateIndex
CREATE INDEX "checks_provider_id_created_at_id_idx" ON "checks"("provider_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "checks_tenant_id_idx" ON "checks"("tenant_id");

-- CreateIndex
CREATE INDEX "checks_ssh_server_id_idx" ON "checks"("ssh_server_id");

-- CreateIndex
CREATE INDEX "checks_edge_id_next_run_at_idx" ON "checks"("edge_id", "next_run_at");

-- CreateIndex
CREATE UNIQUE INDEX "checks_provider_id_tenant_id_id_key" ON "checks"("provider_id", "tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "checks_pbx_id_key_key" ON "checks"("pbx_id", "key");

-- CreateIndex
CREATE INDEX "check_run_check_id_id_idx" ON "check_run"("check_id", "id");

-- CreateIndex
CREATE INDEX "check_run_at_idx" ON "check_run"("at");

-- CreateIndex
CREATE INDEX "check_finding_check_id_idx" ON "check_finding"("check_id");

-- CreateIndex
CREATE INDEX "check_finding_tenant_id_closed_at_idx" ON "check_finding"("tenant_id", "closed_at");

-- CreateIndex
CREATE INDEX "check_finding_provider_id_opened_at_id_idx" ON "check_finding"("provider_id", "opened_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "check_finding_provider_id_tenant_id_id_key" ON "check_finding"("provider_id", "tenant_id", "id");

-- CreateIndex
CREATE INDEX "certificate_tenant_id_not_after_idx" ON "certificate"("tenant_id", "not_after");

-- CreateIndex
CREATE UNIQUE INDEX "certificate_provider_id_tenant_id_id_key" ON "certificate"("provider_id", "tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "certificate_tenant_id_sha256_source_key" ON "certificate"("tenant_id", "sha256", "source");

-- CreateIndex
CREATE INDEX "certificate_sighting_check_id_idx" ON "certificate_sighting"("check_id");

-- AddForeignKey
ALTER TABLE "federation" ADD CONSTRAINT "federation_provider_id_tenant_id_pbx_id_fkey" FOREIGN KEY ("provider_id", "tenant_id", "pbx_id") REFERENCES "pbx"("provider_id", "tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "federation_route" ADD CONSTRAINT "federation_route_provider_id_tenant_id_pbx_id_fkey" FOREIGN KEY ("provider_id", "tenant_id", "pbx_id") REFERENCES "federation"("provider_id", "tenant_id", "pbx_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mtls_test" ADD CONSTRAINT "mtls_test_provider_id_tenant_id_pbx_id_fkey" FOREIGN KEY ("provider_id", "tenant_id", "pbx_id") REFERENCES "federation"("provider_id", "tenant_id", "pbx_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mtls_sighting" ADD CONSTRAINT "mtls_sighting_provider_id_tenant_id_pbx_id_fkey" FOREIGN KEY ("provider_id", "tenant_id", "pbx_id") REFERENCES "mtls_test"("provider_id", "tenant_id", "pbx_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "checks" ADD CONSTRAINT "checks_provider_id_tenant_id_fkey" FOREIGN KEY ("provider_id", "tenant_id") REFERENCES "tenant"("provider_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "checks" ADD CONSTRAINT "checks_provider_id_tenant_id_pbx_id_fkey" FOREIGN KEY ("provider_id", "tenant_id", "pbx_id") REFERENCES "pbx"("provider_id", "tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "checks" ADD CONSTRAINT "checks_edge_id_fkey" FOREIGN KEY ("edge_id") REFERENCES "edge"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "checks" ADD CONSTRAINT "checks_provider_id_tenant_id_ssh_server_id_fkey" FOREIGN KEY ("provider_id", "tenant_id", "ssh_server_id") REFERENCES "ssh_server"("provider_id", "tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "check_run" ADD CONSTRAINT "check_run_provider_id_tenant_id_check_id_fkey" FOREIGN KEY ("provider_id", "tenant_id", "check_id") REFERENCES "checks"("provider_id", "tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "check_finding" ADD CONSTRAINT "check_finding_provider_id_tenant_id_check_id_fkey" FOREIGN KEY ("provider_id", "tenant_id", "check_id") REFERENCES "checks"("provider_id", "tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "certificate" ADD CONSTRAINT "certificate_provider_id_tenant_id_fkey" FOREIGN KEY ("provider_id", "tenant_id") REFERENCES "tenant"("provider_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "certificate" ADD CONSTRAINT "certificate_provider_id_tenant_id_pbx_id_fkey" FOREIGN KEY ("provider_id", "tenant_id", "pbx_id") REFERENCES "pbx"("provider_id", "tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "certificate_sighting" ADD CONSTRAINT "certificate_sighting_provider_id_tenant_id_certificate_id_fkey" FOREIGN KEY ("provider_id", "tenant_id", "certificate_id") REFERENCES "certificate"("provider_id", "tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- tenant-policy.sql, for every new table of tenants
ALTER TABLE federation ENABLE ROW LEVEL SECURITY;
CREATE POLICY federation_scope ON federation FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY federation_system ON federation FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON federation TO stellwerk_app, stellwerk_system;

ALTER TABLE federation_route ENABLE ROW LEVEL SECURITY;
CREATE POLICY federation_route_scope ON federation_route FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY federation_route_system ON federation_route FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON federation_route TO stellwerk_app, stellwerk_system;

ALTER TABLE mtls_test ENABLE ROW LEVEL SECURITY;
CREATE POLICY mtls_test_scope ON mtls_test FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY mtls_test_system ON mtls_test FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON mtls_test TO stellwerk_app, stellwerk_system;

ALTER TABLE mtls_sighting ENABLE ROW LEVEL SECURITY;
CREATE POLICY mtls_sighting_scope ON mtls_sighting FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY mtls_sighting_system ON mtls_sighting FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON mtls_sighting TO stellwerk_app, stellwerk_system;

ALTER TABLE checks ENABLE ROW LEVEL SECURITY;
CREATE POLICY checks_scope ON checks FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY checks_system ON checks FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON checks TO stellwerk_app, stellwerk_system;

ALTER TABLE check_run ENABLE ROW LEVEL SECURITY;
CREATE POLICY check_run_scope ON check_run FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY check_run_system ON check_run FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON check_run TO stellwerk_app, stellwerk_system;

ALTER TABLE check_finding ENABLE ROW LEVEL SECURITY;
CREATE POLICY check_finding_scope ON check_finding FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY check_finding_system ON check_finding FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON check_finding TO stellwerk_app, stellwerk_system;

ALTER TABLE certificate ENABLE ROW LEVEL SECURITY;
CREATE POLICY certificate_scope ON certificate FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY certificate_system ON certificate FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON certificate TO stellwerk_app, stellwerk_system;

ALTER TABLE certificate_sighting ENABLE ROW LEVEL SECURITY;
CREATE POLICY certificate_sighting_scope ON certificate_sighting FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY certificate_sighting_system ON certificate_sighting FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON certificate_sighting TO stellwerk_app, stellwerk_system;
