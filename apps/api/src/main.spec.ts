import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeKeyFile } from '@stellwerk/secrets';
import { prepareDatabase } from '@stellwerk/store';
import { startPostgres, startRedis, until } from '@stellwerk/testing';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

function run(env: Record<string, string>) {
  const child = spawn(process.execPath, [MAIN], { env: { PATH: process.env['PATH'], ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  return { child, said, code: new Promise<number | null>((resolve) => child.once('close', resolve)) };
}

describe('the process of the API', () => {
  it('names what is missing in its configuration and ends', async () => {
    const { said, code } = run({ DATABASE_APP_URL: 'postgresql://x' });
    expect(await code).toBe(1);
    expect(JSON.parse(said.err)).toMatchObject({
      level: 'fatal',
      msg: expect.stringMatching(/DATABASE_SYSTEM_URL.*REDIS_URL.*STELLWERK_KEY_FILE/),
    });
  }, 20_000);

  it('says in one line where it listens, is ready only once the database is migrated, and ends in order when told, with open streams', async () => {
    const [postgres, redis, directory] = [
      await startPostgres({ bare: true }),
      await startRedis(),
      await mkdtemp(join(tmpdir(), 'stellwerk-api-')),
    ];
    const keyFile = join(directory, 'key');
    await makeKeyFile(keyFile);
    const { child, said, code } = run({
      DATABASE_APP_URL: postgres.appUrl,
      DATABASE_SYSTEM_URL: postgres.systemUrl,
      REDIS_URL: redis.url,
      STELLWERK_KEY_FILE: keyFile,
      API_PORT: '0',
    });
    const ready = () =>
      said.out
        .split('\n')
        .filter((line) => line.includes('"ready"'))
        .map((line) => JSON.parse(line) as { url: string })[0];
    await until('the line of the start', () => ready() !== undefined, 20_000);
    const url = ready()?.url ?? '';
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    await prepareDatabase(postgres.ownerUrl, postgres);
    await until('to be ready', async () => (await fetch(`${url}/readyz`)).status === 200, 15_000);
    expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({
      status: 'ok',
      postgres: 'ok',
      redis: 'ok',
      migrations: 'applied',
      ssh2NativeAddon: expect.any(Boolean),
    });
    for (const line of said.out.trim().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow();
    child.kill('SIGTERM');
    expect(await code).toBe(0);
    await Promise.all([postgres.stop(), redis.stop(), rm(directory, { recursive: true })]);
  }, 60_000);
});
