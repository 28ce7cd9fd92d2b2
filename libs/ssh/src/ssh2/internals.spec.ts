import { randomFillSync } from 'node:crypto';
import { Client, installedVersion, READ_AGAINST } from './library.js';
import { movedInternals } from './internals.js';

describe('what Stellwerk touches inside ssh2', () => {
  it('is the version it was read against', () => {
    expect(installedVersion()).toBe(READ_AGAINST);
  });

  it('stands where it was', () => {
    const client = new Client();
    client.on('error', () => undefined);
    client.connect({ host: '127.0.0.1', port: 1, username: 'nobody' });
    try {
      expect(movedInternals(client)).toEqual([]);
    } finally {
      client.destroy();
    }
  });

  it('leaves the randomness of everybody else alone', () => {
    expect(randomFillSync.toString()).not.toContain('pool');
    expect(randomFillSync(Buffer.alloc(8)).equals(Buffer.alloc(8))).toBe(false);
  });
});
