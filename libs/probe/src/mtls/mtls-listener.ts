import { randomBytes, type X509Certificate } from 'node:crypto';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import type { CertificateFacts } from '@stellwerk/domain';
import { readCertificate } from '../certificate/read.js';
import { Doorkeeper } from './doorkeeper.js';
import { makeOwnCertificate, type OwnCertificate } from './self-signed.js';
import { sipReply } from './sip-reply.js';

/** Who connected under a name that is awaited, and what he showed. */
export interface MtlsVisit {
  /** First label of the name he asked for. */
  readonly label: string;
  readonly remoteAddress: string;
  /** Null: no agreement was reached. */
  readonly protocol: string | null;
  /** As presented, his own certificate first; empty: none. Not to be judged when `protocol` is null. */
  readonly chain: readonly CertificateFacts[];
  /** OpenSSL's word for why no agreement was reached; mostly he refused our certificate before he showed his. */
  readonly failure: string | null;
}

export interface MtlsListenerOptions {
  readonly address: string;
  /** 0: any free one. */
  readonly port: number;
  /** Every name `<label>.<domain>` may be awaited. */
  readonly domain: string;
  /** PEM; null: one of our own making, which nobody vouches for. */
  readonly certificate: OwnCertificate | null;
  /** Is anybody awaited under this label? A rejection counts as no. */
  readonly awaits: (label: string) => Promise<boolean>;
  readonly onVisit: (visit: MtlsVisit) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface MtlsListener {
  readonly port: number;
  /** Its certificate is of our own making: whoever verifies it refuses. */
  readonly selfMade: boolean;
  close(): Promise<void>;
}

/** A stranger may cost this much and no more. Milliseconds and bytes. */
const LIMITS = { atOnce: 64, lifeMs: 15_000, bytes: 16_384, chain: 8 } as const;

/**
 * Waits for servers that connect by MTLS and notes what client certificate they show: asks for one, insists on none, and refuses nobody for
 * what it says. Names that are not awaited get no handshake. A SIP request is answered with 403; then the connection ends.
 * @throws when the address cannot be listened on
 */
export async function startMtlsListener(options: MtlsListenerOptions): Promise<MtlsListener> {
  const domain = options.domain.toLowerCase().replace(/\.$/, '');
  const own = options.certificate ?? makeOwnCertificate(`*.${domain}`, options.now());
  const context = createSecureContext({ cert: own.cert, key: own.key, minVersion: 'TLSv1.2' });
  const nobody = createSecureContext({ minVersion: 'TLSv1.2' });
  const open = new Set<Socket>();
  const doorkeeper = new Doorkeeper(options.now);

  const labelOf = (name: string): string | null => {
    const lower = name.toLowerCase();
    const label = lower.endsWith(`.${domain}`) ? lower.slice(0, -domain.length - 1) : '';
    return /^[a-z0-9-]{1,63}$/.test(label) ? label : null;
  };
  const known = async (name: string): Promise<string | null> => {
    const label = labelOf(name);
    return label !== null && (await options.awaits(label).catch(() => false)) ? label : null;
  };

  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    const address = (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '');
    if (open.size >= LIMITS.atOnce || !doorkeeper.lets(address)) return void socket.destroy();
    open.add(socket);
    const life = setTimeout(() => socket.destroy(), LIMITS.lifeMs);
    socket.once('close', () => {
      clearTimeout(life);
      open.delete(socket);
    });
    receive(socket, { context, nobody, known, onVisit: (visit) => options.onVisit({ ...visit, remoteAddress: address }) });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(options.port, options.address, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    selfMade: options.certificate === null,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

interface Reception {
  readonly context: SecureContext;
  /** For whoever names nobody that is awaited: without a certificate no handshake succeeds. */
  readonly nobody: SecureContext;
  readonly known: (name: string) => Promise<string | null>;
  readonly onVisit: (visit: Omit<MtlsVisit, 'remoteAddress'>) => void;
}

/** One visitor, from the first byte to the end of his connection. */
function receive(socket: Socket, { context, nobody, known, onVisit }: Reception): void {
  let label: string | null = null;
  let noted = false;
  const note = (visit: Pick<MtlsVisit, 'protocol' | 'chain' | 'failure'>): void => {
    if (label === null || noted) return;
    noted = true;
    onVisit({ label, ...visit });
  };
  const tls = new TLSSocket(socket, {
    isServer: true,
    requestCert: true,
    rejectUnauthorized: false,
    secureContext: nobody,
    SNICallback: (name, answer) =>
      void known(name).then((found) => {
        label = found;
        answer(null, found === null ? nobody : context);
      }),
  });
  tls.on('error', (error: NodeJS.ErrnoException) => {
    note({ protocol: null, chain: [], failure: (error.code ?? 'closed').slice(0, 80) });
    socket.destroy();
  });
  // Some leave without a word.
  tls.once('close', () => note({ protocol: null, chain: [], failure: 'closed' }));
  tls.once('secure', () => {
    if (label === null) return void socket.destroy();
    note({ protocol: tls.getProtocol(), chain: chainOf(tls.getPeerX509Certificate()), failure: null });
    converse(tls);
  });
}

/** What was presented, and only that: Node's older way fills gaps from the machine's own trust store. */
function chainOf(first: X509Certificate | undefined): readonly CertificateFacts[] {
  const chain: CertificateFacts[] = [];
  const seen = new Set<string>();
  for (let at = first; at !== undefined && chain.length < LIMITS.chain && !seen.has(at.fingerprint256); at = at.issuerCertificate) {
    seen.add(at.fingerprint256);
    const read = readCertificate(at.raw);
    if (read.ok) chain.push(read.value);
  }
  return chain;
}

/** Hears a request out, refuses it, and hangs up. */
function converse(tls: TLSSocket): void {
  let text = '';
  tls.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    if (text.includes('\r\n\r\n')) {
      const reply = sipReply(text, randomBytes(6).toString('hex'));
      tls.removeAllListeners('data').resume();
      return void (reply === null ? tls.end() : tls.end(reply, 'latin1'));
    }
    if (text.length > LIMITS.bytes) tls.destroy();
  });
}
