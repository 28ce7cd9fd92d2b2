import { stringAt } from './host-key.js';

/** What the server offers, each list in its order of preference (RFC 4253, section 7.1). Both directions where they differ are merged. */
export interface Algorithms {
  readonly kex: readonly string[];
  readonly hostKeys: readonly string[];
  readonly ciphers: readonly string[];
  readonly macs: readonly string[];
}

export type KexInit = { readonly is: 'wait' } | { readonly is: 'invalid' } | { readonly is: 'kexinit'; readonly algorithms: Algorithms };

const KEXINIT = 20;
const COOKIE = 16;
const LISTS = 6;
/** RFC 4253, section 6.1: an implementation must take 35,000 bytes; a KEXINIT has under 3,000. */
const PACKET_MAX = 35_000;

/** Names in these lists that are signals, not algorithms (RFC 8308; the strict key exchange of OpenSSH 9.6). */
const isAlgorithm = (name: string): boolean => name !== '' && !/^(ext-info-[cs]|kex-strict-[cs]-v00@openssh\.com)$/.test(name);

/** Reads the first packet of a server, in the clear, from the bytes after its identification line. Never throws, whatever the bytes are. */
export function readKexInit(bytes: Buffer): KexInit {
  if (bytes.length < 6) return { is: 'wait' };
  const length = bytes.readUInt32BE(0);
  if (length > PACKET_MAX || length < 2 + COOKIE) return { is: 'invalid' };
  if (bytes[5] !== KEXINIT) return { is: 'invalid' };
  if (bytes.length < 4 + length) return { is: 'wait' };
  const payload = bytes.subarray(5, 4 + length - (bytes[4] ?? 0));
  const lists: string[][] = [];
  for (let at = 1 + COOKIE; lists.length < LISTS;) {
    const list = stringAt(payload, at);
    if (!list) return { is: 'invalid' };
    lists.push(list.toString('latin1').split(',').filter(isAlgorithm));
    at += 4 + list.length;
  }
  const [kex = [], hostKeys = [], ciphersUp = [], ciphersDown = [], macsUp = [], macsDown = []] = lists;
  return {
    is: 'kexinit',
    algorithms: { kex, hostKeys, ciphers: [...new Set([...ciphersUp, ...ciphersDown])], macs: [...new Set([...macsUp, ...macsDown])] },
  };
}
