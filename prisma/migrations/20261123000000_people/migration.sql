-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "password_one_time" BOOLEAN NOT NULL DEFAULT false,
    "locale" TEXT NOT NULL DEFAULT 'de',
    "totp_secret" BYTEA,
    "totp_key_id" UUID,
    "totp_key_version" INTEGER,
    "totp_confirmed_at" TIMESTAMPTZ(3),
    "totp_last_step" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "erased_at" TIMESTAMPTZ(3),

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "service_account" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "provider_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "scopes" TEXT[],
    "tenant_ids" UUID[],
    "all_tenants" BOOLEAN NOT NULL DEFAULT true,
    "addresses" TEXT[],
    "expires_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "service_account_pkey" PRIMARY KEY ("id")
);

-- Who could sign in becomes a person with a membership, and an API key gets a service account; ids stay. Sessions end: people sign in again.
INSERT INTO person (id, email, name, password_hash, created_at, updated_at) SELECT id, email, name, password_hash, created_at, updated_at FROM member;
INSERT INTO service_account (id, provider_id, name, scopes, tenant_ids, all_tenants, expires_at, created_at)
  SELECT id, provider_id, name, ARRAY['tenants:read', 'tenants:write', 'pbxs:read', 'pbxs:write', 'ssh-servers:read', 'ssh-servers:write', 'tunnels:read', 'tunnels:write', 'tunnels:operate'],
    tenant_ids, all_tenants, expires_at, created_at FROM api_key;
DELETE FROM session;

-- DropForeignKey
ALTER TABLE "session" DROP CONSTRAINT "session_provider_id_fkey";

-- DropForeignKey
ALTER TABLE "session" DROP CONSTRAINT "session_provider_id_member_id_fkey";

-- DropForeignKey
ALTER TABLE "api_key" DROP CONSTRAINT "api_key_provider_id_fkey";

-- DropIndex
DROP INDEX "member_email_key";

-- DropIndex
DROP INDEX "member_provider_id_id_key";

-- AlterTable
ALTER TABLE "provider" ADD COLUMN     "mfa_required" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "member" DROP COLUMN "email",
DROP COLUMN "name",
DROP COLUMN "password_hash",
ADD COLUMN     "all_tenants" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "person_id" UUID,
ADD COLUMN     "role" TEXT,
ADD COLUMN     "tenant_id" UUID,
ADD COLUMN     "tenant_ids" UUID[],
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;
UPDATE member SET person_id = id, role = 'owner', tenant_ids = '{}';
ALTER TABLE member ALTER COLUMN person_id SET NOT NULL, ALTER COLUMN role SET NOT NULL;

-- AlterTable
ALTER TABLE "session" DROP COLUMN "provider_id",
ADD COLUMN     "acting_tenant_id" UUID,
ADD COLUMN     "address" TEXT,
ADD COLUMN     "identity_provider_id" UUID,
ADD COLUMN     "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "method" TEXT NOT NULL DEFAULT 'password',
ADD COLUMN     "person_id" UUID NOT NULL,
ADD COLUMN     "proved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "stage" TEXT NOT NULL DEFAULT 'full',
ADD COLUMN     "user_agent" TEXT;

-- AlterTable
ALTER TABLE "api_key" DROP COLUMN "all_tenants",
DROP COLUMN "name",
DROP COLUMN "scopes",
DROP COLUMN "tenant_ids",
ADD COLUMN     "last_used_from" TEXT,
ADD COLUMN     "revoked_at" TIMESTAMPTZ(3),
ADD COLUMN     "service_account_id" UUID;
UPDATE api_key SET service_account_id = id;
ALTER TABLE api_key ALTER COLUMN service_account_id SET NOT NULL;

