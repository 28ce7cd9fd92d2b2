import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { available } from './available.js';
import { pemOf, type TestCertificate } from './certificate.js';
import { removeFolder, startDaemon, temporaryFolder } from './daemon.js';

export interface TlsServerOptions {
  readonly certificate: TestCertificate;
  /** What is sent behind it, in this order. */
  readonly chain?: readonly Uint8Array[];
  /** More arguments of `openssl s_server`: `-tls1_2`, `-Verify 1`, `-cipher …`. */
  readonly args?: readonly string[];
}

export interface TlsServer {
  readonly host: '127.0.0.1';
  readonly port: number;
  log(): string;
  stop(): Promise<void>;
}

/** Starts `openssl s_server` on a port of the system's choice. Throws when it does not come up. */
export async function startTlsServer({ certificate, chain = [], args = [] }: TlsServerOptions): Promise<TlsServer> {
  const openssl = available('openssl');
  if (openssl === null) throw new Error('openssl is not installed (Debian: openssl)');
  const directory = await temporaryFolder('tls');
  const at = (file: string): string => join(directory, file);
  await Promise.all([
    writeFile(at('cert.pem'), certificate.pem),
    writeFile(at('key.pem'), certificate.key),
    writeFile(at('chain.pem'), chain.map(pemOf).join('')),
  ]);
  const files = ['-cert', at('cert.pem'), '-key', at('key.pem'), ...(chain.length > 0 ? ['-cert_chain', at('chain.pem')] : [])];
  try {
    const daemon = await startDaemon(openssl, ['s_server', '-accept', '127.0.0.1:0', ...files, ...args], /ACCEPT 127\.0\.0\.1:(\d+)/);
    return {
      host: '127.0.0.1',
      port: Number(/ACCEPT 127\.0\.0\.1:(\d+)/.exec(daemon.log())?.[1]),
      log: () => daemon.log(),
      stop: async () => {
        await daemon.stop();
        await removeFolder(directory);
      },
    };
  } catch (error) {
    await removeFolder(directory);
    throw error;
  }
}
