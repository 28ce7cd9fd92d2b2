import { findingText } from '../check/findings.js';
import type { Locale, Params } from '../locale.js';
import { type Text, value, when } from '../text/words.js';

/** Where it was seen: customer, PBX where there is one, and what the check looks at. */
const where = (p: Params): string =>
  [value(p, 'tenantName', '–'), value(p, 'pbxName', ''), value(p, 'checkName', '')].filter(Boolean).join(' · ');
const found = (p: Params, locale: Locale) => findingText(value(p, 'findingCode', '–'), p, locale);

const subject = (de: string, en: string): Text => ({
  de: (p) => `${de}: ${found(p, 'de').title} (${where(p)})`,
  en: (p) => `${en}: ${found(p, 'en').title} (${where(p)})`,
});
const said = (p: Params, locale: Locale, todo: string): string => {
  const { text, fix } = found(p, locale);
  return `${text}${when({ fix }, 'fix', (lines) => `\n\n${todo}\n${lines}`)}`;
};
const body: Text = { de: (p) => said(p, 'de', 'Was zu tun ist:'), en: (p) => said(p, 'en', 'What to do:') };
const path = '/checks/{checkId}';

/** What people are told of checks. The sentences are those of the finding (`findingCode` and its own params). */
export const CHECK_MESSAGES = {
  'finding-failed': { subject: subject('Störung', 'Failure'), body, path },
  'finding-warned': { subject: subject('Warnung', 'Warning'), body, path },
  'certificate-warning': { subject: subject('Zertifikat läuft ab', 'Certificate expires'), body, path },
  'certificate-critical': { subject: subject('Zertifikat läuft bald ab', 'Certificate expires soon'), body, path },
  'certificate-expired': { subject: subject('Zertifikat abgelaufen', 'Certificate expired'), body, path },
  'needs-hand': { subject: subject('Ein Handgriff fehlt', 'A manual step is missing'), body, path },
  'finding-resolved': {
    subject: subject('Behoben', 'Resolved'),
    body: {
      de: (p: Params) => `Bei ${where(p)} wird nicht mehr festgestellt: ${found(p, 'de').title}.`,
      en: (p: Params) => `At ${where(p)} this is not found any more: ${found(p, 'en').title}.`,
    },
    path,
  },
} as const;
