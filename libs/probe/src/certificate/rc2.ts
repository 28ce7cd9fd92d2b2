/** Digits of π, from which the key schedule is made (RFC 2268 §2). */
const PI = Buffer.from(
  'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82' +
    '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb6266fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7' +
    '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ecc2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731' +
    '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a90d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad',
  'hex',
);
const ROUNDS = [5, 6, 5] as const;
const SHIFTS = [1, 2, 3, 5] as const;

/** RFC 2268 §2; the effective length of the key is its own. */
function expand(key: Buffer): Uint16Array {
  const bytes = new Uint8Array(128);
  bytes.set(key);
  const pi = (index: number): number => PI[index & 0xff] ?? 0;
  for (let i = key.length; i < 128; i += 1) bytes[i] = pi((bytes[i - 1] ?? 0) + (bytes[i - key.length] ?? 0));
  bytes[128 - key.length] = pi(bytes[128 - key.length] ?? 0);
  for (let i = 127 - key.length; i >= 0; i -= 1) bytes[i] = pi((bytes[i + 1] ?? 0) ^ (bytes[i + key.length] ?? 0));
  return Uint16Array.from({ length: 64 }, (_, i) => (bytes[2 * i] ?? 0) | ((bytes[2 * i + 1] ?? 0) << 8));
}

/** RFC 2268 §4: the rounds backwards. */
function decryptBlock(words: Uint16Array, schedule: Uint16Array): void {
  let j = 63;
  const word = (i: number): number => words[i & 3] ?? 0;
  for (const [group, rounds] of ROUNDS.entries()) {
    for (let round = 0; round < rounds; round += 1) {
      for (let i = 3; i >= 0; i -= 1) {
        const shift = SHIFTS[i] ?? 0;
        const turned = (word(i) >>> shift) | (word(i) << (16 - shift));
        words[i] = turned - (schedule[j] ?? 0) - (word(i + 3) & word(i + 2)) - (~word(i + 3) & word(i + 1));
        j -= 1;
      }
    }
    if (group < 2) for (let i = 3; i >= 0; i -= 1) words[i] = word(i) - (schedule[word(i + 3) & 63] ?? 0);
  }
}

/**
 * RC2 in CBC mode, decryption only: what Windows encrypted the certificates of a PFX with for twenty years, and what OpenSSL 3, and Node with
 * it, no longer brings along. Protects nothing; opens old files.
 * @param data a multiple of 8 octets
 */
export function decryptRc2(key: Buffer, iv: Buffer, data: Buffer): Buffer {
  const schedule = expand(key);
  const plain = Buffer.alloc(data.length);
  const words = new Uint16Array(4);
  for (let at = 0; at + 8 <= data.length; at += 8) {
    for (let i = 0; i < 4; i += 1) words[i] = data.readUInt16LE(at + 2 * i);
    decryptBlock(words, schedule);
    for (let i = 0; i < 8; i += 1) {
      const before = at === 0 ? (iv[i] ?? 0) : (data[at - 8 + i] ?? 0);
      plain[at + i] = (((words[i >> 1] ?? 0) >> (8 * (i & 1))) & 0xff) ^ before;
    }
  }
  return plain;
}
