import type { CertificateRow, CheckRow, FederationRow, ModuleRow, PbxRow, SshServerRow, TenantRow, TunnelRow } from '@stellwerk/store';

// What the audit compares of each thing: what people enter, nothing that follows from it.

export const tenantFacts = ({ name, customerNumber, allowedNetworks }: TenantRow) => ({ name, customerNumber, allowedNetworks });

export const pbxFacts = (row: PbxRow) => {
  const { name, product, version, edition, access, address, listenAddress, networks, sshServerId } = row;
  return { name, product, version, edition, access, address, listenAddress, networks, sshServerId };
};

export const moduleFacts = (row: Omit<ModuleRow, 'module'>) => ({
  version: row.version,
  configurations: row.configurations.map(({ name, enabled }) => ({ name, enabled })),
});

/** `credential` is a word for whether there is another one now, never the credential. */
export const sshServerFacts = (row: SshServerRow, credential: 'stored' | 'new') => {
  const { name, host, port, username, engine, credentialKind } = row;
  const hostKeys = row.pinned.map(({ type, fingerprint }) => ({ type, fingerprint }));
  return { name, host, port, username, engine, credentialKind, credential, hostKeys };
};

export const tunnelFacts = ({ name, module, pbxId, sshServerId, enabled, endsAt, mappings }: TunnelRow) => ({
  name,
  module,
  pbxId,
  sshServerId,
  enabled,
  endsAt,
  mappings: mappings.map((mapping) => ({
    name: mapping.name,
    direction: mapping.direction,
    exposure: mapping.exposure,
    localPort: mapping.localPort,
    remotePort: mapping.remotePort,
    targetHost: mapping.targetHost,
    allowFrom: mapping.allowFrom,
    protocol: mapping.protocol,
  })),
});

export const checkFacts = ({ kind, name, params, vantage, intervalSeconds, pbxId }: CheckRow) => ({
  kind,
  name,
  params,
  vantage,
  intervalSeconds,
  pbxId,
});

export const certificateFacts = ({ name, sha256, role, pbxId, notBefore, notAfter }: CertificateRow) => ({
  name,
  sha256,
  role,
  pbxId,
  notBefore,
  notAfter,
});

export const federationFacts = (row: FederationRow) => {
  const {
    pbxId: _,
    providerId: __,
    tenantId: ___,
    checklist: ____,
    version: _____,
    createdAt: ______,
    updatedAt: _______,
    ...values
  } = row;
  return values;
};

/** How the audit names a thing: `{ kind, id, name }`. */
export const named = (kind: string, row: { readonly id: string; readonly name: string }) => ({ kind, id: row.id, name: row.name });
