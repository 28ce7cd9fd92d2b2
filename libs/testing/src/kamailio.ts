import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { available } from './available.js';
import type { TestCertificate } from './certificate.js';
import { removeFolder, startDaemon, temporaryFolder } from './daemon.js';
import { freePort } from './free-port.js';
import type { TlsServer } from './tls-server.js';
import { until } from './until.js';
import { plainConnect } from './plain-connect.js';

export interface KamailioOptions {
  readonly certificate: TestCertificate;
  /** Whose client certificates are accepted. */
  readonly authority: TestCertificate;
  /** The client has to show a certificate (MTLS); true unless told. */
  readonly requireCertificate?: boolean;
}

/** Starts a real Kamailio that answers every SIP request over TLS with 200. Throws when it does not come up. */
export async function startKamailio({ certificate, authority, requireCertificate = true }: KamailioOptions): Promise<TlsServer> {
  const kamailio = available('kamailio');
  if (kamailio === null) throw new Error('kamailio is not installed (Debian: kamailio-tls-modules)');
  const directory = await temporaryFolder('kamailio');
  const at = (file: string): string => join(directory, file);
  const port = await freePort();
  const wanted = requireCertificate ? 1 : 0;
  const settings: readonly (readonly [string, string])[] = [
    ['tls_method', '"TLSv1.2+"'],
    ['certificate', `"${at('cert.pem')}"`],
    ['private_key', `"${at('key.pem')}"`],
    ['ca_list', `"${at('ca.pem')}"`],
    ['verify_certificate', `${wanted}`],
    ['require_certificate', `${wanted}`],
  ];
  const configuration = [
    '#!KAMAILIO',
    'log_stderror=yes',
    'children=1',
    'tcp_children=1',
    'auto_aliases=no',
    `listen=tls:127.0.0.1:${port}`,
    'enable_tls=yes',
    'loadmodule "tls.so"',
    'loadmodule "sl.so"',
    ...settings.map(([name, value]) => `modparam("tls", "${name}", ${value})`),
    'request_route { sl_send_reply("200", "OK"); }',
    '',
  ];
  await Promise.all([
    writeFile(at('cert.pem'), certificate.pem),
    writeFile(at('key.pem'), certificate.key),
    writeFile(at('ca.pem'), authority.pem),
    writeFile(at('kamailio.cfg'), configuration.join('\n')),
  ]);
  try {
    // -DD: in the foreground, with its children; shared and private memory in MiB.
    const args = ['-DD', '-E', '-m', '32', '-M', '8', '-Y', directory, '-P', at('pid'), '-f', at('kamailio.cfg')];
    const daemon = await startDaemon(kamailio, args, new RegExp(`tls: 127\\.0\\.0\\.1 .*:${port}`));
    await until('kamailio to accept', async () => {
      const opened = await plainConnect('127.0.0.1', port);
      if (opened.ok) opened.value.destroy();
      return opened.ok;
    });
    return {
      host: '127.0.0.1',
      port,
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
