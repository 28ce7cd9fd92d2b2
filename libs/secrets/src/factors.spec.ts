import { commonPasswords } from './common-passwords.js';
import { hashRecoveryCode, newRecoveryCodes, RECOVERY_CODES } from './recovery-code.js';
import { newTotpSecret, totpStep, totpUri } from './totp.js';

describe('codes of an authenticator app', () => {
  /** “12345678901234567890” in base32: the key of RFC 6238 appendix B; its codes have eight digits, ours are the last six of them. */
  const RFC = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('are those of RFC 6238 at second %d', async (second, code) => {
    expect(await totpStep(RFC, code, second * 1000)).toBe(Math.floor(second / 30));
  });

  it('are good one step earlier and later, and name the step they belong to', async () => {
    const at = (second: number) => totpStep(RFC, '050471', second * 1000);
    const step = Math.floor(1_111_111_111 / 30);
    const begin = step * 30;
    expect([await at(begin - 30), await at(begin), await at(begin + 29), await at(begin + 59)]).toEqual([step, step, step, step]);
    expect([await at(begin - 31), await at(begin + 60)]).toEqual([null, null]);
  });

  it('are six digits and nothing else', async () => {
    for (const code of ['', '28708', '2870820', '28708a', ' 287082', '２８７０８２']) expect(await totpStep(RFC, code, 59_000)).toBeNull();
  });

  it('come from 160 random bits that an app reads from a QR code', () => {
    const secret = newTotpSecret();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(newTotpSecret()).not.toBe(secret);
    const uri = new URL(totpUri({ issuer: 'Stellwerk', label: 'anna+1@example.org', secret }));
    expect([uri.protocol, uri.host, decodeURIComponent(uri.pathname)]).toEqual(['otpauth:', 'totp', '/Stellwerk:anna+1@example.org']);
    expect([uri.searchParams.get('secret'), uri.searchParams.get('issuer')]).toEqual([secret, 'Stellwerk']);
  });
});

describe('recovery codes', () => {
  it('are ten, all different, and found again however they are typed', () => {
    const { codes, hashes } = newRecoveryCodes();
    expect(codes).toHaveLength(RECOVERY_CODES);
    expect(new Set(codes).size).toBe(RECOVERY_CODES);
    codes.forEach((code, i) => {
      expect(code).toMatch(/^([0-9a-hj-km-np-tv-z]{4}-){3}[0-9a-hj-km-np-tv-z]{4}$/);
      const typed = ` ${code.toUpperCase().replaceAll('-', ' ').replaceAll('0', 'O').replaceAll('1', 'l')} `;
      expect(hashRecoveryCode(typed)).toEqual(hashes[i]);
    });
    expect(hashRecoveryCode(codes[0] ?? '')).not.toEqual(hashes[1]);
  });
});

describe('the list of common passwords', () => {
  it('knows German and English ones, in any case', async () => {
    const isCommon = await commonPasswords();
    for (const text of ['Password', 'passwort', 'schalke04', 'Fussball', 'Weihnachten', 'hallo', 'müller', 'qwerty'])
      expect([text, isCommon(text)]).toEqual([text, true]);
    for (const text of ['', 'vier katzen auf dem dach', 'x7kq#pl2vr9w']) expect([text, isCommon(text)]).toEqual([text, false]);
  });
});
