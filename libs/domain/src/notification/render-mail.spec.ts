import { NOTIFICATION_KINDS } from './kinds.js';
import { renderMail } from './render-mail.js';

describe('a notification as a mail', () => {
  it.each(NOTIFICATION_KINDS)('%s leads to the portal, in text and in HTML', (kind) => {
    const mail = renderMail({ kind, params: { requestId: 'r1', tenantName: 'X' }, locale: 'de', publicUrl: 'https://sw.example/' });
    expect(mail.text).toMatch(/https:\/\/sw\.example\/\S*/);
    expect(mail.html).toMatch(/<a href="https:\/\/sw\.example\/[^"]*">/);
    expect(mail.subject).toMatch(/^Stellwerk: /);
  });

  it('shows what people wrote as text, never as markup', () => {
    const { html } = renderMail({
      kind: 'request-declined',
      params: { requestId: 'r', tunnelName: '<img src=x onerror=alert(1)>', text: `"><script>'&` },
      locale: 'en',
      publicUrl: 'https://sw.example',
    });
    expect(html).not.toMatch(/<img|<script/);
    expect(html).toContain('&lt;script&gt;&#39;&amp;');
  });

  it('carries an invitation’s token behind the hash, where no server and no proxy log sees it', () => {
    const { text } = renderMail({ kind: 'invitation', params: {}, locale: 'de', publicUrl: 'https://sw.example', fragment: '#token=abc' });
    expect(text).toContain('Einladung annehmen: https://sw.example/invitation#token=abc');
  });
});
