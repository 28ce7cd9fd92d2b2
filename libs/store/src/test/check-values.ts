import { createHash } from 'node:crypto';
import type { CertificateFacts, WantedCheck } from '@stellwerk/domain';
import type { FindingState, RunRecord, SeenCertificate } from '../types/checks.js';

/** A check as a PBX wants it. */
export const wanted = (key: string, port: number, more: Partial<WantedCheck> = {}): WantedCheck => ({
  key,
  name: `pbx.example:${port}`,
  spec: { kind: 'tcp-port', params: { host: 'pbx.example', port, expect: 'open', purpose: '' } },
  vantage: { kind: 'edge' },
  intervalSeconds: 300,
  ...more,
});

let second = 0;
/** A run of a check, each a second after the one before. */
export const runOf = (checkId: string, more: Partial<RunRecord> = {}): RunRecord => ({
  checkId,
  at: new Date(Date.UTC(2027, 0, 1, 0, 0, (second += 1))),
  status: 'ok',
  tookMs: 12.6,
  trigger: 'schedule',
  workerId: 'w1',
  facts: { verdict: 'open' },
  answers: [{ rule: 'PORT-01', status: 'ok', code: null, subject: '', params: {} }],
  changed: false,
  nextRunAt: new Date(Date.UTC(2027, 0, 2)),
  findings: [],
  certificates: [],
  ...more,
});

/** A finding as a run leaves it open. */
export const finding = (more: Partial<FindingState> = {}): FindingState => ({
  id: null,
  rule: 'PORT-01',
  code: 'port-filtered',
  subject: '',
  severity: 'fail',
  params: { host: 'pbx.example' },
  openedAt: new Date(Date.UTC(2027, 0, 1)),
  lastSeenAt: new Date(Date.UTC(2027, 0, 1)),
  closedAt: null,
  seen: 1,
  missed: 0,
  breaksAt: null,
  toldLevel: null,
  toldAt: null,
  ...more,
});
/** A certificate as a run saw it. */
export const certificate = (name: string, notAfter: string, endpoint = 'pbx.example:443'): SeenCertificate => {
  const der = Buffer.from(`not really ${name} ${notAfter}`);
  const facts = {
    sha256: createHash('sha256').update(der).digest('hex'),
    notBefore: '2026-11-01T00:00:00.000Z',
    notAfter,
    dnsNames: [name],
    subject: `CN=${name}`,
  } as unknown as CertificateFacts;
  return { endpoint, facts, role: 'web-server', name, der, chain: [Buffer.from([0, 255]), Buffer.from('zwei')] };
};
