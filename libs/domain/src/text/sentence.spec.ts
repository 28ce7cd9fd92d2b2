import fc from 'fast-check';
import { LOCALES } from '../locale.js';
import { MAPPING_FINDING_CODES } from '../mapping/finding-codes.js';
import { MODULE_FINDING_CODES } from '../pbx/modules.js';
import { RISK_CODES } from '../request/risks.js';
import { TERM_FINDING_CODES } from '../request/term.js';
import { FaultCode } from '../tunnel/fault.js';
import { eventLabel, TUNNEL_EVENT_KINDS } from './labels.js';
import { sentence } from './sentence.js';

const CODES = [...FaultCode.options, ...MAPPING_FINDING_CODES, ...MODULE_FINDING_CODES, ...TERM_FINDING_CODES, ...RISK_CODES];

describe.each(LOCALES)('sentences (%s)', (locale) => {
  it.each(CODES)('%s reads as a whole sentence, with values and without', (code) => {
    const params = fc.dictionary(
      fc.constantFrom('host', 'port', 'address', 'reason', 'type', 'module', 'from', 'side', 'username', 'tunnel', 'row'),
      fc.oneof(fc.constantFrom('abc', ''), fc.nat(65_535), fc.constant(['10.0.0.0/8'])),
    );
    fc.assert(
      fc.property(params, (p) => {
        const text = sentence(code, p, locale);
        expect(text).toMatch(/^[^a-z].*[.]$|^[a-z\d[].*[.]$/su);
        expect(text).not.toMatch(/undefined|null|NaN|\[object| {2}/);
      }),
      { numRuns: 50 },
    );
  });
  it.each(TUNNEL_EVENT_KINDS)('event %s has a label', (kind) => expect(eventLabel(kind, locale)).not.toBe(kind));
  it('shows a code it does not know as it is', () => {
    expect(sentence('from-the-future', {}, locale)).toBe('from-the-future');
    expect(sentence('toString', {}, locale)).toBe('toString');
  });
});

it('says which sshd line to change', () => {
  for (const locale of LOCALES) {
    expect(sentence('private-bind-exposed', { port: 9100 }, locale)).toMatch(/9100.*GatewayPorts yes.*GatewayPorts clientspecified/);
    expect(sentence('remote-port-held-by-stale-session', { port: 9100 }, locale)).toMatch(/ClientAliveInterval 20.*ClientAliveCountMax 3/);
  }
});
it('shows both fingerprints of a changed host key', () => {
  expect(sentence('host-key-changed', { type: 'ssh-ed25519', expected: 'SHA256:old', received: 'SHA256:new' }, 'de')).toMatch(
    /SHA256:old.*SHA256:new/,
  );
});

it('tells a wrong passphrase from a damaged key, and an expired password from a wrong one', () => {
  expect(sentence('credential-unusable', { reason: 'passphrase-wrong' }, 'de')).toContain('Passphrase öffnet');
  expect(sentence('credential-unusable', { reason: 'key-unreadable' }, 'en')).toContain('damaged');
  expect(sentence('credentials-refused', { reason: 'password-expired', username: 'svc' }, 'en')).toContain('“svc” has expired');
});
