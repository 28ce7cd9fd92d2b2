import { randomBytes, X509Certificate } from 'node:crypto';
import { FederationInput } from '@stellwerk/domain';
import { readCertificate } from '@stellwerk/probe';
import { selfSigned } from '@stellwerk/testing';
import type { Customer, World } from './world.js';

export const federationOf = (values: object = {}): FederationInput =>
  FederationInput.parse({ domain: 'acme.example', fqdn: 'connect.acme.example', publicAddress: '203.0.113.9', ...values });

/** A certificate that anybody may upload. */
export const UPLOAD = selfSigned('connect.acme.example').cert;

const PORT = { host: '10.1.1.1', port: 636 };

/** What is checked of a customer: ids of one thing of each kind. */
export interface Furnished {
  /** An XPhone Connect Server with a federation and a running MTLS test. */
  readonly xphoneId: string;
  readonly checkId: string;
  /** Open. */
  readonly findingId: string;
  readonly certificateId: string;
}

function must<T>(outcome: { ok: true; value: T } | { ok: false; refusal: unknown }): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
  return outcome.value;
}

/** Made past the API, as quickly as can be: many tests want a house of their own. */
export async function furnish({ store }: World, providerId: string, { tenantId }: Customer): Promise<Furnished> {
  const der = new X509Certificate(UPLOAD).raw;
  const facts = readCertificate(der);
  if (!facts.ok) throw new Error('unreadable');
  const made = await store.forTenant({ providerId, tenantIds: [tenantId] }, async (tx) => {
    const values = {
      tenantId,
      name: 'Connect',
      version: '9.4',
      edition: null,
      access: 'network',
      networks: [],
      sshServerId: null,
    } as const;
    const pbx = must(
      await tx.pbxs.create({ ...values, product: 'xphone-connect', address: '10.1.2.4', listenAddress: `127.9.${randomBytes(1)[0]}.1` }),
    );
    await tx.federations.put(pbx.id, federationOf());
    await tx.federations.startMtlsTest(pbx.id, { label: randomBytes(8).toString('hex'), expiresAt: new Date(Date.now() + 3_600_000) });
    const check = await tx.checks.create({
      ...{ tenantId, pbxId: null, edgeId: 'local', kind: 'tcp-port', name: 'Verzeichnis', params: PORT },
      vantage: { kind: 'edge' },
      intervalSeconds: 300,
    });
    const role = 'sip-federation';
    const name = 'connect.acme.example';
    const certificate = must(await tx.certificates.upload({ tenantId, pbxId: null, role, name, facts: facts.value, der, chain: [] }));
    return { xphoneId: pbx.id, checkId: must(check).id, certificateId: certificate.row.id };
  });
  const [findingId = ''] = await store.asSystem('test', async (tx) => {
    await tx.checkWork.hold(made.checkId);
    const now = new Date();
    const answer = { rule: 'PORT-01', code: 'port-filtered', subject: '', params: PORT };
    return tx.checkWork.record({
      ...{ checkId: made.checkId, at: now, nextRunAt: now, status: 'fail', tookMs: 1, trigger: 'schedule', workerId: 'w', changed: true },
      facts: {},
      answers: [{ ...answer, status: 'fail' }],
      findings: [
        {
          ...answer,
          ...{ id: null, severity: 'fail', openedAt: now, lastSeenAt: now, closedAt: null, seen: 1, missed: 0 },
          ...{ breaksAt: null, toldLevel: null, toldAt: null },
        },
      ],
      certificates: [],
    });
  });
  return { ...made, findingId };
}
