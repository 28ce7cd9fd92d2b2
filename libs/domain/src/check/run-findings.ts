import type { Locale, Params } from '../locale.js';
import { sentence } from '../text/sentence.js';
import { value } from '../text/words.js';
import type { FindingEntry } from './finding-text.js';

const why = (p: Params, locale: Locale): string => sentence(value(p, 'fault', 'internal-error'), p, locale);

/** What a run itself can say, whatever its kind. */
export const RUN_FINDINGS = {
  'could-not-look': {
    rule: 'RUN-01',
    source: { from: 'Stellwerk: check catalogue', checkedOn: '2026-11-22' },
    title: { de: () => 'Konnte nicht nachsehen', en: () => 'Could not look' },
    text: {
      de: (p) => `Die Prüfung kam nicht bis zu ihrem Ziel, über das sie deshalb nichts sagt. ${why(p, 'de')}`,
      en: (p) => `The check did not get as far as its target, and so says nothing about it. ${why(p, 'en')}`,
    },
    fix: { de: () => '', en: () => '' },
  },
  'listener-refused': {
    rule: 'FED-12',
    source: { from: 'RFC 8446 §4.4.2.4', checkedOn: '2026-11-22' },
    title: { de: () => 'Verbindung vor dem Zertifikat abgebrochen', en: () => 'Broken off before the certificate' },
    text: {
      de: (p) =>
        `Der Server hat sich gemeldet und die Verbindung beendet, bevor er ein Clientzertifikat zeigte (${value(p, 'why', 'closed')}). Meist vertraut er dem Zertifikat des Prüfempfängers nicht; über sein eigenes Zertifikat sagt das nichts.`,
      en: (p) =>
        `The server called and ended the connection before it showed a client certificate (${value(p, 'why', 'closed')}). Mostly it does not trust the certificate of the test listener; that says nothing about its own certificate.`,
    },
    fix: {
      de: () =>
        'Der Betreiber von Stellwerk sollte dem Prüfempfänger ein öffentlich vertrautes Zertifikat geben (MTLS_CERTIFICATE_FILE). Danach lösen Sie die Federation zur Testdomäne erneut aus.',
      en: () =>
        'The operator of Stellwerk should give the test listener a publicly trusted certificate (MTLS_CERTIFICATE_FILE). Then trigger the federation with the test domain again.',
    },
  },
} as const satisfies Record<string, FindingEntry>;
