import { LOCALES } from '../locale.js';
import { CHECK_KINDS } from './kinds.js';
import { FINDING_PARTS, FINDINGS, findingText } from './findings.js';
import type { FindingEntry } from './finding-text.js';
import { checkKindDescription, checkKindName } from './names.js';
import { ruleName, RULES } from './rules.js';

const rows = Object.entries(FINDINGS) as readonly (readonly [string, FindingEntry])[];
const HOSTILE = 'a.example";$(reboot)`id`|&<>\n    evil';
const RICH = {
  where: 'connect.acme.example:5061',
  name: 'connect.acme.example',
  host: 'connect.acme.example',
  port: 5061,
  fqdn: 'connect.acme.example',
  domain: 'acme.example',
  role: 'sip-federation',
  names: ['a.example', 'b.example'],
  ciphers: ['TLS_RSA_WITH_3DES_EDE_CBC_SHA'],
  version: 'TLSv1.1',
  issuer: 'DigiCert Inc',
  notAfter: '2026-12-01T00:00:00Z',
};

describe('the catalogue of findings', () => {
  it('has no code twice', () => {
    const codes = FINDING_PARTS.flatMap((part) => Object.keys(part));
    expect(codes.filter((code, i) => codes.indexOf(code) !== i)).toEqual([]);
  });

  it.each(rows)('%s has words in both languages, whatever its values, with a dated source and a rule that is named', (code, row) => {
    expect(row.source.checkedOn).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(row.source.from).not.toBe('');
    expect(RULES).toHaveProperty([row.rule]);
    for (const params of [{}, RICH, { ...RICH, role: 'xmpp-server' }]) {
      const [de, en] = LOCALES.map((locale) => findingText(code, params, locale));
      for (const words of [de, en]) {
        expect(words?.title).not.toBe('');
        expect(`${words?.title}${words?.text}${words?.fix}`).not.toMatch(/undefined|null|NaN|\[object/);
      }
      expect(de?.title).not.toBe(en?.title);
      expect(de?.fix === '').toBe(en?.fix === '');
    }
  });

  it('lets nothing from a certificate or a host name begin a command, or end one', () => {
    const hostile = {
      ...RICH,
      where: `${HOSTILE}:5061`,
      name: HOSTILE,
      host: HOSTILE,
      issuer: HOSTILE,
      issuerUrl: HOSTILE,
      names: [HOSTILE],
    };
    for (const [code, row] of rows.filter(([, one]) => /^(CRT|TLS|PORT)|FED-07/.test(one.rule))) {
      const commands = findingText(code, hostile, 'en')
        .fix.split('\n')
        .filter((line) => line.startsWith('    '));
      expect(commands.length).toBe(
        row.fix
          .en(RICH)
          .split('\n')
          .filter((line) => line.startsWith('    ')).length,
      );
      for (const command of commands) expect(`${code} ${command}`).not.toMatch(/\$\(|`|"; ?\$|&|;\$|</);
    }
  });

  it('shows no character that turns the direction of writing', () => {
    const { title } = findingText('name-not-covered', { name: 'a\u202eelpmaxe.example\u0007' }, 'en');
    expect(title).toBe('Certificate is not valid for a elpmaxe.example ');
  });

  it('shows a code of a newer worker as it is', () => {
    expect(findingText('from-the-future', {}, 'de')).toEqual({ title: 'from-the-future', text: 'from-the-future', fix: '', source: null });
    expect(findingText('constructor', {}, 'en').title).toBe('constructor');
    expect(ruleName('XYZ-99', 'de')).toBe('XYZ-99');
    expect(ruleName('toString', 'en')).toBe('toString');
  });

  it('names every kind of check in both languages', () => {
    for (const kind of CHECK_KINDS) {
      expect(checkKindName(kind, 'de')).not.toBe('');
      expect(checkKindDescription(kind, 'de')).not.toBe(checkKindDescription(kind, 'en'));
    }
  });
});
