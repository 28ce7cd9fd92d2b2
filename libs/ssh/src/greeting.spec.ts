import fc from 'fast-check';
import { readGreeting } from './greeting.js';
import { readKexInit } from './kexinit.js';
import { sshString } from './openssh-key.js';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

function kexinit(lists: readonly string[]): Buffer {
  const payload = Buffer.concat([Buffer.from([20]), Buffer.alloc(16), ...lists.map((list) => sshString(list)), Buffer.alloc(5)]);
  const padding = 4;
  const head = Buffer.alloc(5);
  head.writeUInt32BE(1 + payload.length + padding);
  head[4] = padding;
  return Buffer.concat([head, payload, Buffer.alloc(padding)]);
}

describe('the greeting of a server', () => {
  it.each([
    ['an identification line', 'SSH-2.0-OpenSSH_9.2\r\n', 'ssh'],
    ['one without a carriage return', 'SSH-2.0-dropbear\n', 'ssh'],
    ['one of a server that also speaks version 1', 'SSH-1.99-Cisco-1.25\n', 'ssh'],
    ['lines of welcome before it', 'Welcome\r\nto us\r\nSSH-2.0-x\r\n', 'ssh'],
    ['half a line', 'SSH-2.0-Open', 'wait'],
    ['nothing', '', 'wait'],
    ['version 1 only', 'SSH-1.5-old\n', 'not-ssh'],
    ['an endless identification', `SSH-2.0-${'x'.repeat(300)}`, 'not-ssh'],
    ['an endless welcome', 'blah\n'.repeat(4_000), 'not-ssh'],
    ['an endless line', 'x'.repeat(20_000), 'not-ssh'],
    ['a binary protocol', '\x4a\0\0\0\x0a8.0.36', 'not-ssh'],
  ])('%s', (_what, text, is) => {
    expect(readGreeting(bytes(text)).is).toBe(is);
  });

  it('is decided the same however the bytes were cut, and nothing throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (noise) => {
        const whole = Buffer.from(noise);
        const decided = readGreeting(whole);
        // A decision once made stays: more bytes never turn `ssh` into something else.
        for (let length = 0; length < whole.length; length += 37) {
          const early = readGreeting(whole.subarray(0, length));
          if (early.is === 'ssh') expect(decided).toEqual(early);
        }
        readKexInit(whole);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the first packet of a server', () => {
  const lists = [
    'curve25519-sha256,ext-info-s,kex-strict-s-v00@openssh.com',
    'ssh-ed25519,rsa-sha2-512',
    'aes128-ctr',
    'aes256-ctr',
    'hmac-sha2-256',
    'hmac-sha2-256',
    'none',
    'none',
    '',
    '',
  ];

  it('gives the offer without the signals among the names, both directions together', () => {
    expect(readKexInit(kexinit(lists))).toEqual({
      is: 'kexinit',
      algorithms: {
        kex: ['curve25519-sha256'],
        hostKeys: ['ssh-ed25519', 'rsa-sha2-512'],
        ciphers: ['aes128-ctr', 'aes256-ctr'],
        macs: ['hmac-sha2-256'],
      },
    });
  });

  it('waits for the rest, and takes no length on trust', () => {
    const whole = kexinit(lists);
    for (let length = 0; length < whole.length; length += 1) expect(readKexInit(whole.subarray(0, length)).is).toBe('wait');
    const huge = Buffer.from(whole);
    huge.writeUInt32BE(0x7fffffff);
    expect(readKexInit(huge).is).toBe('invalid');
  });

  it('survives any damage', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.integer({ min: 0, max: 255 }), (at, value) => {
        const damaged = Buffer.from(kexinit(lists));
        damaged[at % damaged.length] = value;
        expect(['wait', 'invalid', 'kexinit']).toContain(readKexInit(damaged).is);
      }),
      { numRuns: 500 },
    );
  });
});
