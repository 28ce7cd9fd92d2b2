import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from './config.js';
import { EXIT } from './exit.js';
import { run } from './program.js';
import { bytes, table } from './table.js';

const nowhere: Environment = { url: null, apiKey: null, locale: 'en' };

async function terminal(args: string[], environment: Environment = nowhere) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(args, environment, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    readInput: async () => '',
    signal: new AbortController().signal,
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('the command line without an API', () => {
  it('says how to connect, in the language of the terminal', async () => {
    const english = await terminal(['tunnels', 'list']);
    expect(english).toMatchObject({ code: EXIT.usage, out: '' });
    expect(english.err).toContain('STELLWERK_API_KEY');
    expect((await terminal(['tunnels', 'list'], { ...nowhere, locale: 'de' })).err).toContain('Keine Verbindung eingerichtet');
  });

  it('exits with 4 and the reason when nobody answers', async () => {
    const { code, err } = await terminal(['tenants', 'list'], { url: 'http://127.0.0.1:9', apiKey: 'sw_live_x', locale: 'en' });
    expect(code).toBe(EXIT.unreachable);
    expect(err).toContain('cannot be reached');
  });

  it('exits with 2 for a command or an option that does not exist, and with 0 for help', async () => {
    expect((await terminal(['tunnels', 'frobnicate'])).code).toBe(EXIT.usage);
    expect((await terminal(['tunnels', 'list', '--frob'])).code).toBe(EXIT.usage);
    expect((await terminal(['ssh-servers', 'test'])).err).toContain('--tenant');
    const help = await terminal(['--help']);
    expect(help.code).toBe(EXIT.done);
    expect(help.out).toContain('ssh-servers');
  });

  it('names a ready file that is not one', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'stellwerk-cli-'));
    const path = join(directory, 'ready.json');
    await writeFile(path, '{"apiUrl": 3}');
    expect(await terminal(['--ready-file', path, 'tenants', 'list'])).toMatchObject({
      code: EXIT.usage,
      err: expect.stringContaining(path),
    });
    await rm(directory, { recursive: true });
  });
});

describe('tables', () => {
  it('align columns by characters, not bytes', () => {
    expect(
      table(
        ['A', 'B'],
        [
          ['Zürich', 'x'],
          ['y', 'z'],
        ],
      ),
    ).toBe('A       B\nZürich  x\ny       z');
  });
  it('say bytes in a readable unit', () => {
    expect([bytes(0), bytes(1023), bytes(1536), bytes(5 * 1024 ** 3)]).toEqual(['0 B', '1023 B', '1.5 KiB', '5.0 GiB']);
  });
});
