import { NOTIFICATION_KINDS, notificationText } from './kinds.js';

describe('what people are told', () => {
  const params = {
    tenantName: 'Hansen GmbH',
    tunnelName: 'LDAP',
    requestId: 'a/b',
    by: 'Anna',
    text: 'bitte',
    reason: 'AD',
    into: 'Hansen GmbH',
    findingCode: 'could-not-look',
    checkName: 'connect.hansen.example:5061',
  };

  it.each(NOTIFICATION_KINDS)('%s has a subject, a text and a path in both languages', (kind) => {
    const [de, en] = [notificationText(kind, params, 'de'), notificationText(kind, params, 'en')];
    for (const text of [de, en]) {
      expect(text.subject.length).toBeGreaterThan(8);
      expect(text.subject).not.toMatch(/[\r\n]|undefined/);
      expect(text.body).not.toContain('undefined');
      expect(text.path).toMatch(/^\//);
    }
    expect(de.body).not.toBe(en.body);
  });

  it.each(NOTIFICATION_KINDS)('%s shows no hole when a value is missing', (kind) => {
    for (const locale of ['de', 'en'] as const) {
      const { subject, body } = notificationText(kind, {}, locale);
      expect(subject + body).not.toMatch(/undefined|null|\{\w+\}/);
    }
  });

  it('says when, in words and with the zone', () => {
    const at = { ...params, until: '2026-11-24T13:00:00.000Z' };
    expect(notificationText('request-approved', at, 'de').body).toContain('endet am 24.11.2026, 14:00:00 MEZ');
    expect(notificationText('request-approved', at, 'en').body).toContain('ends at Nov 24, 2026, 2:00:00');
  });

  it('lets nobody break out of a subject line or a path', () => {
    const text = notificationText('request-submitted', { ...params, tenantName: 'X\r\nBcc: all@example.org' }, 'de');
    expect(text.subject).not.toMatch(/[\r\n]/);
    expect(text.path).toBe('/requests/a%2Fb');
  });
});
