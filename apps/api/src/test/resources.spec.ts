import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeKey } from '@stellwerk/testing';
import { bearer, createTunnel, customer, type Party, refusal, startWorld, type World } from './world.js';

describe('customers, PBXs and SSH servers', () => {
  let world: World;
  let north: Party;
  beforeAll(async () => {
    world = await startWorld({ allowLoopback: false });
    north = await world.party('north');
  }, 60_000);
  afterAll(() => world.stop());

  describe('a customer', () => {
    it('is added, read, changed, found and deleted', async () => {
      const made = await north.client.createTenant({ body: { name: '  Bäckerei Özdemir ', customerNumber: 'K-1' } });
      expect(made).toMatchObject({ name: 'Bäckerei Özdemir', customerNumber: 'K-1', allowedNetworks: [], tunnels: { total: 0 } });
      const changed = await north.client.replaceTenant({
        params: { id: made.id },
        ifMatch: made.version,
        body: { name: 'Özdemir', allowedNetworks: ['192.168.0.0/16'] },
      });
      expect(changed).toMatchObject({
        name: 'Özdemir',
        customerNumber: null,
        allowedNetworks: ['192.168.0.0/16'],
        createdAt: made.createdAt,
      });
      expect((await north.client.listTenants({ query: { search: 'zdem' } })).items).toEqual([changed]);
      await north.client.deleteTenant({ params: { id: made.id }, ifMatch: '*' });
      expect((await refusal(north.client.getTenant({ params: { id: made.id } }))).code).toBe('not-found');
    });

    it('stays when its deletion is only rehearsed', async () => {
      const empty = await north.client.createTenant({ body: { name: 'Leer' } });
      await north.client.deleteTenant({ params: { id: empty.id }, ifMatch: '*', query: { validateOnly: 'true' } });
      await expect(north.client.getTenant({ params: { id: empty.id } })).resolves.toMatchObject({ name: 'Leer' });
    });

    it('is only rehearsed with validateOnly: answered in full, refused alike, and not there afterwards', async () => {
      const before = (await north.client.listTenants({})).items.length;
      const rehearsed = await north.client.createTenant({ query: { validateOnly: 'true' }, body: { name: 'Probe' } });
      expect(rehearsed.name).toBe('Probe');
      expect((await refusal(north.client.createTenant({ query: { validateOnly: 'true' }, body: { name: '' } }))).code).toBe(
        'validation-failed',
      );
      expect((await north.client.listTenants({})).items.length).toBe(before);
    });

    it('refuses networks that are none', async () => {
      const problem = await refusal(north.client.createTenant({ body: { name: 'X', allowedNetworks: ['10.0.0.0/8', '10.0.0.0/99'] } }));
      expect(problem).toMatchObject({ code: 'validation-failed', errors: [{ pointer: '/allowedNetworks/1', code: 'cidr-malformed' }] });
    });

    it('is listed page by page without gaps', async () => {
      const party = await world.party('pages');
      for (let i = 0; i < 5; i++) await party.client.createTenant({ body: { name: `Kunde ${i}` } });
      const names: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await party.client.listTenants({ query: { limit: '2', cursor } });
        names.push(...page.items.map(({ name }) => name));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(names).toEqual(['Kunde 0', 'Kunde 1', 'Kunde 2', 'Kunde 3', 'Kunde 4']);
      const made = await world.request('GET', '/api/v1/tenants?cursor=made-up', { headers: bearer(party) });
      expect(made.body).toMatchObject({ code: 'validation-failed', errors: [{ pointer: '?cursor', code: 'cursor-malformed' }] });
    });
  });

  describe('a PBX', () => {
    it('reads back as it was written, with its edge, and only for its customer', async () => {
      const at = await customer(north);
      const pbx = await north.client.getPbx({ params: { id: at.pbxId } });
      expect(pbx).toMatchObject({
        tenantId: at.tenantId,
        edgeId: 'local',
        product: 'starface',
        access: 'network',
        address: '10.1.2.3',
        modules: [],
        sshServerId: null,
      });
      expect((await north.client.listPbxs({ query: { tenantId: at.tenantId, product: 'starface' } })).items).toEqual([pbx]);
      expect((await north.client.listPbxs({ query: { tenantId: at.tenantId, product: 'xphone-connect' } })).items).toEqual([]);
    });

    it('never moves to another customer, and refers only to SSH servers of its own', async () => {
      const [one, two] = [await customer(north), await customer(north)];
      const values = { name: 'X', product: 'starface' as const, address: '10.1.1.1' };
      expect(
        (await refusal(north.client.replacePbx({ params: { id: one.pbxId }, ifMatch: '*', body: { ...values, tenantId: two.tenantId } })))
          .errors,
      ).toMatchObject([{ pointer: '/tenantId', code: 'immutable' }]);
      expect((await refusal(north.client.createPbx({ body: { ...values, tenantId: one.tenantId, access: 'ssh' } }))).errors).toMatchObject([
        { pointer: '/sshServerId', code: 'ssh-server-required' },
      ]);
      expect(
        (
          await refusal(
            north.client.createPbx({ body: { ...values, tenantId: one.tenantId, access: 'ssh', sshServerId: two.sshServerId } }),
          )
        ).errors,
      ).toMatchObject([{ pointer: '/sshServerId', code: 'other-tenant' }]);
      expect(await refusal(north.client.createPbx({ body: { ...values, tenantId: randomUUID() } }))).toMatchObject({
        code: 'not-found',
        errors: [{ pointer: '/tenantId' }],
      });
    });

    it('frees and takes ports when its listen address moves, unless one is taken there', async () => {
      const [one, two] = [await customer(north, { listenAddress: '127.44.0.1' }), await customer(north, { listenAddress: '127.44.0.2' })];
      await createTunnel(north, one);
      await createTunnel(north, two);
      const moving = (listenAddress: string) =>
        north.client.replacePbx({
          params: { id: two.pbxId },
          ifMatch: '*',
          body: { tenantId: two.tenantId, name: 'Zentrale', product: 'starface', address: '10.1.2.3', listenAddress },
        });
      const problem = await refusal(moving('127.44.0.1'));
      expect(problem).toMatchObject({ status: 409, code: 'port-taken', errors: [{ pointer: '/listenAddress' }] });
      expect(problem.detail).toContain('1389');
      await moving('127.44.0.3');
      await expect(createTunnel(north, await customer(north, { listenAddress: '127.44.0.2' }))).resolves.toMatchObject({ enabled: true });
    });

    it('lets its modules be installed, switched and removed', async () => {
      const at = await customer(north);
      const put = (body: object) => north.client.putModule({ params: { id: at.pbxId, module: 'call-recording' }, body });
      expect(await put({ version: '23.5.24' })).toMatchObject({
        active: true,
        minimumVersion: '23.5.25',
        versionSatisfied: false,
        configurations: [{ name: 'default', enabled: true }],
      });
      const off = await put({ version: '23.5.30', configurations: [{ name: 'Nord', enabled: false }] });
      expect(off).toMatchObject({ active: false, versionSatisfied: true });
      expect((await north.client.listModules({ params: { id: at.pbxId } })).items).toEqual([off]);
      await north.client.deleteModule({ params: { id: at.pbxId, module: 'call-recording' } });
      expect((await refusal(north.client.deleteModule({ params: { id: at.pbxId, module: 'call-recording' } }))).code).toBe('not-found');
      const xphone = await north.client.createPbx({
        body: { tenantId: at.tenantId, name: 'XPhone', product: 'xphone-connect', address: '10.1.2.4' },
      });
      expect((await refusal(north.client.putModule({ params: { id: xphone.id, module: 'call-recording' }, body: {} }))).code).toBe(
        'module-refused',
      );
    });
  });

  describe('an SSH server', () => {
    const server = (tenantId: string, values: object = {}) => ({
      tenantId,
      name: 'Gateway',
      host: '10.9.9.9',
      username: 'tunnel',
      credential: { kind: 'password' as const, password: 'streng geheim 4711' },
      ...values,
    });

    it('takes a secret and never shows it again, anywhere', async () => {
      const at = await customer(north);
      const made = await world.request('POST', '/api/v1/ssh-servers', { headers: bearer(north), body: server(at.tenantId) });
      expect(made.body).toMatchObject({ credentialKind: 'password', engine: 'auto', port: 22, hostKeys: [], offeredHostKeys: [] });
      const list = await world.request('GET', '/api/v1/ssh-servers', { headers: bearer(north) });
      for (const { text } of [made, list]) expect(text).not.toMatch(/geheim|credentialKeyId|"credential"/);
      const sealed = await world.store.forTenant({ providerId: north.providerId, tenantIds: 'all' }, (tx) =>
        tx.sshServers.credential(made.body.id),
      );
      expect(Buffer.from(sealed?.sealed.bytes ?? []).includes('geheim')).toBe(false);
    });

    it('keeps its secret when it is renamed, and asks for it again when the host changes', async () => {
      const at = await customer(north);
      const { id } = await north.client.createSshServer({
        body: server(at.tenantId, { hostKeys: [{ type: 'ssh-ed25519', fingerprint: `SHA256:${'A'.repeat(43)}` }] }),
      });
      const credential = () =>
        world.store.forTenant({ providerId: north.providerId, tenantIds: 'all' }, (tx) => tx.sshServers.credential(id));
      const before = await credential();
      const renamed = await north.client.replaceSshServer({
        params: { id },
        ifMatch: '*',
        body: server(at.tenantId, { name: 'Neu', credential: undefined }),
      });
      expect(renamed).toMatchObject({ name: 'Neu', hostKeys: [{ type: 'ssh-ed25519' }] });
      expect(await credential()).toEqual(before);
      const moved = await refusal(
        north.client.replaceSshServer({
          params: { id },
          ifMatch: '*',
          body: server(at.tenantId, { host: '10.9.9.10', credential: undefined }),
        }),
      );
      expect(moved.errors).toMatchObject([{ pointer: '/credential', code: 'credential-for-new-host' }]);
      expect(
        await north.client.replaceSshServer({ params: { id }, ifMatch: '*', body: server(at.tenantId, { host: '10.9.9.10' }) }),
      ).toMatchObject({
        host: '10.9.9.10',
        hostKeys: [],
      });
    });

    it('needs a credential that could work', async () => {
      const at = await customer(north);
      const directory = await mkdtemp(join(tmpdir(), 'stellwerk-api-'));
      const key = await makeKey(join(directory, 'key'), { passphrase: 'richtig' });
      const refused = async (credential: unknown) => refusal(north.client.createSshServer({ body: server(at.tenantId, { credential }) }));
      expect((await refused(undefined)).errors).toMatchObject([{ pointer: '/credential', code: 'credential-required' }]);
      const wrong = await refused({ kind: 'private-key', privateKey: key.privateKey, passphrase: 'falsch' });
      expect(wrong).toMatchObject({
        code: 'private-key-unusable',
        errors: [{ pointer: '/credential/passphrase', code: 'passphrase-wrong', detail: 'The passphrase does not open this private key.' }],
      });
      expect((await refused({ kind: 'private-key', privateKey: key.privateKey })).errors).toMatchObject([
        { pointer: '/credential/passphrase', code: 'passphrase-required' },
      ]);
      expect((await refused({ kind: 'private-key', privateKey: 'no key at all' })).errors).toMatchObject([
        { pointer: '/credential/privateKey', code: 'private-key-malformed' },
      ]);
      expect(
        (
          await refused({
            kind: 'certificate',
            privateKey: key.privateKey,
            passphrase: 'richtig',
            certificate: 'ssh-ed25519-cert nonsense',
          })
        ).errors,
      ).toMatchObject([{ pointer: '/credential/certificate' }]);
      await expect(
        north.client.createSshServer({
          body: server(at.tenantId, { credential: { kind: 'private-key', privateKey: key.privateKey, passphrase: 'richtig' } }),
        }),
      ).resolves.toMatchObject({ credentialKind: 'private-key' });
      await rm(directory, { recursive: true });
    }, 30_000);

    it('stays while a tunnel uses it', async () => {
      const at = await customer(north);
      const tunnel = await createTunnel(north, at);
      expect((await refusal(north.client.deleteSshServer({ params: { id: at.sshServerId }, ifMatch: '*' }))).code).toBe('in-use');
      expect((await refusal(north.client.deletePbx({ params: { id: at.pbxId }, ifMatch: '*' }))).code).toBe('in-use');
      await north.client.deleteTunnel({ params: { id: tunnel.id }, ifMatch: '*' });
      await north.client.deleteSshServer({ params: { id: at.sshServerId }, ifMatch: '*' });
      await north.client.deletePbx({ params: { id: at.pbxId }, ifMatch: '*' });
      await north.client.deleteTenant({ params: { id: at.tenantId }, ifMatch: '*' });
    });

    it.each([
      ['127.0.0.1'],
      ['127.1'],
      ['2130706433'],
      ['0x7f000001'],
      ['0177.0.0.1'],
      ['[::1]'],
      ['::1'],
      ['::ffff:127.0.0.1'],
      ['::ffff:7f00:1'],
      ['64:ff9b::7f00:1'],
      ['2002:7f00:1::'],
      ['169.254.169.254'],
      ['::ffff:169.254.169.254'],
      ['100.100.100.200'],
      ['fe80::1'],
      ['224.0.0.1'],
      ['0.0.0.0'],
      ['255.255.255.255'],
      ['192.168.1.1'],
      ['fd00::1'],
      ['localhost'],
    ])('never gets the host %s', async (host) => {
      const at = await customer(north);
      const problem = await refusal(north.client.createSshServer({ body: server(at.tenantId, { host }) }));
      expect(problem).toMatchObject({ status: 422, code: 'host-forbidden', errors: [{ pointer: '/host', code: 'forbidden-address' }] });
      expect((await north.client.listSshServers({ query: { tenantId: at.tenantId } })).items).toHaveLength(1);
    });

    it('may have a name that does not resolve yet', async () => {
      const at = await customer(north);
      await expect(north.client.createSshServer({ body: server(at.tenantId, { host: 'does-not-exist.invalid' }) })).resolves.toMatchObject({
        host: 'does-not-exist.invalid',
      });
    });

    it('has its keys read again by a worker, and not too often', async () => {
      const at = await customer(north);
      for (let i = 0; i < 3; i++) expect(await north.client.probeHostKeys({ params: { id: at.sshServerId } })).toEqual({ accepted: true });
      expect((await refusal(north.client.probeHostKeys({ params: { id: at.sshServerId } }))).code).toBe('rate-limited');
    });
  });
});
