import { ApiError, type Client } from '@stellwerk/contracts';
import type { CertificateRole } from '@stellwerk/domain';
import { type DemoInternet, KLINIKUM_WEB } from './federations.js';
import { AUTOHAUS, type DemoCustomer, KLINIKUM, STADTWERKE } from './fleet.js';
import type { DemoPki } from './pki.js';

const LIMIT = { limit: 200 } as const;

/** A customer of the demonstration, and where its things are by now. */
interface Place {
  readonly customer: DemoCustomer;
  readonly tenantId: string;
  readonly pbxId: string;
  readonly sshServerId: string;
}

/** What there is to be looked at. */
interface Looked {
  readonly pki: DemoPki;
  readonly federation: DemoInternet['federations'][string] | null;
}

const orNull = <T>(error: unknown): T | null => {
  if (error instanceof ApiError && error.status === 404) return null;
  throw error;
};

/** The checklist of who works with care. */
const LOOKED_UP = ['licence', 'site-switch', 'private-key-access', 'partner-informed'] as const;

async function seedFederation(api: Client, { customer, pbxId: id }: Place, body: NonNullable<Looked['federation']>): Promise<void> {
  const params = { id };
  if ((await api.getFederation({ params }).catch(orNull)) !== null) return;
  await api.putFederation({ params, query: {}, ifMatch: 0, body });
  if (customer.name !== STADTWERKE) return;
  for (const item of LOOKED_UP) await api.confirmChecklistItem({ params: { id, item }, query: {}, body: { confirmed: true } });
}

/** The ways of the tunnels of one customer, looked at from inside its network: one works, one is refused. A web service is looked at from outside. */
async function seedFreeChecks(api: Client, { customer, tenantId, pbxId, sshServerId }: Place): Promise<void> {
  const existing = (await api.listChecks({ query: { ...LIMIT, pbxId } })).items;
  const add = async (body: Parameters<Client['createCheck']>[0]['body'], name: string): Promise<void> => {
    if (!existing.some((check) => check.origin === 'free' && check.name === name)) await api.createCheck({ query: {}, body });
  };
  const about = { tenantId, pbxId };
  await add(
    { ...about, kind: 'tls-endpoint', params: { ...KLINIKUM_WEB, role: 'any-server' } },
    `${KLINIKUM_WEB.host}:${KLINIKUM_WEB.port}`,
  );
  const vantage = { kind: 'ssh-server', sshServerId } as const;
  const targets = customer.tunnels.flatMap(({ mappings }) => mappings).filter(({ direction }) => direction === 'outbound');
  for (const { targetHost, remotePort, name } of targets) {
    if (targetHost === null) continue;
    const params = { host: targetHost, port: remotePort, purpose: name };
    await add({ ...about, kind: 'tcp-port', params, vantage }, `${targetHost}:${remotePort}`);
  }
}

async function seedUpload(api: Client, { tenantId, pbxId }: Place, content: string, role: CertificateRole): Promise<void> {
  const { items } = await api.listCertificates({ query: { tenantId, source: 'uploaded' } });
  if (items.length === 0) await api.uploadCertificate({ query: {}, body: { tenantId, pbxId, content, role } });
}

/** Federation, checks of any host, and a certificate to be watched, as the customer has them. What is there already is left alone. */
export async function seedChecks(api: Client, place: Place, { pki, federation }: Looked): Promise<void> {
  if (federation !== null) await seedFederation(api, place, federation);
  if (place.customer.name === KLINIKUM) await seedFreeChecks(api, place);
  if (place.customer.name === AUTOHAUS) await seedUpload(api, place, pki.fax.leaf, 'web-server');
  // The renewed one, as whoever renewed it would have it watched: the federation still shows the old one.
  if (place.customer.name === STADTWERKE) await seedUpload(api, place, pki['stadtwerke-renewed'].leaf, 'sip-federation');
}
