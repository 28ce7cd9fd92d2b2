import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { available, freePort, until } from '@stellwerk/testing';
import { end } from './child.js';
import type { Stoppable } from './context.js';
import { openHttp } from './http.js';

/** Debian's prometheus-blackbox-exporter with its own defaults. */
export interface Exporter extends Stoppable {
  readonly pid: number;
  readonly version: string;
  /** One probe, as Prometheus asks for it; true when it succeeded. */
  readonly probe: (kind: ExporterModule, target: string) => Promise<boolean>;
}

export type ExporterModule = 'certificate' | 'port';

const CONFIG = `modules:
  certificate: { prober: tcp, timeout: 10s, tcp: { tls: true } }
  port: { prober: tcp, timeout: 10s }
`;

/** @param root PEM that it trusts as if it were one of the system's: read once, at its first handshake. Throws where it is not installed. */
export async function startExporter(root: string): Promise<Exporter> {
  const executable = available('prometheus-blackbox-exporter');
  if (executable === null) throw new Error('prometheus-blackbox-exporter is not installed (Debian: prometheus-blackbox-exporter)');
  const version = /version (\S+)/.exec(execFileSync(executable, ['--version'], { encoding: 'utf8' }))?.[1] ?? 'unknown';
  const directory = await mkdtemp(join(tmpdir(), 'stellwerk-exporter-'));
  const [config, trusted] = [join(directory, 'config.yml'), join(directory, 'root.pem')];
  await Promise.all([writeFile(config, CONFIG), writeFile(trusted, root)]);
  const port = await freePort();
  const child = spawn(executable, [`--config.file=${config}`, `--web.listen-address=127.0.0.1:${port}`], {
    stdio: 'ignore',
    env: { PATH: process.env['PATH'], SSL_CERT_FILE: trusted, SSL_CERT_DIR: directory },
  });
  const http = openHttp(`http://127.0.0.1:${port}`, '');
  const stop = async (): Promise<void> => {
    await http.stop();
    await end(child);
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await until('the exporter', async () => {
      if (child.exitCode !== null) throw new Error(`the exporter ended with ${child.exitCode}`);
      return http.send('GET', '/-/healthy').then(
        ({ status }) => status === 200,
        () => false,
      );
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    pid: child.pid ?? 0,
    version,
    probe: async (kind, target) => (await http.send('GET', `/probe?module=${kind}&target=${target}`)).text.includes('\nprobe_success 1\n'),
    stop,
  };
}
