import { spawn } from 'node:child_process';
import { manualClock } from './clock.js';
import { createLog, type Log } from './log.js';
import { createMetrics, serveMetrics } from './metrics.js';
import { createShutdown } from './shutdown.js';

function captured(level: 'debug' | 'info' = 'info'): { log: Log; lines: () => Record<string, unknown>[] } {
  let text = '';
  const log = createLog({ name: 'test', level, destination: { write: (line: string) => (text += line) } });
  return {
    log,
    lines: () =>
      text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

describe('the log', () => {
  it('never holds a secret, wherever a caller lets it slip in', () => {
    const { log, lines } = captured();
    const secret = 'Geheim-4711';
    log.info(
      {
        password: secret,
        server: { credential: { password: secret }, host: 'a' },
        request: { headers: { authorization: secret, cookie: secret } },
      },
      'x',
    );
    log.child({ passphrase: secret }).warn({ body: { privateKey: secret } }, 'y');
    expect(JSON.stringify(lines())).not.toContain(secret);
    expect(lines()[0]).toMatchObject({ level: 'info', name: 'test', msg: 'x', server: { host: 'a' } });
  });

  it('writes an error with its stack and keeps quiet below its level', () => {
    const { log, lines } = captured();
    log.debug({}, 'quiet');
    log.error({ error: new Error('broken') }, 'loud');
    expect(lines()).toHaveLength(1);
    expect(lines()[0]).toMatchObject({
      msg: 'loud',
      error: { message: 'broken', stack: expect.stringContaining('runtime.spec') as string },
    });
  });
});

describe('the manual clock', () => {
  it('fires what is due in order, timers set meanwhile included, and nothing that was cancelled', async () => {
    const clock = manualClock(1_000);
    const seen: string[] = [];
    clock.after(20, () => seen.push(`b@${clock.now()}`));
    clock.after(10, () => {
      seen.push(`a@${clock.now()}`);
      clock.after(5, () => seen.push(`c@${clock.now()}`));
    });
    const cancel = clock.every(8, () => seen.push(`e@${clock.monotonic()}`));
    clock.after(12, () => seen.push('never'))();
    await clock.advance(20);
    cancel();
    await clock.advance(100);
    expect(seen).toEqual(['e@8', 'a@1010', 'c@1015', 'e@16', 'b@1020']);
    expect(clock.pending()).toBe(0);
  });

  it('lets promises settle between two timers', async () => {
    const clock = manualClock();
    const seen: string[] = [];
    clock.after(1, () => void Promise.resolve().then(() => seen.push('settled')));
    clock.after(2, () => seen.push('second'));
    await clock.advance(2);
    expect(seen).toEqual(['settled', 'second']);
  });
});

describe('metrics', () => {
  it('are served in the Prometheus format, with labels, a gauge that is asked, and the delay of the loop', async () => {
    const metrics = createMetrics({ process: 'test' });
    const count = metrics.counter('attempts_total', 'Attempts.', ['result']);
    metrics.gauge('tunnels', 'Tunnels.', { read: () => 42 });
    const took = metrics.histogram('took_seconds', 'Duration.', { buckets: [0.1, 1] });
    count({ result: 'ok' });
    count({ result: 'ok' }, 2);
    took(0.5);
    const blockedUntil = performance.now() + 120;
    await new Promise((resolve) => setTimeout(resolve, 20));
    while (performance.now() < blockedUntil);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(metrics.loopDelay().max).toBeGreaterThan(50);
    const server = await serveMetrics(metrics, { host: '127.0.0.1', port: 0 });
    try {
      const reply = await fetch(`http://127.0.0.1:${server.port}/metrics`);
      const text = await reply.text();
      expect(reply.headers.get('content-type')).toContain('text/plain');
      for (const line of [
        'stellwerk_attempts_total{result="ok",process="test"} 3',
        'stellwerk_tunnels{process="test"} 42',
        'stellwerk_took_seconds_count{process="test"} 1',
      ])
        expect(text).toContain(line);
      expect((await fetch(`http://127.0.0.1:${server.port}/other`)).status).toBe(404);
    } finally {
      await server.close();
      metrics.close();
    }
  });
});

describe('shutdown', () => {
  it('closes last what was opened first, passes over what fails or hangs, and says so', async () => {
    const { log, lines } = captured();
    const seen: string[] = [];
    const shutdown = createShutdown({ log, signals: false, exit: (code) => seen.push(`exit ${code}`) });
    shutdown.onShutdown('database', () => seen.push('database'));
    shutdown.onShutdown('hangs', () => new Promise(() => undefined), 30);
    shutdown.onShutdown('fails', () => Promise.reject(new Error('no')));
    shutdown.onShutdown('server', async () => seen.push('server'));
    expect(shutdown.ending).toBe(false);
    await Promise.all([shutdown.begin('test'), shutdown.begin('again')]);
    expect(shutdown.ending).toBe(true);
    expect(seen).toEqual(['server', 'database', 'exit 1']);
    expect(
      lines()
        .filter((l) => l['level'] === 'error')
        .map((l) => l['step']),
    ).toEqual(['fails', 'hangs']);
  });

  const program = `
    const { createShutdown, createLog } = await import(${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)});
    const shutdown = createShutdown({ log: createLog({ name: 'child', level: 'silent' }) });
    shutdown.onShutdown('slow', () => new Promise((resolve) => { console.log('stopping'); setTimeout(resolve, Number(process.argv[1])); }), 60_000);
    setInterval(() => undefined, 1_000);
    console.log('ready');`;
  const run = (slowMs: number) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, String(slowMs)], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    const heard = (word: string) =>
      new Promise<void>((resolve) => {
        const look = () => void (said.includes(word) && resolve());
        child.stdout.on('data', look);
        look();
      });
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    return { child, heard, exited: new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code))) };
  };

  it('ends with 0 on SIGTERM after everything is closed', async () => {
    const { child, heard, exited } = run(100);
    await heard('ready');
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
  }, 20_000);

  it('ends at once on a second signal', async () => {
    const { child, heard, exited } = run(50_000);
    await heard('ready');
    child.kill('SIGINT');
    await heard('stopping');
    child.kill('SIGINT');
    expect(await exited).toBe(1);
  }, 20_000);
});
