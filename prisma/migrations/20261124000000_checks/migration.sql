-- AlterTable
ALTER TABLE "edge" ADD COLUMN     "listening_until" TIMESTAMPTZ(3);

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

-- AddForeignKey
ALTER TABLE "certificate_sighting" ADD CONSTRAINT "certificate_sighting_provider_id_tenant_id_check_id_fkey" FOREIGN KEY ("provider_id", "tenant_id", "check_id") REFERENCES "checks"("provider_id", "tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

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

-- What a run brings home is the worker's word: the application reads it. A run is never rewritten; the system deletes it when it is too old.
REVOKE INSERT, UPDATE, DELETE ON check_run, certificate_sighting, mtls_sighting FROM stellwerk_app;
REVOKE UPDATE ON check_run, mtls_sighting FROM stellwerk_system;
-- Of a finding people change nothing but whether it counts for now.
REVOKE INSERT, UPDATE, DELETE ON check_finding FROM stellwerk_app;
GRANT UPDATE (muted_until, muted_by, mute_reason) ON check_finding TO stellwerk_app;
GRANT USAGE ON SEQUENCE check_run_id_seq, mtls_sighting_id_seq TO stellwerk_system;

-- What `If-Match` is compared with. A run, a sighting or another opinion of the worker is no new version.
CREATE TRIGGER federation_version BEFORE UPDATE ON federation FOR EACH ROW EXECUTE FUNCTION bump_version();
CREATE TRIGGER checks_version BEFORE UPDATE ON checks FOR EACH ROW
  WHEN ((NEW.edge_id, NEW.kind, NEW.name, NEW.params, NEW.ssh_server_id, NEW.interval_seconds, NEW.paused_at, NEW.paused_until, NEW.pause_reason)
    IS DISTINCT FROM (OLD.edge_id, OLD.kind, OLD.name, OLD.params, OLD.ssh_server_id, OLD.interval_seconds, OLD.paused_at, OLD.paused_until, OLD.pause_reason))
  EXECUTE FUNCTION bump_version();
CREATE TRIGGER check_finding_version BEFORE UPDATE ON check_finding FOR EACH ROW
  WHEN ((NEW.muted_until, NEW.muted_by, NEW.mute_reason) IS DISTINCT FROM (OLD.muted_until, OLD.muted_by, OLD.mute_reason)) EXECUTE FUNCTION bump_version();
CREATE TRIGGER certificate_version BEFORE UPDATE ON certificate FOR EACH ROW
  WHEN ((NEW.pbx_id, NEW.role, NEW.name, NEW.chain) IS DISTINCT FROM (OLD.pbx_id, OLD.role, OLD.name, OLD.chain)) EXECUTE FUNCTION bump_version();

-- What a schema cannot say.
ALTER TABLE federation ADD CONSTRAINT federation_port CHECK (port BETWEEN 1 AND 65535);
ALTER TABLE federation ADD CONSTRAINT federation_certificate_store CHECK (certificate_store IN ('machine', 'user'));
ALTER TABLE federation_route ADD CONSTRAINT federation_route_port CHECK (port BETWEEN 1 AND 65535);
ALTER TABLE checks ADD CONSTRAINT checks_origin CHECK (origin IN ('derived', 'free') AND (origin = 'free' OR pbx_id IS NOT NULL OR kind = 'stored-certificate'));
ALTER TABLE checks ADD CONSTRAINT checks_status CHECK (status IN ('ok', 'info', 'warn', 'fail', 'unable-to-tell', 'skipped', 'pending'));
ALTER TABLE checks ADD CONSTRAINT checks_interval CHECK (interval_seconds BETWEEN 60 AND 604800);
ALTER TABLE checks ADD CONSTRAINT checks_paused CHECK (paused_at IS NOT NULL OR (paused_until IS NULL AND pause_reason IS NULL));
ALTER TABLE check_run ADD CONSTRAINT check_run_status CHECK (status IN ('ok', 'info', 'warn', 'fail', 'unable-to-tell', 'skipped'));
ALTER TABLE check_run ADD CONSTRAINT check_run_trigger CHECK (trigger IN ('schedule', 'now'));
ALTER TABLE check_finding ADD CONSTRAINT check_finding_severity CHECK (severity IN ('fail', 'warn', 'info'));
ALTER TABLE check_finding ADD CONSTRAINT check_finding_muted CHECK ((muted_until IS NULL) = (mute_reason IS NULL));
ALTER TABLE certificate ADD CONSTRAINT certificate_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$');
ALTER TABLE certificate ADD CONSTRAINT certificate_source CHECK (source IN ('observed', 'uploaded'));
ALTER TABLE certificate ADD CONSTRAINT certificate_role CHECK (role IN ('web-server', 'sip-federation', 'sip-server', 'xmpp-server', 'any-server'));
CREATE UNIQUE INDEX check_finding_once ON check_finding (check_id, rule, subject) WHERE closed_at IS NULL;
CREATE INDEX check_finding_open ON check_finding (provider_id, tenant_id) WHERE closed_at IS NULL;

-- Hot rows: leave room on the page.
ALTER TABLE checks SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE certificate_sighting SET (fillfactor = 70);
