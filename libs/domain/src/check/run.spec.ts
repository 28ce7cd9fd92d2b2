import { fault, failed, ok } from '../tunnel/fault.js';
import { findingText } from './findings.js';
import { couldNotLook, judgeRun } from './run.js';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const spec = { kind: 'tcp-port', params: { host: 'pbx.acme.example', port: 443, expect: 'open', purpose: '' } } as const;

describe('what a run says', () => {
  it('is «unable to tell», and nothing about the target, when the way there failed', () => {
    const lost = fault('credentials-refused', { host: 'ssh.acme.example' });
    expect(judgeRun(spec, failed(lost), NOW)).toEqual({ status: 'unable-to-tell', answers: [couldNotLook(lost)] });
  });

  it('is what the worst of its rules says', () => {
    const closed = { verdict: 'refused', address: '192.0.2.7', connectMs: null, unable: null } as const;
    expect(judgeRun(spec, ok(closed), NOW).status).toBe('fail');
    expect(judgeRun(spec, ok({ ...closed, verdict: 'open', connectMs: 3 }), NOW).status).toBe('ok');
  });

  it.each(['de', 'en'] as const)('tells in %s why nobody could look', (locale) => {
    const { params } = couldNotLook(fault('host-key-changed', { host: 'ssh.acme.example', type: 'ssh-ed25519' }));
    expect(findingText('could-not-look', params, locale).text).toContain('ssh-ed25519');
  });
});
