import { SCOPES } from '@stellwerk/domain';
import { scopesByGroup, withReading } from './scope-groups.js';

describe('the scopes of a form', () => {
  it('are all there, each once', () => {
    const shown = scopesByGroup().flatMap(({ scopes }) => scopes);
    expect([...shown].sort()).toEqual([...SCOPES].sort());
  });

  it('come with the reading that they need', () => {
    expect(withReading(['tunnels:operate', 'tenants:write'])).toEqual(['tenants:read', 'tenants:write', 'tunnels:read', 'tunnels:operate']);
    expect(withReading([])).toEqual([]);
  });
});
