import { Browser } from '../test/browser.js';
import { startWorld, type World } from '../test/world.js';
import { SESSION } from './authentication.js';

describe('the life of a session', () => {
  let world: World;
  let email: string;
  beforeAll(async () => {
    world = await startWorld();
    ({ email } = await world.party('north'));
  }, 60_000);
  afterAll(() => world.stop());

  const HOUR = 3_600_000;
  const session = async (): Promise<{ browser: Browser; id: string }> => {
    const browser = new Browser(world);
    await browser.signIn(email);
    const { items } = (await browser.send('GET', '/me/sessions')).body;
    return { browser, id: items.find((s: { current: boolean }) => s.current).id };
  };
  /** Moves all of a session's times into the past, as if the clock had gone on meanwhile. */
  const letPass = (id: string, ms: number) =>
    world.sql(
      `UPDATE session SET created_at = created_at - $2 * interval '1 millisecond', last_seen_at = last_seen_at - $2 * interval '1 millisecond',
         expires_at = expires_at - $2 * interval '1 millisecond', proved_at = proved_at - $2 * interval '1 millisecond' WHERE id = $1`,
      id,
      ms,
    );
  const alive = async (browser: Browser): Promise<boolean> => (await browser.send('GET', '/me')).status === 200;

  it('ends when nothing was asked for long', async () => {
    const { browser, id } = await session();
    await letPass(id, SESSION.idleMs - 60_000);
    expect(await alive(browser)).toBe(true);
    await letPass(id, SESSION.idleMs + 1_000);
    expect(await alive(browser)).toBe(false);
  });

  it('goes on with every request, but not beyond its absolute end', async () => {
    const { browser, id } = await session();
    let passed = 0;
    while (passed + 10 * HOUR < SESSION.absoluteMs) {
      await letPass(id, 10 * HOUR);
      passed += 10 * HOUR;
      expect([passed, await alive(browser)]).toEqual([passed, true]);
    }
    await letPass(id, SESSION.absoluteMs - passed + 1_000);
    expect(await alive(browser)).toBe(false);
  });

  it('is not made longer by another token', async () => {
    const { browser, id } = await session();
    await letPass(id, 11 * HOUR);
    expect((await browser.send('POST', '/session/proof', { kind: 'password', password: 'correct horse battery staple' })).status).toBe(200);
    const { items } = (await browser.send('GET', '/me/sessions')).body;
    const { createdAt } = items.find((s: { id: string }) => s.id === id);
    expect(Date.now() - Date.parse(createdAt)).toBeGreaterThan(11 * HOUR);
  });

  it('ends soon while something is missing, however much is asked', async () => {
    await world.sql('UPDATE provider SET mfa_required = true');
    const browser = new Browser(world);
    const { body } = await browser.signIn(email);
    expect(body.stage).toBe('enrol-factor');
    const [row] = await world.sql<{ id: string }>(`SELECT id FROM session WHERE stage = 'enrol-factor'`);
    await letPass(row?.id ?? '', SESSION.unfinishedMs - 60_000);
    expect(await alive(browser)).toBe(true);
    await letPass(row?.id ?? '', 61_000);
    expect(await alive(browser)).toBe(false);
    await world.sql('UPDATE provider SET mfa_required = false');
  });

  it('tells when it was last used and from where, to its owner only', async () => {
    const { browser, id } = await session();
    await letPass(id, HOUR);
    const { items } = (await browser.send('GET', '/me/sessions')).body;
    const own = items.find((s: { id: string }) => s.id === id);
    expect(own).toMatchObject({ current: true, method: 'password', address: '127.0.0.1', userAgent: 'Spec/1.0' });
    expect(Date.now() - Date.parse(own.lastSeenAt)).toBeLessThan(60_000);
    expect(JSON.stringify(items)).not.toContain(browser.cookie.split('=')[1]);

    const stranger = await world.party('south');
    const other = new Browser(world);
    await other.signIn(stranger.email);
    expect((await other.send('GET', '/me/sessions')).body.items).toHaveLength(1);
    expect((await other.send('DELETE', `/me/sessions/${id}`)).status).toBe(404);
    expect(await alive(browser)).toBe(true);
  });

  it('ends at once when its owner ends it, one or all the others', async () => {
    const [first, second, third] = [await session(), await session(), await session()];
    expect((await first.browser.send('DELETE', `/me/sessions/${second.id}?validateOnly=true`)).status).toBe(204);
    expect(await alive(second.browser)).toBe(true);
    expect((await first.browser.send('DELETE', `/me/sessions/${second.id}`)).status).toBe(204);
    expect([await alive(second.browser), await alive(third.browser)]).toEqual([false, true]);
    expect((await first.browser.send('DELETE', '/me/sessions')).status).toBe(204);
    expect([await alive(first.browser), await alive(third.browser)]).toEqual([true, false]);
  });

  it('lies in the database as a hash', async () => {
    const { browser } = await session();
    const token = browser.cookie.split('=')[1] ?? '';
    const rows = await world.sql<{ text: string }>(`SELECT s::text || encode(s.token_hash, 'escape') AS text FROM session s`);
    expect(token).toHaveLength(43);
    for (const { text } of rows) expect([text.includes(token), text.includes(Buffer.from(token).toString('hex'))]).toEqual([false, false]);
  });
});
