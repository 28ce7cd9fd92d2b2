import { type CertificateFacts, judgePresentedCertificate, type PresentedBy, refusedListener, type RuleResult } from '@stellwerk/domain';
import { type MtlsListener, type MtlsListenerOptions, type MtlsVisit, startMtlsListener } from '@stellwerk/probe';
import type { Store } from '@stellwerk/store';
import { Complaint } from '../complaint.js';
import { soon } from '../store-access.js';
import type { WorkerLog } from '../worker.js';

/** Where the operator lets this worker listen for reverse MTLS tests. */
export type MtlsPlace = Pick<MtlsListenerOptions, 'address' | 'port' | 'domain' | 'certificate'>;

export interface MtlsDeskDeps {
  readonly edgeId: string;
  readonly store: Store;
  readonly log: WorkerLog;
  readonly now: () => number;
}

/** How often it says that it listens, and for how long that is believed. Milliseconds. */
const SAY_MS = 20_000;
const BELIEVED_MS = 60_000;
/** A name that was looked up is remembered so long, known or not: visitors come in bursts. */
const REMEMBERED_MS = 2_000;
const NAMES = 1_000;

/** Teams calls as `sipfed….lync.com`; whoever else calls is the customer's own server. */
const peerOf = ([leaf]: readonly CertificateFacts[]): PresentedBy['peer'] =>
  leaf?.dnsNames.some((name) => /(^|\.)lync\.com$/i.test(name)) ? 'microsoft' : 'xphone';

function presented(chain: readonly CertificateFacts[], fqdn: string | null, now: number): readonly RuleResult[] {
  const peer = peerOf(chain);
  return judgePresentedCertificate(chain, { peer, fqdn: peer === 'microsoft' ? null : fqdn }, now);
}

/** What a visit says; one that ended before anything was shown says nothing about the visitor's certificate. */
export const judgeVisit = (visit: MtlsVisit, fqdn: string | null, now: number): readonly RuleResult[] =>
  visit.protocol === null ? [refusedListener(visit.failure ?? 'closed')] : presented(visit.chain, fqdn, now);

/** Listens on this edge, notes who comes under the name of a running test, and lets the API know that somebody listens. */
export async function startMtlsDesk(place: MtlsPlace, { edgeId, store, log, now }: MtlsDeskDeps): Promise<MtlsListener> {
  const complaint = new Complaint((error) => log.warn({ err: error }, 'a visit of a reverse MTLS test could not be noted'));
  const looked = new Map<string, { readonly until: number; readonly fqdn: Promise<string | null> }>();

  /** The name of the federation that runs this test; null: there is no such test. */
  const fqdnOf = (label: string): Promise<string | null> => {
    const known = looked.get(label);
    if (known && known.until > now()) return known.fqdn;
    if (looked.size >= NAMES) looked.clear();
    const test = store.asSystem('reverse MTLS test', (tx) => tx.mtlsTests.byLabel(edgeId, label));
    const fqdn = soon(test, 'a reverse MTLS test').then((found) => found?.fqdn ?? null);
    fqdn.catch(() => looked.delete(label));
    looked.set(label, { until: now() + REMEMBERED_MS, fqdn });
    return fqdn;
  };
  const note = async (visit: MtlsVisit): Promise<void> => {
    const { label, remoteAddress, protocol, chain } = visit;
    const answers = judgeVisit(visit, await fqdnOf(label), now());
    const sighting = { remoteAddress, protocol, chain: [...chain], answers: [...answers] };
    await soon(
      store.asSystem('reverse MTLS test', (tx) => tx.mtlsTests.add(label, sighting)),
      'note a visit',
    );
  };

  const listener = await startMtlsListener({
    ...place,
    now,
    awaits: async (label) => (await fqdnOf(label)) !== null,
    onVisit: (visit) =>
      void note(visit).then(
        () => complaint.succeeded(),
        (error: unknown) => complaint.failed(error),
      ),
  });
  const say = (): void =>
    void store
      .asSystem('a listener is up', (tx) => tx.mtlsTests.listening(edgeId, BELIEVED_MS))
      .catch((error: unknown) => complaint.failed(error));
  say();
  const timer = setInterval(say, SAY_MS);
  log.info({ port: listener.port, selfMade: listener.selfMade }, 'reverse MTLS tests are listened for');
  return {
    ...listener,
    close: async () => {
      clearInterval(timer);
      await listener.close();
      await soon(
        store.asSystem('the listener is gone', (tx) => tx.mtlsTests.listening(edgeId, 0)),
        'the listener is gone',
      ).catch(() => undefined);
    },
  };
}
