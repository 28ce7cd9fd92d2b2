import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, connect } from 'node:net';
import { fileURLToPath } from 'node:url';

// The watchdog ends its own process, so it is tried in one of its own, with the compiled library.
const LIBRARY = new URL('../dist/index.js', import.meta.url).href;

const program = (deadMs: number, then: string) => `
  const { startWatchdog } = await import(${JSON.stringify(LIBRARY)});
  const { createServer } = await import('node:net');
  startWatchdog({ deadMs: ${deadMs} });
  const server = createServer().listen(0, '127.0.0.1', () => console.log(server.address().port));
  process.stdin.once('data', () => { ${then} });`;

const children: ChildProcess[] = [];
// Blocked for good if the watchdog fails: the test must not leave it spinning.
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));

async function started(deadMs: number, then: string) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program(deadMs, then)], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  children.push(child);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const exited = new Promise<{ code: number | null; signal: string | null; afterMs: () => number }>((resolve) => {
    child.once('exit', (code, signal) => {
      const at = performance.now();
      resolve({ code, signal, afterMs: () => at - began });
    });
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
    void exited.then(() => reject(new Error(`the process ended early: ${said}`)));
  });
  let began = 0;
  const go = () => {
    began = performance.now();
    child.stdin.write('go\n');
  };
  return { child, port, go, exited, said: () => said };
}

const listening = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(socket.destroy().destroyed)).once('error', () => resolve(false));
  });

describe('the watchdog', () => {
  it('kills a process whose event loop is blocked for 3 s, says so, and its port is free again', async () => {
    const p = await started(3_000, 'for (;;);');
    expect(await listening(p.port)).toBe(true);
    p.go();
    const end = await p.exited;
    expect(end.signal).toBe('SIGKILL');
    expect(end.afterMs()).toBeGreaterThanOrEqual(2_900);
    expect(end.afterMs()).toBeLessThan(6_000);
    expect(p.said()).toContain('killed by the watchdog');
    const again = createServer();
    await new Promise<void>((resolve, reject) => again.once('error', reject).listen(p.port, '127.0.0.1', resolve));
    await new Promise((resolve) => again.close(resolve));
  }, 20_000);

  it('lets a busy process live whose loop gets its turn', async () => {
    const p = await started(
      600,
      `const end = Date.now() + 2_000; const busy = () => { const until = Date.now() + 150; while (Date.now() < until); if (Date.now() < end) setImmediate(busy); else process.exit(7); }; busy();`,
    );
    p.go();
    expect(await p.exited).toMatchObject({ code: 7, signal: null });
  }, 20_000);

  it('does not take a frozen process for a blocked one', async () => {
    const p = await started(600, 'setTimeout(() => process.exit(7), 2_000);');
    p.go();
    p.child.kill('SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    p.child.kill('SIGCONT');
    expect(await p.exited).toMatchObject({ code: 7, signal: null });
  }, 20_000);
});
