import type { Check } from '@stellwerk/contracts';
import { CHECK_PARAMS, FREE_KINDS } from '@stellwerk/domain';
import { FIELDS, newCheck, paramsOf, previewOf, valuesOf, wrongFields } from './check-form.js';

const tenantId = '00000000-0000-4000-8000-000000000001';
const filled = { tenantId, host: ' connect.acme.example ', name: 'connect.acme.example' };

describe('the form of a free check', () => {
  it.each(FREE_KINDS)('asks for exactly the parameters of %s', (kind) => {
    expect([...FIELDS[kind]].sort()).toEqual(Object.keys(CHECK_PARAMS[kind].shape).sort());
    expect(CHECK_PARAMS[kind].safeParse(paramsOf(newCheck({ ...filled, kind }))).success).toBe(true);
  });

  it('takes blanks off and no server name for none', () => {
    expect(paramsOf(newCheck({ ...filled, kind: 'tls-endpoint' }))).toMatchObject({ host: 'connect.acme.example', serverName: null });
  });

  it.each([
    ['no customer', { tenantId: '' }, ['tenantId']],
    ['no host', { host: '' }, ['host']],
    ['no port', { port: '' as const }, ['port']],
    ['a port beyond the last', { port: 65_536 }, ['port']],
    ['no name', { kind: 'dns-host' as const, name: ' ' }, ['name']],
  ])('says which field is wrong: %s', (_what, change, wrong) => {
    expect(wrongFields(newCheck({ ...filled, ...change }))).toEqual(wrong);
  });

  it('tries nothing out until all is there', () => {
    expect(previewOf(newCheck({ tenantId }))).toBeNull();
    expect(previewOf(newCheck(filled))).toMatchObject({ tenantId, kind: 'tls-endpoint', vantage: { kind: 'edge' } });
  });

  it('looks from inside where an SSH server is chosen', () => {
    const sshServerId = '00000000-0000-4000-8000-000000000002';
    expect(previewOf(newCheck({ ...filled, vantage: sshServerId }))?.vantage).toEqual({ kind: 'ssh-server', sshServerId });
  });

  it('shows a stored check as it was saved', () => {
    const params = { host: 'a.example', port: 5061, expect: 'closed', purpose: 'SIP' };
    const stored = { kind: 'tcp-port', params, tenantId, pbxId: null, vantage: { kind: 'edge' }, intervalSeconds: 60 } as unknown as Check;
    expect(paramsOf(valuesOf(stored))).toEqual(params);
    expect(valuesOf(stored).intervalSeconds).toBe(60);
  });
});
