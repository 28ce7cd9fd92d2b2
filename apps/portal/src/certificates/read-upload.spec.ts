import { readPasted, readUpload } from './read-upload.js';

const bytes = (...values: number[]) => Uint8Array.from(values);
const text = (value: string) => new TextEncoder().encode(value);
const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';

describe('a chosen file', () => {
  it('in PEM goes as text', () => {
    expect(readUpload(text(`${PEM}\n`))).toEqual({ content: PEM, protectable: false, keyRemoved: false });
  });

  it('in DER goes in base64 and asks for no password', () => {
    expect(readUpload(bytes(0x30, 0x82, 0x01, 0x00, 0x30, 0x81))).toEqual({ content: 'MIIBADCB', protectable: false, keyRemoved: false });
  });

  it.each([
    ['with a long header', bytes(0x30, 0x82, 0x0a, 0x00, 0x02, 0x01, 0x03)],
    ['of indefinite length', bytes(0x30, 0x80, 0x02, 0x01, 0x03)],
    ['with a short header', bytes(0x30, 0x05, 0x02, 0x01, 0x03)],
  ])('that is a PFX %s may need a password', (_how, file) => {
    expect(readUpload(file).protectable).toBe(true);
  });

  it('may be empty or nonsense: the API says so', () => {
    expect(readUpload(bytes())).toEqual({ content: '', protectable: false, keyRemoved: false });
    expect(readUpload(bytes(0xff)).protectable).toBe(false);
  });

  it('of any size is read without running out of stack', () => {
    expect(readUpload(new Uint8Array(200_000)).content).toHaveLength(266_668);
  });
});

describe('a private key among what is uploaded', () => {
  it.each(['PRIVATE KEY', 'RSA PRIVATE KEY', 'ENCRYPTED PRIVATE KEY', 'OPENSSH PRIVATE KEY'])('never leaves the browser (%s)', (label) => {
    const key = `-----BEGIN ${label}-----\nc2VjcmV0\n-----END ${label}-----`;
    const read = readPasted(`${key}\n${PEM}`);
    expect(read).toEqual({ content: PEM, protectable: false, keyRemoved: true });
    expect(readUpload(text(`${PEM}\n${key}`)).content).not.toContain('c2VjcmV0');
  });

  it('whose end was cut off does not either', () => {
    expect(readPasted(`${PEM}\n-----BEGIN PRIVATE KEY-----\nc2VjcmV0`).content).toBe(PEM);
  });
});
