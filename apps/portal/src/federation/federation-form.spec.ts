import { draftOf, fieldOf, judgeable } from './federation-form';

const draft = { ...draftOf(null), domain: 'acme.example', fqdn: 'connect.acme.example' };

describe('the draft of a federation', () => {
  it('is judged as soon as domain and name are there', () => {
    expect(judgeable(draftOf(null))).toBeNull();
    expect(judgeable(draft)).toMatchObject({ domain: 'acme.example', port: 5061, openFederation: false });
  });

  it('is not judged while a route lacks its server', () => {
    const route = { domain: 'partner.example', host: '', port: 5061, enabled: true };
    expect(judgeable({ ...draft, routes: [route] })).toBeNull();
    expect(judgeable({ ...draft, routes: [{ ...route, host: 'sip.partner.example' }] })?.routes).toHaveLength(1);
  });

  it('begins with what is stored, without what the API adds', () => {
    const stored = { ...draft, pbxId: 'p', tenantId: 't', checklist: [], answers: [], version: 3, updatedAt: '2026-11-23T00:00:00.000Z' };
    expect(draftOf(stored)).toEqual(draft);
  });
});

describe('a refusal', () => {
  it.each([
    ['/domain', 'domain'],
    ['/routes/2/host', 'routes.2.host'],
    ['/acme/renewalDays', 'acme.renewalDays'],
    ['/allowedDomains/4', 'allowedDomains'],
  ])('of %s is shown at %s', (pointer, name) => {
    expect(fieldOf(pointer)).toBe(name);
  });
});
