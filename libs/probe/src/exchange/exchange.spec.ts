import fc from 'fast-check';
import { mssql, mysql, postgresql } from './databases.js';
import { type Exchange, printable } from './exchange.js';
import { ldap } from './ldap.js';
import { smb } from './smb.js';
import { ami, http, httpMetrics, ssh, xmpp } from './text-protocols.js';

const EXCHANGES: Readonly<Record<string, Exchange>> = { ldap, mssql, mysql, postgresql, smb, ami, http, httpMetrics, ssh, xmpp };

/** Bytes that begin like the real thing, so that the parsers get beyond their first check. */
const BEGINNINGS = [
  '30',
  '3084',
  '30820101020101',
  '0401',
  '0a',
  '4a0000000a',
  '45',
  '53',
  '000000',
  '000000fefe534d42',
  '00000080ff534d42',
  ...['Asterisk Call Manager/', 'HTTP/1.1 200 ', 'SSH-2.0-', '<?xml ', '<stream:stream '].map((text) => Buffer.from(text).toString('hex')),
];
const hostile = fc
  .tuple(fc.constantFrom('', ...BEGINNINGS), fc.uint8Array({ maxLength: 400 }))
  .map(([beginning, rest]) => Buffer.concat([Buffer.from(beginning, 'hex'), Buffer.from(rest)]));

describe.each(Object.entries(EXCHANGES))('judging hostile bytes as %s', (_name, exchange) => {
  it('never throws, and shows only short printable facts', () => {
    fc.assert(
      fc.property(hostile, (bytes) => {
        const verdict = exchange.judge(bytes);
        if (typeof verdict === 'string') return;
        for (const text of Object.values(verdict)) {
          expect(text.length).toBeLessThanOrEqual(100);
          expect(printable(text)).toBe(text);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('does not take back a verdict when more bytes arrive', () => {
    fc.assert(
      fc.property(hostile, fc.uint8Array({ maxLength: 20 }), (bytes, more) => {
        fc.pre(exchange.judge(bytes) === 'wrong');
        expect(exchange.judge(Buffer.concat([bytes, more]))).toBe('wrong');
      }),
      { numRuns: 1_000 },
    );
  });
});

it('does not take an SSH banner for one that a forbidden byte has spoilt, whatever comes after it', () => {
  for (const bytes of ['SSH-2.0-\0', 'SSH-2.0-\0\n', `${'x'.repeat(1_025)}\nSSH-2.0-OpenSSH\n`, `${'\n'.repeat(60)}SSH-2.0-OpenSSH\n`])
    expect([bytes.slice(0, 12), ssh.judge(Buffer.from(bytes))]).toEqual([bytes.slice(0, 12), 'wrong']);
  expect(ssh.judge(Buffer.from('hello\r\nSSH-2.0-OpenSSH_9.2\r\n'))).toEqual({ software: 'OpenSSH_9.2' });
});
