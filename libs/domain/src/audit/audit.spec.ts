import fc from 'fast-check';
import { type Act, auditEvent, type Doer, systemDoer } from './act.js';
import { AUDIT_ACTIONS, type AuditAction, auditSentence } from './actions.js';
import { canonicalJson, type Json, toJson } from './canonical.js';
import { differences } from './difference.js';
import { auditRecord } from './record.js';

const actions = Object.keys(AUDIT_ACTIONS) as AuditAction[];

describe('what the audit says', () => {
  it.each(actions)('%s is a whole sentence in both languages, with and without the name of its target', (action) => {
    for (const locale of ['de', 'en'] as const)
      for (const target of ['Nord', null]) {
        const text = auditSentence(action, target, locale);
        expect(text).toMatch(/^[\p{Lu}„“].*\.$/u);
        expect(text).not.toMatch(/[{}]| {2}| \./);
      }
    expect(action).toMatch(/^[a-z-]+\.[a-z-]+$/);
  });

  it('quotes a name as its language does, whatever is in it', () => {
    expect(auditSentence('tunnel.created', 'A $& {target} $1', 'de')).toBe('Der Tunnel „A $& {target} $1“ wurde angelegt.');
    expect(auditSentence('tunnel.created', 'Nord', 'en')).toBe('The tunnel “Nord” was created.');
  });

  it('shows an act of a later version under its name', () => {
    expect(auditSentence('tunnel.teleported', null, 'de')).toBe('tunnel.teleported');
    expect(auditSentence('constructor', null, 'en')).toBe('constructor');
  });
});

describe('what differs', () => {
  const changes = (before: unknown, after: unknown, kind = 'tunnel') => differences(kind, before, after);

  it.each<[string, unknown, unknown, { path: string; before: unknown; after: unknown }[]]>([
    ['a changed member', { a: 1, b: 2 }, { a: 1, b: 3 }, [{ path: '/b', before: 2, after: 3 }]],
    ['something new', undefined, { name: 'x' }, [{ path: '/name', before: null, after: 'x' }]],
    ['something gone', { name: 'x' }, undefined, [{ path: '/name', before: 'x', after: null }]],
    ['a member deep inside', { m: [{ p: 1 }, { p: 2 }] }, { m: [{ p: 1 }, { p: 3 }] }, [{ path: '/m/1/p', before: 2, after: 3 }]],
    ['a list that grew', { n: ['a'] }, { n: ['a', 'b'] }, [{ path: '/n/1', before: null, after: 'b' }]],
    [
      'a member that became a list',
      { n: 'all' },
      { n: ['a'] },
      [
        { path: '/n/0', before: null, after: 'a' },
        { path: '/n', before: 'all', after: null },
      ],
    ],
    ['a name that needs escaping', { 'a/b~c': 1 }, { 'a/b~c': 2 }, [{ path: '/a~1b~0c', before: 1, after: 2 }]],
    [
      'a time',
      { at: new Date(0) },
      { at: new Date(1) },
      [{ path: '/at', before: '1970-01-01T00:00:00.000Z', after: '1970-01-01T00:00:00.001Z' }],
    ],
    ['nothing', { a: [1, { b: null }] }, { a: [1, { b: undefined }] }, []],
    [
      'bookkeeping only',
      { updatedAt: 1, createdAt: 1, rowVersion: 1, version: 3 },
      { updatedAt: 2, createdAt: 2, rowVersion: 2, version: 4 },
      [],
    ],
    ['the version of a product', { version: '8.1' }, { version: '8.2' }, [{ path: '/version', before: '8.1', after: '8.2' }]],
  ])('is told: %s', (_, before, after, expected) => {
    expect(changes(before, after)).toEqual({ changes: expected, personal: [] });
  });

  it.each([
    'password',
    'newPassword',
    'passphrase',
    'clientSecret',
    'token',
    'accessToken',
    'credential',
    'privateKey',
    'private_key',
    'totp',
    'recoveryCodes',
    'passwordHash',
    'key',
    'code',
    'cookie',
  ])('of the secret %s is only that it changed, also when it is an object or bytes', (name) => {
    for (const [before, after] of [
      ['alt-4711', 'neu-4712'],
      [null, { kind: 'alt-4711', deep: ['neu-4712'] }],
      [{ value: 'alt-4711' }, { value: 'neu-4712' }],
      [Uint8Array.of(1), 'neu-4712'],
    ]) {
      const found = changes({ [name]: before }, { [name]: after });
      expect(found).toEqual({ changes: [{ path: `/${name}`, before: null, after: 'changed' }], personal: [] });
    }
    expect(changes({ deep: [{ [name]: 'alt-4711' }] }, { deep: [{ [name]: 'neu-4712' }] }).changes).toEqual([
      { path: `/deep/0/${name}`, before: null, after: 'changed' },
    ]);
  });

  it('tells public keys and host keys, which are none', () => {
    expect(
      changes(
        { hostKeys: [{ type: 'ssh-ed25519', fingerprint: 'SHA256:a' }] },
        { hostKeys: [{ type: 'ssh-ed25519', fingerprint: 'SHA256:b' }] },
      ).changes,
    ).toEqual([{ path: '/hostKeys/0/fingerprint', before: 'SHA256:a', after: 'SHA256:b' }]);
  });

  it('keeps apart what is personal: addresses of people, free text, and the names of people but not of things', () => {
    const [before, after] = [
      { name: 'Anna', email: 'a@example.org', reason: null, role: 'viewer' },
      { name: 'Otto', email: 'o@example.org', reason: 'Umzug', role: 'requester' },
    ];
    expect(changes(before, after, 'member')).toEqual({
      changes: [{ path: '/role', before: 'viewer', after: 'requester' }],
      personal: [
        { path: '/name', before: 'Anna', after: 'Otto' },
        { path: '/email', before: 'a@example.org', after: 'o@example.org' },
        { path: '/reason', before: null, after: 'Umzug' },
      ],
    });
    expect(changes({ name: 'a' }, { name: 'b' }, 'tunnel').changes).toHaveLength(1);
  });

  it('never tells bytes, and is bounded', () => {
    expect(changes(undefined, { blob: Uint8Array.of(1, 2, 3) }).changes).toEqual([{ path: '/blob', before: null, after: '(bytes)' }]);
    const many = changes(undefined, Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`m${i}`, 'x'.repeat(5_000)]))).changes;
    expect([many.length, many.at(-1)]).toEqual([201, { path: '', before: null, after: '300 more' }]);
    expect(JSON.stringify(many).length).toBeLessThan(250_000);
  });
});