-- AlterTable
ALTER TABLE "tenant" ADD COLUMN     "deleted_at" TIMESTAMPTZ(3),
ADD COLUMN     "purge_at" TIMESTAMPTZ(3),
ADD COLUMN     "suspend_reason" TEXT,
ADD COLUMN     "suspended_at" TIMESTAMPTZ(3),
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "ssh_server" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "pbx" ADD COLUMN     "row_version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "tunnel" ADD COLUMN     "ends_at" TIMESTAMPTZ(3),
ADD COLUMN     "request_id" UUID,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "passkey" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "person_id" UUID NOT NULL,
    "credential_id" BYTEA NOT NULL,
    "public_key" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL,
    "transports" TEXT[],
    "name" TEXT NOT NULL,
    "backed_up" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "passkey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recovery_code" (
    "person_id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_code_pkey" PRIMARY KEY ("person_id","hash")
);

-- CreateTable
CREATE TABLE "external_identity" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "person_id" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "external_identity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_flow" (
    "hash" BYTEA NOT NULL,
    "kind" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_flow_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "identity_key" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "kek_id" TEXT NOT NULL,
    "wrapped" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "identity_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "principal_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "provider_id" UUID NOT NULL,
    "route" TEXT NOT NULL,
    "body_hash" BYTEA NOT NULL,
    "status" INTEGER,
    "reply" BYTEA,
    "reply_key_id" UUID,
    "reply_key_version" INTEGER,
    "carried_out" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("principal_id","key")
);

-- CreateTable
CREATE TABLE "notification" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "person_id" UUID,
    "email" TEXT,
    "locale" TEXT NOT NULL DEFAULT 'de',
    "provider_id" UUID NOT NULL,
    "tenant_id" UUID,
    "kind" TEXT NOT NULL,
    "params" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "read_at" TIMESTAMPTZ(3),
    "mailed_at" TIMESTAMPTZ(3),
    "mail_due_at" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP,
    "mail_tries" INTEGER NOT NULL DEFAULT 0,
    "mail_error" TEXT,

    CONSTRAINT "notification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_head" (
    "provider_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("provider_id")
);

-- CreateTable
CREATE TABLE "audit_checkpoint" (
    "provider_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "signature" BYTEA NOT NULL,

    CONSTRAINT "audit_checkpoint_pkey" PRIMARY KEY ("provider_id","seq")
);

-- CreateTable
CREATE TABLE "invitation" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "provider_id" UUID NOT NULL,
    "tenant_id" UUID,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "tenant_ids" UUID[],
    "all_tenants" BOOLEAN NOT NULL DEFAULT true,
    "locale" TEXT NOT NULL DEFAULT 'de',
    "round" INTEGER NOT NULL DEFAULT 1,
    "token_hash" BYTEA NOT NULL,
    "invited_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity_provider" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "provider_id" UUID NOT NULL,
    "tenant_id" UUID,
    "name" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "client_secret" BYTEA NOT NULL,
    "secret_key_id" UUID NOT NULL,
    "secret_key_version" INTEGER NOT NULL,
    "enforced" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "identity_provider_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delegation" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "provider_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "grantee_id" UUID NOT NULL,
    "roles" TEXT[],
    "status" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3),
    "note" TEXT,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "delegation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "request" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "provider_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "pbx_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "tunnel_id" UUID,
    "status" TEXT NOT NULL,
    "template" TEXT,
    "asked" JSONB NOT NULL,
    "asked_ends_at" TIMESTAMPTZ(3),
    "approved" JSONB,
    "approved_ends_at" TIMESTAMPTZ(3),
    "replaced" JSONB,
    "reason" TEXT NOT NULL,
    "approvers_required" INTEGER NOT NULL DEFAULT 1,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "request_approval" (
    "request_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "agreed" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "request_approval_pkey" PRIMARY KEY ("request_id","person_id")
);

-- CreateTable
CREATE TABLE "request_event" (
    "id" BIGSERIAL NOT NULL,
    "request_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "person_id" UUID,
    "side" TEXT,
    "text" TEXT,
    "data" JSONB,

    CONSTRAINT "request_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "request_policy" (
    "tenant_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "auto_approve" TEXT[],
    "approvers_required" INTEGER NOT NULL DEFAULT 1,
    "longest_days" INTEGER,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "request_policy_pkey" PRIMARY KEY ("tenant_id")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "provider_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "tenant_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "action" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" UUID,
    "actor_provider_id" UUID,
    "target_kind" TEXT,
    "target_id" TEXT,
    "outcome" TEXT NOT NULL,
    "request_id" TEXT,
    "record" TEXT NOT NULL,
    "personal" TEXT,
    "salt" BYTEA,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("provider_id","seq")
);

