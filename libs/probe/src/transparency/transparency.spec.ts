import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { CertificateFacts, Result } from '@stellwerk/domain';
import { type Authority, describeWith, type Issued, makeAuthority } from '@stellwerk/testing';
import { createDialer } from '../dialer.js';
import { chooseEntries, type LogEntry, readEntries } from './entries.js';
import { createTransparency, type TransparencyOptions } from './transparency.js';

const NAME = 'connect.acme.example';
const line = (id: number, serial: string, notBefore: string, names = NAME): Record<string, unknown> => ({
  id,
  serial_number: serial,
  name_value: names,
  not_before: notBefore,
  issuer_name: 'CN=Test CA',
});

describeWith(['openssl'], 'certificate transparency', () => {
  let authority: Authority;
  let server: Server;
  let certificates: readonly Issued[];
  const asked: string[] = [];
  const files = new Map<string, { readonly status?: number; readonly body: string | Buffer }>();
  let now = 0;

  beforeAll(async () => {
    authority = await makeAuthority();
    const own = await authority.issue('localhost');
    certificates = await Promise.all([authority.issue(NAME), authority.issue(NAME)]);
    server = createServer({ key: await readFile(own.keyPath), cert: own.cert }, (request, response) => {
      asked.push(request.url ?? '');
      const file = files.get(request.url ?? '');
      response.writeHead(file?.status ?? (file ? 200 : 404)).end(file?.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await authority.remove();
  });
  beforeEach(() => {
    asked.length = 0;
    files.clear();
  });

  const source = (options: Partial<TransparencyOptions> = {}) => {
    const origin = `https://localhost:${(server.address() as AddressInfo).port}`;
    const urls = { searchUrl: `${origin}/?q={name}&output=json`, certificateUrl: `${origin}/?d={id}` };
    return createTransparency({
      dialer: createDialer({ allowLoopback: true }),
      now: () => now,
      trusted: [authority.cert],
      ...urls,
      ...options,
    });
  };
  const told = (found: Result<readonly CertificateFacts[]>): unknown =>
    found.ok ? found.value.map(({ sha256 }) => sha256.slice(0, 8)) : found.fault.code;
  const search = `/?q=${NAME}&output=json`;

  it('finds the certificates of a name in the logs, newest first, each once', async () => {
    const lines = [
      line(1, 'aa', '2026-10-01T00:00:00'),
      line(4, 'bb', '2026-11-01T00:00:00'),
      line(3, 'BB', '2026-11-01T00:00:00'),
      line(5, 'cc', '2026-11-02T00:00:00', 'other.acme.example'),
    ];
    files.set(search, { body: JSON.stringify(lines) });
    files.set('/?d=4', { body: certificates[1]?.cert ?? '' });
    files.set('/?d=1', { body: certificates[0]?.der ?? '' });
    const find = source();
    const found = await find(` ${NAME.toUpperCase()}.`);
    expect(found.ok && found.value.map(({ dnsNames }) => dnsNames)).toEqual([[NAME], [NAME]]);
    expect(asked).toEqual([search, '/?d=4', '/?d=1']);
    expect(told(await find(NAME))).toEqual(told(found));
    expect(asked).toHaveLength(3);
    now += 3_600_001;
    await find(NAME);
    expect(asked.slice(3)).toEqual([search]);
  });

  it.each<readonly [string, string, string | Buffer, number]>([
    ['an error', 'target-wrong-protocol', 'busy', 503],
    ['a web page', 'target-wrong-protocol', '<html></html>', 200],
    ['something else in JSON', 'target-wrong-protocol', '{}', 200],
    ['more than anybody reads', 'connection-refused', Buffer.alloc(4_194_305, 0x20), 200],
  ])('says why it could not find out: %s', async (_, code, body, status) => {
    files.set(search, { body, status });
    expect(told(await source()(NAME))).toBe(code);
  });

  it('does not take for a certificate what is none, nor go where it must not', async () => {
    files.set(search, { body: JSON.stringify([line(7, 'aa', '2026-10-01T00:00:00')]) });
    files.set('/?d=7', { body: 'nothing' });
    expect(told(await source()(NAME))).toBe('target-wrong-protocol');
    asked.length = 0;
    expect(told(await source({ dialer: createDialer() })(NAME))).toBe('address-forbidden');
    expect(told(await source({ trusted: [] })(NAME))).toBe('connection-refused');
    expect(told(await source()('no name at all'))).toBe('name-not-found');
    expect(asked).toEqual([]);
  });

  it.each(['http://ct.example/?q={name}', 'https://ct.example/?q=name', 'https://{name}.ct.example/', '{name}'])(
    'is not set up with %s',
    (searchUrl) => {
      expect(() => source({ searchUrl })).toThrow('needs an https address');
    },
  );
});

describe('the list of a search', () => {
  it('is read line by line; what is none is left out', () => {
    const good = line(9, 'AB', '2026-11-01T00:00:00', 'A.example\nb.example');
    const bad: readonly unknown[] = [
      null,
      1,
      'x',
      [],
      {},
      { ...good, id: '../../x' },
      { ...good, not_before: 'soon' },
      { ...good, name_value: null },
    ];
    expect(readEntries(JSON.stringify([...bad, good]))).toEqual([
      { id: '9', serial: 'ab', names: ['a.example', 'b.example'], notBefore: '2026-11-01T00:00:00' },
    ]);
    expect(readEntries('[')).toBeNull();
  });

  it('gives at most five, and those for a wildcard of the same level too', () => {
    const entry = (id: number, name: string): LogEntry => ({
      id: String(id),
      serial: String(id),
      names: [name],
      notBefore: `2026-01-01T00:00:${String(id).padStart(2, '0')}`,
    });
    const entries = [
      ...Array.from({ length: 9 }, (_, i) => entry(i + 10, 'a.acme.example')),
      entry(30, '*.acme.example'),
      entry(31, '*.example'),
      entry(32, 'acme.example'),
    ];
    expect(chooseEntries(entries, 'a.acme.example').map(({ id }) => id)).toEqual(['30', '18', '17', '16', '15']);
  });

  it('chooses among as many as a list may have without keeping anybody waiting', () => {
    const entries = Array.from({ length: 20_000 }, (_, i): LogEntry => ({
      id: String(i),
      serial: String(i),
      names: ['a.acme.example'],
      notBefore: '2026-01-01T00:00:00',
    }));
    const startedAt = performance.now();
    expect(chooseEntries(entries, 'a.acme.example')).toHaveLength(5);
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});
