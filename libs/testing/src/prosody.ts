import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { available } from './available.js';
import type { TestCertificate } from './certificate.js';
import { removeFolder, startDaemon, temporaryFolder } from './daemon.js';
import { freePort } from './free-port.js';
import type { TlsServer } from './tls-server.js';

/** Starts a real XMPP server with one domain, for clients that begin TLS by STARTTLS (RFC 6120). Throws when it does not come up. */
export async function startProsody(domain: string, certificate: TestCertificate): Promise<TlsServer> {
  const prosody = available('prosody');
  if (prosody === null) throw new Error('prosody is not installed (Debian: prosody)');
  const directory = await temporaryFolder('prosody');
  const at = (file: string): string => join(directory, file);
  const port = await freePort();
  const configuration = [
    `pidfile = "${at('pid')}"`,
    `data_path = "${at('data')}"`,
    'run_as_root = true',
    'interfaces = { "127.0.0.1" }',
    `c2s_ports = { ${port} }`,
    's2s_ports = {}',
    'modules_enabled = { "tls"; "saslauth" }',
    'modules_disabled = { "s2s" }',
    'c2s_require_encryption = true',
    'log = { { levels = { min = "info" }, to = "console" } }',
    `VirtualHost "${domain}"`,
    `  ssl = { key = "${at('key.pem')}"; certificate = "${at('cert.pem')}" }`,
    '',
  ];
  await Promise.all([
    mkdir(at('data')),
    mkdir(at('certs')),
    writeFile(at('cert.pem'), certificate.pem),
    writeFile(at('key.pem'), certificate.key),
    writeFile(at('prosody.cfg.lua'), configuration.join('\n')),
  ]);
  try {
    const daemon = await startDaemon(prosody, ['-F', '--config', at('prosody.cfg.lua')], /Activated service 'c2s' on \[127/);
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
