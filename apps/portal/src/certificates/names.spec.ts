import type { CertificateFacts } from '@stellwerk/domain';
import { colons, fileNameOf, namesOf } from './names.js';

const facts = (change: Partial<CertificateFacts>) =>
  ({ dnsNames: [], ipAddresses: [], subjectCommonName: null, subject: '', ...change }) as unknown as CertificateFacts;

describe('the names of a certificate', () => {
  it('are the alternative ones, and the subject only without them', () => {
    expect(namesOf(facts({ dnsNames: ['a.example'], ipAddresses: ['192.0.2.1'], subjectCommonName: 'old.example' }))).toBe(
      'a.example, 192.0.2.1',
    );
    expect(namesOf(facts({ subjectCommonName: 'old.example', subject: 'CN=old.example, O=X' }))).toBe('old.example');
    expect(namesOf(facts({ subject: 'O=X' }))).toBe('O=X');
    expect(namesOf(facts({}))).toBe('–');
  });

  it('are counted where there are many', () => {
    expect(namesOf(facts({ dnsNames: ['a', 'b', 'c', 'd', 'e'] }))).toBe('a, b, c +2');
  });
});

describe('a fingerprint', () => {
  it('is written as tools print it', () => {
    expect(colons('0aff')).toBe('0A:FF');
    expect(colons('')).toBe('');
  });
});

describe('the name of a file', () => {
  it.each([
    ['*.acme.example', 'acme.example.pem'],
    ['../../etc/passwd', 'etc_passwd.pem'],
    ['a b, c +2', 'a_b_c_2.pem'],
    ['***', 'certificate.pem'],
  ])('of %s is safe: %s', (name, file) => {
    expect(fileNameOf(name)).toBe(file);
  });
});
