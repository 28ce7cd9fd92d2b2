-- CreateTable
CREATE TABLE "provider" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "provider_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "provider_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "provider_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "provider_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "scopes" TEXT[],
    "tenant_ids" UUID[],
    "all_tenants" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tenant" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "provider_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "customer_number" TEXT,
    "allowed_networks" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tenant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "data_key" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "provider_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "kek_id" TEXT NOT NULL,
    "wrapped" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "data_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ssh_server" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "provider_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "port" INTEGER NOT NULL,
    "username" TEXT NOT NULL,
    "engine" TEXT NOT NULL,
    "credential_kind" TEXT NOT NULL,
    "credential" BYTEA NOT NULL,
    "credential_key_id" UUID NOT NULL,
    "credential_key_version" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ssh_server_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "host_key" (
    "ssh_server_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "provider_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "host_key_pkey" PRIMARY KEY ("ssh_server_id","kind","type")
);

-- CreateTable
CREATE TABLE "pbx" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "provider_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "edge_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "product" TEXT NOT NULL,
    "version" TEXT,
    "edition" TEXT,
    "access" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "listen_address" TEXT NOT NULL,
    "networks" TEXT[],
    "ssh_server_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pbx_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pbx_module" (
    "pbx_id" UUID NOT NULL,
    "module" TEXT NOT NULL,
    "provider_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "version" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pbx_module_pkey" PRIMARY KEY ("pbx_id","module")
);

-- CreateTable
CREATE TABLE "module_configuration" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "provider_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "pbx_id" UUID NOT NULL,
    "module" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "module_configuration_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tunnel" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "provider_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "pbx_id" UUID NOT NULL,
    "ssh_server_id" UUID NOT NULL,
    "module" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "restarts" INTEGER NOT NULL DEFAULT 0,
    "restarted_at" TIMESTAMPTZ(3),
    "shard" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tunnel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mapping" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "provider_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "tunnel_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "exposure" TEXT NOT NULL,
    "local_port" INTEGER NOT NULL,
    "remote_port" INTEGER NOT NULL,
    "target_host" TEXT,
    "allow_from" TEXT[],
    "protocol" TEXT NOT NULL,
    "listen_key" TEXT NOT NULL,
    "listen_port" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mapping_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tunnel_status" (
    "tunnel_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "fence" INTEGER NOT NULL,
    "generation" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "reason" JSONB,
    "attempts" INTEGER NOT NULL,
    "next_attempt_at" TIMESTAMPTZ(3),
    "worker_id" TEXT NOT NULL,
    "round_trip_ms" DOUBLE PRECISION,
    "mappings" JSONB NOT NULL,
    "remote_session" JSONB,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tunnel_status_pkey" PRIMARY KEY ("tunnel_id")
);

