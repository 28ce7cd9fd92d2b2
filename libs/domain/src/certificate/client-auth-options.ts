import type { Locale, Params } from '../locale.js';
import { deadline } from '../text/dates.js';
import { bridges } from './deadlines.js';
import { listOf } from './sentences.js';

/** Who still issues clientAuth at `now` (milliseconds since 1970), as values for `clientAuthOptions`. */
export const bridgeParams = (now: number): { readonly bridges: readonly string[]; readonly bridgesEnd: readonly string[] } => {
  const still = bridges(now);
  return { bridges: still.map(({ authority }) => authority), bridgesEnd: still.map(({ ends }) => ends) };
};

/** Each authority with the day it stops: `DigiCert (endet am 1. März 2027)`; empty when there is none. */
function bridgesSaid(p: Params, locale: Locale): string {
  const ends = listOf(p, 'bridgesEnd');
  const stops = locale === 'de' ? 'endet am' : 'ends on';
  return listOf(p, 'bridges')
    .map((one, i) => `${one} (${stops} ${deadline({ at: ends[i] ?? '' }, 'at', locale)})`)
    .join(locale === 'de' ? ' oder ' : ' or ');
}

const OPTIONS = {
  de: {
    ask: 'Fragen Sie den Partner, ob er ein Clientzertifikat mit clientAuth überhaupt verlangt; manche geben sich mit serverAuth zufrieden.',
    bridge: (still: string) =>
      `Als Brücke: ein Zertifikat, bei dessen Bestellung clientAuth ausdrücklich gewählt wird, von ${still}. Fragen Sie vor der Bestellung nach, denn diese Tage haben sich schon verschoben. Spätestens im September 2027 endet auch das.`,
    own: 'Nur zwischen bekannten Partnern mit statischen Routen: ein eigenes Clientzertifikat einer privaten Stelle, der alle Partner vertrauen, falls der Server ein getrenntes Clientzertifikat auswählen kann.',
    vendor: 'Bitten Sie den Hersteller C4B um einen Stand, der das Serverzertifikat auch ausgehend ausdrücklich vorlegt.',
    never: 'Ein selbst signiertes Zertifikat mit clientAuth hilft bei Open Federation nie.',
  },
  en: {
    ask: 'Ask the partner whether it demands a client certificate with clientAuth at all; some are content with serverAuth.',
    bridge: (still: string) =>
      `As a bridge: a certificate for which clientAuth is explicitly chosen when ordering, from ${still}. Ask before ordering, since these days have moved before. In September 2027 at the latest this ends, too.`,
    own: 'Only between known partners with static routes: a client certificate of its own from a private authority that all partners trust, if the server can select a separate client certificate.',
    vendor: 'Ask the vendor C4B for a build that explicitly presents the server certificate outbound, too.',
    never: 'A self-signed certificate with clientAuth never helps with open federation.',
  },
} as const;

/**
 * What can be done when no certificate with clientAuth is to be had (domain reference §5.6), one option a line; `bridgeParams` gives the
 * values it needs.
 */
export function clientAuthOptions(p: Params, locale: Locale): readonly string[] {
  const words = OPTIONS[locale];
  const still = bridgesSaid(p, locale);
  return [words.ask, ...(still === '' ? [] : [words.bridge(still)]), words.own, words.vendor, words.never];
}
