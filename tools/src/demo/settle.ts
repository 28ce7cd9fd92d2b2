import type { CheckFinding, Client } from '@stellwerk/contracts';
import { demoInternet } from './federations.js';
import { type DemoCustomer, demoFleet, HAFENKANTE, KLINIKUM } from './fleet.js';
import { callPartner } from './partner-call.js';
import type { DemoPki } from './pki.js';

const LIMIT = { limit: 200 } as const;
const DAY_MS = 86_400_000;

/** What no real customer has, and so would distract from what one has: the codes, and why they are accepted. */
const UNLISTED = 'Vorführung: Die Zertifizierungsstelle dieser Vorführung steht absichtlich in keiner Liste.';
const ACCEPTED: Readonly<Record<string, string>> = {
  'root-untrusted': UNLISTED,
  'partner root-untrusted': UNLISTED,
  'address-not-public': 'Vorführung: Alle Server laufen auf diesem Rechner, der Name führt deshalb zu 127.0.0.0/8.',
};
/** A partner's certificate may be at fault in many ways; which, is in its parameters. */
const aspectOf = ({ code, params }: CheckFinding): string =>
  code === 'partner-certificate' ? `partner ${String(params['problem'])}` : code;
const SETTLE_MS = 90_000;
const LOOK_MS = 1_000;

/**
 * Mutes, with a reason, what follows only from this being a demonstration, as its checks find it. Each customer's findings are muted once:
 * whoever unmutes one is not contradicted.
 */
async function muteOwn(api: Client, octet: number): Promise<void> {
  const { federations } = demoInternet(octet);
  const expected = ({ name }: DemoCustomer): readonly string[] =>
    name in federations ? Object.keys(ACCEPTED) : name === KLINIKUM ? ['root-untrusted'] : [];
  const pbxs = (await api.listPbxs({ query: LIMIT })).items;
  const fleet = demoFleet(octet).flatMap((customer) => {
    const pbx = pbxs.find(({ name }) => name === customer.pbx.name);
    return pbx === undefined ? [] : [{ customer, pbxId: pbx.id }];
  });
  const missing = new Set(fleet.flatMap(({ customer, pbxId }) => expected(customer).map((aspect) => `${pbxId} ${aspect}`)));
  const ours = new Set(fleet.map(({ pbxId }) => pbxId));
  const until = new Date(Date.now() + 365 * DAY_MS).toISOString();
  for (const deadline = performance.now() + SETTLE_MS; missing.size > 0 && performance.now() < deadline;) {
    const { items } = await api.listFindings({ query: LIMIT });
    for (const finding of items) {
      const reason = ACCEPTED[aspectOf(finding)];
      if (finding.pbxId === null || !ours.has(finding.pbxId) || reason === undefined) continue;
      await api.muteFinding({ params: { id: finding.id }, query: {}, body: { until, reason } });
      missing.delete(`${finding.pbxId} ${aspectOf(finding)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Plays the server of the customer with all the mistakes: it takes part in a reverse MTLS test and shows its certificate. */
async function callOnce(api: Client, octet: number, pki: DemoPki): Promise<void> {
  const name = demoFleet(octet).find((customer) => customer.name === HAFENKANTE)?.pbx.name;
  const pbx = (await api.listPbxs({ query: LIMIT })).items.find((one) => one.name === name);
  if (pbx === undefined) return;
  const { host, port } = await api.startMtlsTest({ params: { id: pbx.id }, query: {} });
  const { chain, key } = pki.hafenkante;
  await callPartner({ host, port, address: demoInternet(octet).mtls.address }, { cert: chain, key });
}

/** What takes a while after the demonstration was written: its first findings, and a first reverse test. Rejects when the API is gone meanwhile. */
export async function settle(api: Client, octet: number, pki: DemoPki): Promise<void> {
  // Where the operator listens elsewhere it does not come about, and there is one sighting less to see.
  await callOnce(api, octet, pki).catch(() => undefined);
  await muteOwn(api, octet);
}