-- CreateTable
CREATE TABLE "tunnel_event" (
    "id" BIGSERIAL NOT NULL,
    "provider_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "tunnel_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "state" TEXT,
    "mapping_id" UUID,
    "reason" JSONB,
    "actor" TEXT,
    "worker_id" TEXT,

    CONSTRAINT "tunnel_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "edge" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "edge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "worker" (
    "id" TEXT NOT NULL,
    "edge_id" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "worker_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shard" (
    "edge_id" TEXT NOT NULL,
    "id" INTEGER NOT NULL,
    "owner" TEXT,
    "fence" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "shard_pkey" PRIMARY KEY ("edge_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "member_email_key" ON "member"("email");

-- CreateIndex
CREATE UNIQUE INDEX "member_provider_id_id_key" ON "member"("provider_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_hash_key" ON "session"("token_hash");

-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_hash_key" ON "api_key"("hash");

-- CreateIndex
CREATE INDEX "tenant_provider_id_created_at_id_idx" ON "tenant"("provider_id", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "tenant_provider_id_id_key" ON "tenant"("provider_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "data_key_provider_id_tenant_id_id_key" ON "data_key"("provider_id", "tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "data_key_tenant_id_version_key" ON "data_key"("tenant_id", "version");

-- CreateIndex
CREATE INDEX "ssh_server_provider_id_created_at_id_idx" ON "ssh_server"("provider_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "ssh_server_credential_key_id_idx" ON "ssh_server"("credential_key_id");

-- CreateIndex
CREATE UNIQUE INDEX "ssh_server_provider_id_tenant_id_id_key" ON "ssh_server"("provider_id", "tenant_id", "id");

-- CreateIndex
CREATE INDEX "pbx_provider_id_created_at_id_idx" ON "pbx"("provider_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "pbx_ssh_server_id_idx" ON "pbx"("ssh_server_id");

-- CreateIndex
CREATE UNIQUE INDEX "pbx_provider_id_tenant_id_id_key" ON "pbx"("provider_id", "tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "pbx_module_provider_id_tenant_id_pbx_id_module_key" ON "pbx_module"("provider_id", "tenant_id", "pbx_id", "module");

-- CreateIndex
CREATE INDEX "module_configuration_pbx_id_module_idx" ON "module_configuration"("pbx_id", "module");

-- CreateIndex
CREATE INDEX "tunnel_provider_id_created_at_id_idx" ON "tunnel"("provider_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "tunnel_pbx_id_idx" ON "tunnel"("pbx_id");

-- CreateIndex
CREATE INDEX "tunnel_ssh_server_id_idx" ON "tunnel"("ssh_server_id");

-- CreateIndex
CREATE INDEX "tunnel_shard_idx" ON "tunnel"("shard");

-- CreateIndex
CREATE UNIQUE INDEX "tunnel_provider_id_tenant_id_id_key" ON "tunnel"("provider_id", "tenant_id", "id");

-- CreateIndex
CREATE INDEX "mapping_tunnel_id_idx" ON "mapping"("tunnel_id");

-- CreateIndex
CREATE UNIQUE INDEX "mapping_listen_key_listen_port_key" ON "mapping"("listen_key", "listen_port");

-- CreateIndex
CREATE UNIQUE INDEX "tunnel_status_provider_id_tenant_id_tunnel_id_key" ON "tunnel_status"("provider_id", "tenant_id", "tunnel_id");

-- CreateIndex
CREATE INDEX "tunnel_event_tunnel_id_at_id_idx" ON "tunnel_event"("tunnel_id", "at", "id");

-- CreateIndex
CREATE INDEX "tunnel_event_at_idx" ON "tunnel_event"("at");

-- CreateIndex
CREATE INDEX "worker_edge_id_idx" ON "worker"("edge_id");

-- CreateIndex
CREATE INDEX "shard_owner_idx" ON "shard"("owner");

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "provider"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "provider"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_provider_id_member_id_fkey" FOREIGN KEY ("provider_id", "member_id") REFERENCES "member"("provider_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "provider"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant" ADD CONSTRAINT "tenant_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "provider"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "data_key" ADD CONSTRAINT "data_key_provider_id_tenant_id_fkey" FOREIGN KEY ("provider_id", "tenant_id") REFERENCES "tenant"("provider_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ssh_server" ADD CONSTRAINT "ssh_server_provider_id_tenant_id_fkey" FOREIGN KEY ("provider_id", "tenant_id") REFERENCES "tenant"("provider_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ssh_server" ADD CONSTRAINT "ssh_server_provider_id_tenant_id_credential_key_id_fkey" FOREIGN KEY ("provider_id", "tenant_id", "credential_key_id") REFERENCES "data_key"("provider_id", "tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "host_key" ADD CONSTRAINT "host_key_provider_id_tenant_id_ssh_server_id_fkey" FOREIGN KEY ("provider_id", "tenant_id", "ssh_server_id") REFERENCES "ssh_server"("provider_id", "tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pbx" ADD CONSTRAINT "pbx_provider_id_tenant_id_fkey" FOREIGN KEY ("provider_id", "tenant_id") REFERENCES "tenant"("provider_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pbx" ADD CONSTRAINT "pbx_edge_id_fkey" FOREIGN KEY ("edge_id") REFERENCES "edge"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pbx" ADD CONSTRAINT "pbx_provider_id_tenant_id_ssh_server_id_fkey" FOREIGN KEY ("provider_id", "tenant_id", "ssh_server_id") REFERENCES "ssh_server"("provider_id", "tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pbx_module" ADD CONSTRAINT "pbx_module_provider_id_tenant_id_pbx_id_fkey" FOREIGN KEY ("provider_id", "tenant_id", "pbx_id") REFERENCES "pbx"("provider_id", "tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "module_configuration" ADD CONSTRAINT "module_configuration_provider_id_tenant_id_pbx_id_module_fkey" FOREIGN KEY ("provider_id", "tenant_id", "pbx_id", "module") REFERENCES "pbx_module"("provider_id", "tenant_id", "pbx_id", "module") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tunnel" ADD CONSTRAINT "tunnel_provider_id_tenant_id_pbx_id_fkey" FOREIGN KEY ("provider_id", "tenant_id", "pbx_id") REFERENCES "pbx"("provider_id", "tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tunnel" ADD CONSTRAINT "tunnel_provider_id_tenant_id_ssh_server_id_fkey" FOREIGN KEY ("provider_id", "tenant_id", "ssh_server_id") REFERENCES "ssh_server"("provider_id", "tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mapping" ADD CONSTRAINT "mapping_provider_id_tenant_id_tunnel_id_fkey" FOREIGN KEY ("provider_id", "tenant_id", "tunnel_id") REFERENCES "tunnel"("provider_id", "tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tunnel_status" ADD CONSTRAINT "tunnel_status_provider_id_tenant_id_tunnel_id_fkey" FOREIGN KEY ("provider_id", "tenant_id", "tunnel_id") REFERENCES "tunnel"("provider_id", "tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tunnel_event" ADD CONSTRAINT "tunnel_event_provider_id_tenant_id_tunnel_id_fkey" FOREIGN KEY ("provider_id", "tenant_id", "tunnel_id") REFERENCES "tunnel"("provider_id", "tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "worker" ADD CONSTRAINT "worker_edge_id_fkey" FOREIGN KEY ("edge_id") REFERENCES "edge"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shard" ADD CONSTRAINT "shard_edge_id_fkey" FOREIGN KEY ("edge_id") REFERENCES "edge"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The scope of a transaction, as the tenant door sets it. After a transaction a local setting reads back as '' and not as NULL.
CREATE FUNCTION app_provider() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT NULLIF(current_setting('app.provider', true), '')::uuid $$;
CREATE FUNCTION app_all_tenants() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT COALESCE(current_setting('app.tenants', true) = '*', false) $$;
CREATE FUNCTION app_tenants() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT CASE WHEN app_all_tenants() THEN '{}' ELSE COALESCE(string_to_array(NULLIF(current_setting('app.tenants', true), ''), ','), '{}') END::uuid[] $$;

-- Two narrow windows for the application's role. Whose lease is alive, to judge a status by:
CREATE FUNCTION live_workers() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$ SELECT id FROM worker WHERE until > clock_timestamp() $$;
-- and which ports are taken at a listener, without saying by whom, to suggest a free one.
CREATE FUNCTION taken_ports(listeners text[]) RETURNS TABLE (listen_key text, listen_port int) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$ SELECT m.listen_key, m.listen_port FROM mapping m WHERE m.listen_key = ANY (listeners) $$;
REVOKE ALL ON FUNCTION live_workers(), taken_ports(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION live_workers(), taken_ports(text[]) TO stellwerk_app, stellwerk_system;

GRANT USAGE ON SCHEMA public TO stellwerk_app, stellwerk_system;

-- tenant-policy.sql, for every new table of tenants
ALTER TABLE tenant ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_scope ON tenant FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY tenant_system ON tenant FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant TO stellwerk_app, stellwerk_system;

ALTER TABLE data_key ENABLE ROW LEVEL SECURITY;
CREATE POLICY data_key_scope ON data_key FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY data_key_system ON data_key FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON data_key TO stellwerk_app, stellwerk_system;

ALTER TABLE ssh_server ENABLE ROW LEVEL SECURITY;
CREATE POLICY ssh_server_scope ON ssh_server FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY ssh_server_system ON ssh_server FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON ssh_server TO stellwerk_app, stellwerk_system;

ALTER TABLE host_key ENABLE ROW LEVEL SECURITY;
CREATE POLICY host_key_scope ON host_key FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY host_key_system ON host_key FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON host_key TO stellwerk_app, stellwerk_system;

ALTER TABLE pbx ENABLE ROW LEVEL SECURITY;
CREATE POLICY pbx_scope ON pbx FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY pbx_system ON pbx FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON pbx TO stellwerk_app, stellwerk_system;

ALTER TABLE pbx_module ENABLE ROW LEVEL SECURITY;
CREATE POLICY pbx_module_scope ON pbx_module FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY pbx_module_system ON pbx_module FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON pbx_module TO stellwerk_app, stellwerk_system;

ALTER TABLE module_configuration ENABLE ROW LEVEL SECURITY;
CREATE POLICY module_configuration_scope ON module_configuration FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY module_configuration_system ON module_configuration FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON module_configuration TO stellwerk_app, stellwerk_system;

ALTER TABLE tunnel ENABLE ROW LEVEL SECURITY;
CREATE POLICY tunnel_scope ON tunnel FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY tunnel_system ON tunnel FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON tunnel TO stellwerk_app, stellwerk_system;

ALTER TABLE mapping ENABLE ROW LEVEL SECURITY;
CREATE POLICY mapping_scope ON mapping FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY mapping_system ON mapping FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON mapping TO stellwerk_app, stellwerk_system;

ALTER TABLE tunnel_status ENABLE ROW LEVEL SECURITY;
CREATE POLICY tunnel_status_scope ON tunnel_status FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY tunnel_status_system ON tunnel_status FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON tunnel_status TO stellwerk_app, stellwerk_system;

ALTER TABLE tunnel_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY tunnel_event_scope ON tunnel_event FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY tunnel_event_system ON tunnel_event FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON tunnel_event TO stellwerk_app, stellwerk_system;

-- A status is the worker's word: the application only reads it. A timeline is append-only for it.
REVOKE INSERT, UPDATE, DELETE ON tunnel_status FROM stellwerk_app;
REVOKE UPDATE, DELETE ON tunnel_event FROM stellwerk_app;
REVOKE UPDATE ON tunnel_event FROM stellwerk_system;
GRANT USAGE ON SEQUENCE tunnel_event_id_seq TO stellwerk_app, stellwerk_system;

-- Who may sign in and who runs what: not for the application's role at all.
ALTER TABLE provider ENABLE ROW LEVEL SECURITY;
CREATE POLICY provider_system ON provider FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON provider TO stellwerk_system;
ALTER TABLE member ENABLE ROW LEVEL SECURITY;
CREATE POLICY member_system ON member FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON member TO stellwerk_system;
ALTER TABLE session ENABLE ROW LEVEL SECURITY;
CREATE POLICY session_system ON session FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON session TO stellwerk_system;
ALTER TABLE api_key ENABLE ROW LEVEL SECURITY;
CREATE POLICY api_key_system ON api_key FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON api_key TO stellwerk_system;
ALTER TABLE edge ENABLE ROW LEVEL SECURITY;
CREATE POLICY edge_system ON edge FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON edge TO stellwerk_system;
ALTER TABLE worker ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker_system ON worker FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON worker TO stellwerk_system;
ALTER TABLE shard ENABLE ROW LEVEL SECURITY;
CREATE POLICY shard_system ON shard FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON shard TO stellwerk_system;

-- What a schema cannot say.
ALTER TABLE member ADD CONSTRAINT member_email_lower CHECK (email = lower(email));
ALTER TABLE ssh_server ADD CONSTRAINT ssh_server_port CHECK (port BETWEEN 1 AND 65535);
ALTER TABLE mapping ADD CONSTRAINT mapping_ports
  CHECK (local_port BETWEEN 1 AND 65535 AND remote_port BETWEEN 1 AND 65535 AND listen_port BETWEEN 1 AND 65535);
ALTER TABLE mapping ADD CONSTRAINT mapping_kind CHECK (direction IN ('outbound', 'inbound') AND exposure IN ('private', 'gateway'));
ALTER TABLE host_key ADD CONSTRAINT host_key_kind CHECK (kind IN ('pinned', 'offered'));
ALTER TABLE shard ADD CONSTRAINT shard_range CHECK (id BETWEEN 0 AND 255);

-- Hot rows: leave room on the page, so that renewing one does not touch the indexes.
ALTER TABLE tunnel_status SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE worker SET (fillfactor = 50);