describe('the record', () => {
  it('is one text per value, however its members were written down', () => {
    const json = fc.jsonValue() as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text) as Json)).toBe(text);
      }),
    );
    expect(canonicalJson({ b: 1, a: { d: [2, 1], c: 'ü"\n' } })).toBe('{"a":{"c":"ü\\"\\n","d":[2,1]},"b":1}');
  });

  it('takes any plain value', () => {
    expect(toJson({ a: undefined, b: 10n, c: Number.NaN, d: () => 1, e: [undefined] })).toEqual({ b: '10', c: null, d: null, e: [null] });
  });

  const doer: Doer = {
    actor: { kind: 'member', id: 'p', providerId: 'A', role: 'admin' },
    name: 'Anna Berg',
    email: 'anna@example.org',
    actingForTenantId: null,
    chainOf: 'A',
    tenantId: 't',
    request: { id: 'r', address: '192.0.2.7', userAgent: 'Browser/1' },
  };
  const act: Act = {
    action: 'member.replaced',
    target: { kind: 'member', id: 'm', name: 'Otto Graf' },
    personIds: ['q'],
    before: { role: 'viewer', email: 'otto@example.org' },
    after: { role: 'requester', email: 'graf@example.org' },
    text: 'wegen Umzug',
  };

  it('holds nothing about a person but numbers', () => {
    const { personal, alsoProviderId, ...facts } = auditEvent(doer, act);
    const record = auditRecord(facts, 'c0ffee');
    expect(record).not.toMatch(/Anna|Berg|Otto|Graf|example|192\.0|Browser|Umzug/);
    expect(JSON.parse(record)).toMatchObject({
      v: 1,
      providerId: 'A',
      tenantId: 't',
      requestId: 'r',
      personal: 'c0ffee',
      target: { id: 'm', name: null },
    });
    expect(alsoProviderId).toBeNull();
    expect(personal).toEqual({
      actor: { name: 'Anna Berg', email: 'anna@example.org' },
      target: 'Otto Graf',
      address: '192.0.2.7',
      userAgent: 'Browser/1',
      changes: [{ path: '/email', before: 'otto@example.org', after: 'graf@example.org' }],
      text: 'wegen Umzug',
      personIds: ['q'],
    });
  });

  it('goes to both chains when a provider’s member acts in another provider’s customer, and nowhere without a chain', () => {
    expect(auditEvent({ ...doer, chainOf: 'B', actingForTenantId: 't' }, act)).toMatchObject({
      providerId: 'B',
      alsoProviderId: 'A',
      actingForTenantId: 't',
    });
    expect(auditEvent(systemDoer('a job'), { action: 'tenant.purged', providerId: 'A', tenantId: 't' })).toMatchObject({
      providerId: 'A',
      alsoProviderId: null,
      actor: { kind: 'system', id: null },
    });
    expect(() => auditEvent(systemDoer('a job'), { action: 'tenant.purged' })).toThrow(/no provider/);
  });

  it('takes the tenant of the doer unless told another or none', () => {
    expect(
      [undefined, null, 'u'].map(
        (tenantId) => auditEvent(doer, { action: 'tunnel.created', ...(tenantId === undefined ? {} : { tenantId }) }).tenantId,
      ),
    ).toEqual(['t', null, 'u']);
  });
});