-- CreateIndex
CREATE UNIQUE INDEX "person_email_key" ON "person"("email");

-- CreateIndex
CREATE UNIQUE INDEX "passkey_credential_id_key" ON "passkey"("credential_id");

-- CreateIndex
CREATE INDEX "passkey_person_id_idx" ON "passkey"("person_id");

-- CreateIndex
CREATE INDEX "external_identity_person_id_idx" ON "external_identity"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "external_identity_issuer_subject_key" ON "external_identity"("issuer", "subject");

-- CreateIndex
CREATE INDEX "sign_in_flow_expires_at_idx" ON "sign_in_flow"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "identity_key_owner_id_version_key" ON "identity_key"("owner_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "service_account_provider_id_id_key" ON "service_account"("provider_id", "id");

-- CreateIndex
CREATE INDEX "idempotency_key_created_at_idx" ON "idempotency_key"("created_at");

-- CreateIndex
CREATE INDEX "notification_person_id_created_at_id_idx" ON "notification"("person_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "notification_mail_due_at_idx" ON "notification"("mail_due_at");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_token_hash_key" ON "invitation"("token_hash");

-- CreateIndex
CREATE INDEX "invitation_provider_id_tenant_id_idx" ON "invitation"("provider_id", "tenant_id");

-- CreateIndex
CREATE INDEX "identity_provider_provider_id_tenant_id_idx" ON "identity_provider"("provider_id", "tenant_id");

-- CreateIndex
CREATE INDEX "delegation_tenant_id_idx" ON "delegation"("tenant_id");

-- CreateIndex
CREATE INDEX "delegation_grantee_id_idx" ON "delegation"("grantee_id");

-- CreateIndex
CREATE INDEX "request_provider_id_created_at_id_idx" ON "request"("provider_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "request_tenant_id_status_idx" ON "request"("tenant_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "request_provider_id_tenant_id_id_key" ON "request"("provider_id", "tenant_id", "id");

-- CreateIndex
CREATE INDEX "request_event_request_id_id_idx" ON "request_event"("request_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "request_policy_provider_id_tenant_id_key" ON "request_policy"("provider_id", "tenant_id");

-- CreateIndex
CREATE INDEX "audit_event_provider_id_at_idx" ON "audit_event"("provider_id", "at");

-- CreateIndex
CREATE INDEX "audit_event_tenant_id_seq_idx" ON "audit_event"("tenant_id", "seq");

-- CreateIndex
CREATE INDEX "audit_event_actor_id_idx" ON "audit_event"("actor_id");

-- CreateIndex
CREATE INDEX "audit_event_target_id_idx" ON "audit_event"("target_id");

-- CreateIndex
CREATE INDEX "member_provider_id_tenant_id_idx" ON "member"("provider_id", "tenant_id");

-- CreateIndex
CREATE UNIQUE INDEX "member_person_id_id_key" ON "member"("person_id", "id");

-- CreateIndex
CREATE INDEX "session_person_id_idx" ON "session"("person_id");

-- CreateIndex
CREATE INDEX "api_key_service_account_id_idx" ON "api_key"("service_account_id");

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_provider_id_tenant_id_fkey" FOREIGN KEY ("provider_id", "tenant_id") REFERENCES "tenant"("provider_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_person_id_member_id_fkey" FOREIGN KEY ("person_id", "member_id") REFERENCES "member"("person_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recovery_code" ADD CONSTRAINT "recovery_code_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "external_identity" ADD CONSTRAINT "external_identity_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service_account" ADD CONSTRAINT "service_account_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "provider"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_provider_id_service_account_id_fkey" FOREIGN KEY ("provider_id", "service_account_id") REFERENCES "service_account"("provider_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "idempotency_key" ADD CONSTRAINT "idempotency_key_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "provider"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification" ADD CONSTRAINT "notification_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_head" ADD CONSTRAINT "audit_head_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "provider"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "provider"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_provider_id_tenant_id_fkey" FOREIGN KEY ("provider_id", "tenant_id") REFERENCES "tenant"("provider_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity_provider" ADD CONSTRAINT "identity_provider_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "provider"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity_provider" ADD CONSTRAINT "identity_provider_provider_id_tenant_id_fkey" FOREIGN KEY ("provider_id", "tenant_id") REFERENCES "tenant"("provider_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delegation" ADD CONSTRAINT "delegation_provider_id_tenant_id_fkey" FOREIGN KEY ("provider_id", "tenant_id") REFERENCES "tenant"("provider_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delegation" ADD CONSTRAINT "delegation_grantee_id_fkey" FOREIGN KEY ("grantee_id") REFERENCES "provider"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request" ADD CONSTRAINT "request_provider_id_tenant_id_fkey" FOREIGN KEY ("provider_id", "tenant_id") REFERENCES "tenant"("provider_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request" ADD CONSTRAINT "request_provider_id_tenant_id_pbx_id_fkey" FOREIGN KEY ("provider_id", "tenant_id", "pbx_id") REFERENCES "pbx"("provider_id", "tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request_approval" ADD CONSTRAINT "request_approval_provider_id_tenant_id_request_id_fkey" FOREIGN KEY ("provider_id", "tenant_id", "request_id") REFERENCES "request"("provider_id", "tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request_event" ADD CONSTRAINT "request_event_provider_id_tenant_id_request_id_fkey" FOREIGN KEY ("provider_id", "tenant_id", "request_id") REFERENCES "request"("provider_id", "tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request_policy" ADD CONSTRAINT "request_policy_provider_id_tenant_id_fkey" FOREIGN KEY ("provider_id", "tenant_id") REFERENCES "tenant"("provider_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- tenant-policy.sql, for every new table of tenants
DROP POLICY member_system ON member;
ALTER TABLE member ENABLE ROW LEVEL SECURITY;
CREATE POLICY member_scope ON member FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY member_system ON member FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON member TO stellwerk_app, stellwerk_system;

ALTER TABLE notification ENABLE ROW LEVEL SECURITY;
CREATE POLICY notification_scope ON notification FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY notification_system ON notification FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON notification TO stellwerk_app, stellwerk_system;

ALTER TABLE invitation ENABLE ROW LEVEL SECURITY;
CREATE POLICY invitation_scope ON invitation FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY invitation_system ON invitation FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON invitation TO stellwerk_app, stellwerk_system;

ALTER TABLE identity_provider ENABLE ROW LEVEL SECURITY;
CREATE POLICY identity_provider_scope ON identity_provider FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY identity_provider_system ON identity_provider FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON identity_provider TO stellwerk_app, stellwerk_system;

ALTER TABLE delegation ENABLE ROW LEVEL SECURITY;
CREATE POLICY delegation_scope ON delegation FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY delegation_system ON delegation FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON delegation TO stellwerk_app, stellwerk_system;

ALTER TABLE request ENABLE ROW LEVEL SECURITY;
CREATE POLICY request_scope ON request FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY request_system ON request FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON request TO stellwerk_app, stellwerk_system;

ALTER TABLE request_approval ENABLE ROW LEVEL SECURITY;
CREATE POLICY request_approval_scope ON request_approval FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY request_approval_system ON request_approval FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON request_approval TO stellwerk_app, stellwerk_system;

ALTER TABLE request_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY request_event_scope ON request_event FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY request_event_system ON request_event FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON request_event TO stellwerk_app, stellwerk_system;

ALTER TABLE request_policy ENABLE ROW LEVEL SECURITY;
CREATE POLICY request_policy_scope ON request_policy FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY request_policy_system ON request_policy FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON request_policy TO stellwerk_app, stellwerk_system;

ALTER TABLE audit_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY audit_event_scope ON audit_event FOR ALL TO stellwerk_app
  USING (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])))
  WITH CHECK (provider_id = (SELECT app_provider()) AND ((SELECT app_all_tenants()) OR tenant_id = ANY ((SELECT app_tenants())::uuid[])));
CREATE POLICY audit_event_system ON audit_event FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON audit_event TO stellwerk_app, stellwerk_system;

-- Who may sign in, and what is kept for them: not for the application's role at all.
ALTER TABLE person ENABLE ROW LEVEL SECURITY;
CREATE POLICY person_system ON person FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON person TO stellwerk_system;
ALTER TABLE passkey ENABLE ROW LEVEL SECURITY;
CREATE POLICY passkey_system ON passkey FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON passkey TO stellwerk_system;
ALTER TABLE recovery_code ENABLE ROW LEVEL SECURITY;
CREATE POLICY recovery_code_system ON recovery_code FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON recovery_code TO stellwerk_system;
ALTER TABLE external_identity ENABLE ROW LEVEL SECURITY;
CREATE POLICY external_identity_system ON external_identity FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON external_identity TO stellwerk_system;
ALTER TABLE sign_in_flow ENABLE ROW LEVEL SECURITY;
CREATE POLICY sign_in_flow_system ON sign_in_flow FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_flow TO stellwerk_system;
ALTER TABLE identity_key ENABLE ROW LEVEL SECURITY;
CREATE POLICY identity_key_system ON identity_key FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON identity_key TO stellwerk_system;
ALTER TABLE service_account ENABLE ROW LEVEL SECURITY;
CREATE POLICY service_account_system ON service_account FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON service_account TO stellwerk_system;
ALTER TABLE idempotency_key ENABLE ROW LEVEL SECURITY;
CREATE POLICY idempotency_key_system ON idempotency_key FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_key TO stellwerk_system;
ALTER TABLE audit_head ENABLE ROW LEVEL SECURITY;
CREATE POLICY audit_head_system ON audit_head FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON audit_head TO stellwerk_system;
ALTER TABLE audit_checkpoint ENABLE ROW LEVEL SECURITY;
CREATE POLICY audit_checkpoint_system ON audit_checkpoint FOR ALL TO stellwerk_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON audit_checkpoint TO stellwerk_system;
REVOKE ALL ON member, invitation, identity_provider, notification FROM stellwerk_app;

-- The application reads the audit and appends to it by a function; nobody rewrites it. Only personal data can be erased.
REVOKE INSERT, UPDATE, DELETE ON audit_event FROM stellwerk_app, stellwerk_system;
REVOKE UPDATE, DELETE ON audit_checkpoint FROM stellwerk_system;
GRANT UPDATE (personal, salt) ON audit_event TO stellwerk_system;
GRANT UPDATE (actor) ON tunnel_event TO stellwerk_system;

-- The one way into the audit. The head of the chain is locked, so that numbers have no gap and every event is bound to the one before it;
-- chains are taken in the order of their ids, so that two transactions that write to the same two cannot wait for each other. The caller
-- sends everything of a transaction at its very end: the lock is held for this statement and the commit. `at` is taken under the lock.
CREATE FUNCTION audit_append(events jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE e record; head record; chain uuid; moment timestamptz(3);
BEGIN
  FOR e IN
    SELECT x.* FROM ROWS FROM (jsonb_to_recordset(events) AS (chain uuid, tenant uuid, action text, actor_kind text, actor uuid, actor_provider uuid,
      target_kind text, target text, outcome text, request text, record text, personal text, salt text)) WITH ORDINALITY AS x ORDER BY x.chain, x.ordinality
  LOOP
    IF session_user = 'stellwerk_app' THEN
      -- The tenant door writes about its own tenants only: into the chain of their provider, and into that of one that was given access to them.
      IF NOT (e.tenant IS NULL OR app_all_tenants() OR e.tenant = ANY (app_tenants()))
        OR e.chain IS DISTINCT FROM app_provider()
          AND NOT EXISTS (SELECT 1 FROM delegation d WHERE d.provider_id = app_provider() AND d.tenant_id = e.tenant AND d.grantee_id = e.chain)
      THEN RAISE EXCEPTION 'not a chain of this scope' USING ERRCODE = 'insufficient_privilege';
      END IF;
    END IF;
    IF chain IS DISTINCT FROM e.chain THEN
      chain := e.chain;
      SELECT h.seq, h.hash INTO head FROM audit_head h WHERE h.provider_id = chain FOR UPDATE;
      IF NOT FOUND THEN
        INSERT INTO audit_head (provider_id, seq, hash) VALUES (chain, 0, sha256(convert_to('stellwerk-audit-1|' || chain, 'UTF8'))) ON CONFLICT DO NOTHING;
        SELECT h.seq, h.hash INTO head FROM audit_head h WHERE h.provider_id = chain FOR UPDATE;
      END IF;
    END IF;
    moment := clock_timestamp();
    head.seq := head.seq + 1;
    head.hash := sha256(head.hash || convert_to(head.seq || '|' || to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '|' || e.record, 'UTF8'));
    INSERT INTO audit_event (provider_id, seq, tenant_id, at, action, actor_kind, actor_id, actor_provider_id, target_kind, target_id, outcome, request_id, record, personal, salt, hash)
      VALUES (chain, head.seq, e.tenant, moment, e.action, e.actor_kind, e.actor, e.actor_provider, e.target_kind, e.target, e.outcome, e.request, e.record, e.personal,
        decode(e.salt, 'hex'), head.hash);
    UPDATE audit_head h SET seq = head.seq, hash = head.hash WHERE h.provider_id = chain;
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION audit_append(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_append(jsonb) TO stellwerk_app, stellwerk_system;
REVOKE INSERT, UPDATE, DELETE ON audit_head FROM stellwerk_system;

-- A conversation is append-only, and an approval is not taken over by another.
REVOKE UPDATE, DELETE ON request_event FROM stellwerk_app, stellwerk_system;
REVOKE UPDATE ON request_approval FROM stellwerk_app, stellwerk_system;
GRANT USAGE ON SEQUENCE request_event_id_seq TO stellwerk_app, stellwerk_system;

-- Names of people and machines, for timelines and audits that only hold their ids.
CREATE FUNCTION names_of(ids uuid[]) RETURNS TABLE (id uuid, name text, provider_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$ SELECT p.id, p.name, NULL::uuid FROM person p WHERE p.id = ANY (ids) UNION ALL SELECT s.id, s.name, s.provider_id FROM service_account s WHERE s.id = ANY (ids) $$;
REVOKE ALL ON FUNCTION names_of(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION names_of(uuid[]) TO stellwerk_app, stellwerk_system;

-- What `If-Match` is compared with. A trigger, because then no statement can forget it.
CREATE FUNCTION bump_version() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.version := OLD.version + 1; RETURN NEW; END $$;
CREATE FUNCTION bump_row_version() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.row_version := OLD.row_version + 1; RETURN NEW; END $$;
CREATE TRIGGER provider_version BEFORE UPDATE ON provider FOR EACH ROW EXECUTE FUNCTION bump_version();
CREATE TRIGGER member_version BEFORE UPDATE ON member FOR EACH ROW EXECUTE FUNCTION bump_version();
CREATE TRIGGER service_account_version BEFORE UPDATE ON service_account FOR EACH ROW EXECUTE FUNCTION bump_version();
CREATE TRIGGER tenant_version BEFORE UPDATE ON tenant FOR EACH ROW EXECUTE FUNCTION bump_version();
CREATE TRIGGER ssh_server_version BEFORE UPDATE ON ssh_server FOR EACH ROW EXECUTE FUNCTION bump_version();
CREATE TRIGGER tunnel_version BEFORE UPDATE ON tunnel FOR EACH ROW EXECUTE FUNCTION bump_version();
CREATE TRIGGER identity_provider_version BEFORE UPDATE ON identity_provider FOR EACH ROW EXECUTE FUNCTION bump_version();
CREATE TRIGGER delegation_version BEFORE UPDATE ON delegation FOR EACH ROW EXECUTE FUNCTION bump_version();
CREATE TRIGGER request_version BEFORE UPDATE ON request FOR EACH ROW EXECUTE FUNCTION bump_version();
CREATE TRIGGER request_policy_version BEFORE UPDATE ON request_policy FOR EACH ROW EXECUTE FUNCTION bump_version();
CREATE TRIGGER pbx_version BEFORE UPDATE ON pbx FOR EACH ROW EXECUTE FUNCTION bump_row_version();

-- Every tenant there is was made by its provider: the access is written down.
INSERT INTO delegation (provider_id, tenant_id, grantee_id, roles, status, decided_at)
  SELECT provider_id, id, provider_id, '{owner,admin,technician,auditor,billing}', 'active', now() FROM tenant;

-- What a schema cannot say.
ALTER TABLE person ADD CONSTRAINT person_email_lower CHECK (email = lower(email));
ALTER TABLE person ADD CONSTRAINT person_locale CHECK (locale IN ('de', 'en'));
ALTER TABLE invitation ADD CONSTRAINT invitation_email_lower CHECK (email = lower(email));
CREATE UNIQUE INDEX member_once_in_provider ON member (person_id, provider_id) WHERE tenant_id IS NULL;
CREATE UNIQUE INDEX member_once_in_tenant ON member (person_id, tenant_id) WHERE tenant_id IS NOT NULL;
-- With every request it is asked which customers do not simply let in the provider that made them: hardly any.
CREATE INDEX tenant_gone ON tenant (provider_id) WHERE deleted_at IS NOT NULL;
CREATE INDEX tenant_purge ON tenant (purge_at) WHERE purge_at IS NOT NULL;
CREATE INDEX delegation_home_odd ON delegation (provider_id) WHERE grantee_id = provider_id AND (status <> 'active' OR until IS NOT NULL OR NOT roles @> '{owner,admin,technician,auditor,billing}'::text[]);
CREATE UNIQUE INDEX delegation_once ON delegation (tenant_id, grantee_id) WHERE status IN ('pending', 'active');
ALTER TABLE member ADD CONSTRAINT member_role
  CHECK (CASE WHEN tenant_id IS NULL THEN role IN ('owner', 'admin', 'technician', 'auditor', 'billing') ELSE role IN ('tenant-admin', 'requester', 'viewer') END);
ALTER TABLE invitation ADD CONSTRAINT invitation_role
  CHECK (CASE WHEN tenant_id IS NULL THEN role IN ('owner', 'admin', 'technician', 'auditor', 'billing') ELSE role IN ('tenant-admin', 'requester', 'viewer') END);
ALTER TABLE session ADD CONSTRAINT session_stage CHECK (stage IN ('full', 'second-factor', 'enrol-factor', 'change-password'));
ALTER TABLE delegation ADD CONSTRAINT delegation_status CHECK (status IN ('pending', 'active', 'revoked', 'declined', 'expired'));
ALTER TABLE request ADD CONSTRAINT request_status CHECK (status IN ('pending', 'approved', 'declined', 'withdrawn', 'revoked', 'ended'));
ALTER TABLE request ADD CONSTRAINT request_kind CHECK (kind IN ('tunnel', 'change'));
ALTER TABLE request_policy ADD CONSTRAINT request_policy_approvers CHECK (approvers_required IN (1, 2));

-- Writes a notification for everybody concerned, each in their own language; who was named and has left meanwhile is not. The application's role may
-- call it for what its scope holds.
CREATE FUNCTION tell_members(p_provider uuid, p_tenant uuid, p_kind text, p_params jsonb, p_provider_roles text[], p_tenant_roles text[], p_persons uuid[], p_except uuid)
  RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE told int;
BEGIN
  IF session_user = 'stellwerk_app' AND NOT (p_provider = app_provider() AND (app_all_tenants() OR p_tenant = ANY (app_tenants()))) THEN
    RAISE EXCEPTION 'tell_members: outside of the scope' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO notification (person_id, locale, provider_id, tenant_id, kind, params)
    SELECT p.id, p.locale, p_provider, p_tenant, p_kind, p_params FROM person p
    WHERE p.erased_at IS NULL AND p.id IS DISTINCT FROM p_except AND EXISTS (
      SELECT 1 FROM member m WHERE m.person_id = p.id AND (
        (p_tenant IS NOT NULL AND m.tenant_id = p_tenant AND (p.id = ANY (p_persons) OR m.role = ANY (p_tenant_roles)))
        OR (p_tenant IS NULL AND m.tenant_id IS NULL AND m.provider_id = p_provider AND (p.id = ANY (p_persons) OR m.role = ANY (p_provider_roles)))
        OR (p_tenant IS NOT NULL AND m.tenant_id IS NULL AND (p.id = ANY (p_persons) OR m.role = ANY (p_provider_roles)) AND (m.all_tenants OR p_tenant = ANY (m.tenant_ids))
          AND EXISTS (SELECT 1 FROM delegation d WHERE d.tenant_id = p_tenant AND d.grantee_id = m.provider_id AND d.status = 'active'
            AND m.role = ANY (d.roles) AND (d.until IS NULL OR d.until > now())))));
  GET DIAGNOSTICS told = ROW_COUNT;
  RETURN told;
END $$;
REVOKE ALL ON FUNCTION tell_members(uuid, uuid, text, jsonb, text[], text[], uuid[], uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tell_members(uuid, uuid, text, jsonb, text[], text[], uuid[], uuid) TO stellwerk_app, stellwerk_system;

-- The last word of a transaction that a repeatable request was for. False: somebody took the request over, and this one must not commit.
CREATE FUNCTION idempotency_carried_out(p_principal uuid, p_key text, p_since timestamptz) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE idempotency_key SET carried_out = true WHERE principal_id = p_principal AND key = p_key AND created_at = p_since AND status IS NULL
    AND (session_user <> 'stellwerk_app' OR provider_id = app_provider());
  RETURN FOUND;
END $$;
REVOKE ALL ON FUNCTION idempotency_carried_out(uuid, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION idempotency_carried_out(uuid, text, timestamptz) TO stellwerk_app, stellwerk_system;

-- What was approved stands: it is written once, a request goes only forward, and what was asked for is nobody's to change but while it is pending.
CREATE FUNCTION request_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status <> OLD.status AND NOT (OLD.status = 'pending' AND NEW.status IN ('approved', 'declined', 'withdrawn')
      OR OLD.status = 'approved' AND NEW.status IN ('ended', 'revoked')) THEN
    RAISE EXCEPTION 'a request does not go from % to %', OLD.status, NEW.status USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status IN ('approved', 'ended', 'revoked')) <> (NEW.approved IS NOT NULL) THEN
    RAISE EXCEPTION 'a request is approved with what was approved, or not at all' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.approved IS NOT NULL AND (NEW.approved, NEW.approved_ends_at, NEW.replaced, NEW.tunnel_id) IS DISTINCT FROM (OLD.approved, OLD.approved_ends_at, OLD.replaced, OLD.tunnel_id) THEN
    RAISE EXCEPTION 'what was approved cannot be changed' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.created_by, NEW.kind, NEW.pbx_id, NEW.tenant_id) IS DISTINCT FROM (OLD.created_by, OLD.kind, OLD.pbx_id, OLD.tenant_id)
    OR (OLD.status <> 'pending' OR NEW.status <> 'pending') AND (NEW.asked, NEW.asked_ends_at, NEW.reason, NEW.template, NEW.approvers_required)
      IS DISTINCT FROM (OLD.asked, OLD.asked_ends_at, OLD.reason, OLD.template, OLD.approvers_required) THEN
    RAISE EXCEPTION 'what was asked for cannot be changed any more' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER request_guard BEFORE UPDATE ON request FOR EACH ROW EXECUTE FUNCTION request_guard();
-- A request is made pending, and stays: it goes only with its tenant.
ALTER TABLE request ADD CONSTRAINT request_approvers CHECK (approvers_required BETWEEN 0 AND 2);
REVOKE DELETE ON request FROM stellwerk_app, stellwerk_system;
CREATE INDEX request_due ON request (approved_ends_at) WHERE status = 'approved';
CREATE INDEX tunnel_due ON tunnel (ends_at) WHERE enabled;
CREATE INDEX request_revoked ON request (ended_at) WHERE status = 'revoked';
