import type { Endpoint } from './endpoint.js';
import { routes } from './routes.js';

const entries = Object.entries(routes) as [string, Endpoint][];
const fields = (schema: Endpoint['query']): string[] => ('shape' in schema ? Object.keys(schema.shape as object) : []);

/** Changes that cannot be rehearsed, and why. Coming in and going out are left out altogether: what they give is a cookie. */
const NOT_REHEARSED: Readonly<Record<string, string>> = {
  beginTotp: 'makes a secret that is in force only once confirmed',
  confirmTotp: 'a code is good once: rehearsing would use it up',
  beginPasskey: 'makes a challenge and nothing else',
  addPasskey: 'a challenge is good once: rehearsing would use it up',
  renewRecoveryCodes: 'there is nothing to get wrong, and the answer would show codes that are void',
  acceptInvitation: 'signs in',
  readInvitation: 'changes nothing',
  testSshServer: 'changes nothing',
  validateRequest: 'changes nothing',
  validateMappings: 'changes nothing',
  previewCheck: 'changes nothing',
  previewFederation: 'changes nothing',
  readAcmeSettings: 'changes nothing',
  probeHostKeys: 'changes nothing of the caller’s: asks a worker to look',
};

describe('the contract', () => {
  it('lets every change be rehearsed, but for a few with a reason', () => {
    const without = entries
      .filter(([, e]) => e.method !== 'GET' && e.tag !== 'session' && !fields(e.query).includes('validateOnly'))
      .map(([name]) => name);
    expect(without.sort()).toEqual(Object.keys(NOT_REHEARSED).sort());
  });

  it('rehearses nothing that is only read', () => {
    expect(entries.filter(([, e]) => e.method === 'GET' && fields(e.query).includes('validateOnly'))).toEqual([]);
  });

  it('asks for the version of everything that is replaced or deleted and has one', () => {
    const versioned = new Set(
      entries
        .filter(([, e]) => e.method === 'GET' && fields(e.reply).some((f) => f === 'version' || f === 'rowVersion'))
        .map(([, e]) => e.path),
    );
    const blind = entries.filter(([, e]) => ['PUT', 'PATCH', 'DELETE'].includes(e.method) && versioned.has(e.path) && !e.ifMatch);
    expect(versioned.size).toBeGreaterThan(5);
    expect(blind.map(([name]) => name)).toEqual([]);
  });

  it('continues every list that has pages, and only those', () => {
    for (const [name, e] of entries) {
      const paged = fields(e.reply).includes('nextCursor');
      expect([name, fields(e.query).includes('cursor'), fields(e.query).includes('limit')]).toEqual([
        name,
        paged,
        paged || name === 'search',
      ]);
    }
  });
});
