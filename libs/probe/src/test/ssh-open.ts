import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { ok, type Result } from '@stellwerk/domain';
import type { Sshd } from '@stellwerk/testing';

/** Connections through a real SSH server (direct-tcpip), made by OpenSSH's own client: what a session of the SSH engine gives, without that engine. */
export async function openThrough(sshd: Sshd): Promise<(host: string, port: number) => Promise<Result<Duplex>>> {
  const knownHosts = join(sshd.directory, 'known_hosts');
  await writeFile(knownHosts, sshd.hostKeys.map((key) => `[${sshd.host}]:${sshd.port} ${key.publicKey}\n`).join(''));
  const options = [
    'StrictHostKeyChecking=yes',
    `UserKnownHostsFile=${knownHosts}`,
    'IdentitiesOnly=yes',
    'BatchMode=yes',
    'LogLevel=ERROR',
  ];
  return (host, port) => {
    const target = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
    const where = ['-p', String(sshd.port), '-W', target, `${sshd.username}@${sshd.host}`];
    const child = spawn('ssh', ['-F', 'none', '-i', sshd.userKey.path, ...options.flatMap((option) => ['-o', option]), ...where], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    // A channel that the server refuses is one that ends before it said a word.
    const stream = Duplex.from({ writable: child.stdin, readable: child.stdout }).on('error', () => undefined);
    child.once('exit', () => stream.destroy());
    stream.once('close', () => child.kill('SIGKILL'));
    return Promise.resolve(ok(stream));
  };
}
