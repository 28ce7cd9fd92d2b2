import type { FindingEntry } from '../check/finding-text.js';
import { deadline } from '../text/dates.js';
import { entry } from '../text/told.js';
import { value } from '../text/words.js';
import type { AuthorityCode } from './authority-rules.js';
import { clientAuthOptions } from '../certificate/client-auth-options.js';

export const AUTHORITY_FINDINGS = {
  'authority-without-client-auth': entry(
    'FED-07',
    'announcements of the authorities; Chrome Root Program 1.8',
    {
      title: '{authority} stellt kein Zertifikat aus, das für beide Richtungen genügt',
      text: (p) =>
        `Federation braucht serverAuth und clientAuth. ${value(p, 'authority', '?')} stellt seit dem ${deadline(p, 'last', 'de')} keine Zertifikate mit clientAuth mehr aus: Mit dem nächsten Zertifikat für ${value(p, 'fqdn', '?')} funktioniert nur noch die eingehende Richtung, ohne Fehlermeldung.`,
      fix: (p) => clientAuthOptions(p, 'de').join('\n'),
    },
    {
      title: '{authority} issues no certificate that suffices for both directions',
      text: (p) =>
        `Federation needs serverAuth and clientAuth. ${value(p, 'authority', '?')} has issued no certificates with clientAuth since ${deadline(p, 'last', 'en')}: with the next certificate for ${value(p, 'fqdn', '?')} only the inbound direction works, without an error message.`,
      fix: (p) => clientAuthOptions(p, 'en').join('\n'),
    },
  ),
  'authority-client-auth-ends': entry(
    'FED-07',
    'announcements of the authorities; Chrome Root Program 1.8',
    {
      title: (p) => `${value(p, 'authority', '?')} stellt clientAuth nur noch bis ${deadline(p, 'last', 'de')} aus`,
      text: 'Danach gibt es dort kein Zertifikat mehr, das für beide Richtungen der Federation genügt. Quellen: {sources}.',
      fix: (p) =>
        `Wählen Sie bei der Bestellung clientAuth ausdrücklich, und holen Sie das letzte Zertifikat kurz vor dem ${deadline(p, 'ends', 'de')}, dem frühesten genannten Tag.`,
    },
    {
      title: (p) => `${value(p, 'authority', '?')} issues clientAuth only until ${deadline(p, 'last', 'en')}`,
      text: 'After that it has no certificate that suffices for both directions of the federation. Sources: {sources}.',
      fix: (p) =>
        `Choose clientAuth explicitly when ordering, and get the last certificate shortly before ${deadline(p, 'ends', 'en')}, the earliest day named.`,
    },
  ),
  'authority-end-unknown': entry(
    'FED-07',
    'announcements of the authorities',
    {
      title: 'Ob {ca} noch clientAuth ausstellt, ist nicht bekannt',
      text: 'Für diese Zertifizierungsstelle ist kein Datum hinterlegt. Öffentliche Stellen müssen nach den Regeln von Chrome spätestens am 15. März 2027 damit aufhören.',
      fix: 'Fragen Sie die Zertifizierungsstelle, ob und bis wann sie Zertifikate mit serverAuth und clientAuth ausstellt.',
    },
    {
      title: 'Whether {ca} still issues clientAuth is not known',
      text: 'No date is on record for this authority. By Chrome’s rules public authorities must stop on 15 March 2027 at the latest.',
      fix: 'Ask the authority whether, and until when, it issues certificates with serverAuth and clientAuth.',
    },
  ),
} as const satisfies Record<AuthorityCode, FindingEntry>;
