import { CertificateRole, EKU_ANY, EKU_CLIENT_AUTH, EKU_SERVER_AUTH } from '@stellwerk/domain';
import { lackingFor, purposeName } from './purposes.js';

const server = { extendedKeyUsage: [EKU_SERVER_AUTH] };

describe('the purposes of a certificate', () => {
  it('suffice by role: what serves a web server is half of what a federation needs', () => {
    expect(lackingFor('web-server', server)).toEqual([]);
    expect(lackingFor('sip-federation', server)).toEqual([EKU_CLIENT_AUTH]);
    expect(lackingFor('sip-federation', { extendedKeyUsage: [EKU_SERVER_AUTH, EKU_CLIENT_AUTH] })).toEqual([]);
  });

  it.each(CertificateRole.options)('suffice for %s where nothing is restricted', (role) => {
    expect(lackingFor(role, { extendedKeyUsage: null })).toEqual([]);
    expect(lackingFor(role, { extendedKeyUsage: [EKU_ANY] })).toEqual([]);
    expect(lackingFor(role, { extendedKeyUsage: [] }).length).toBeGreaterThan(0);
  });

  it('are called by their names, and by their numbers where they have none', () => {
    expect(purposeName(EKU_CLIENT_AUTH)).toBe('clientAuth');
    expect(purposeName('1.2.3')).toBe('1.2.3');
  });
});
