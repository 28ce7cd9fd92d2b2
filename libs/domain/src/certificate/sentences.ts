import type { RuleSource } from '../check/finding-text.js';
import type { Params } from '../locale.js';
import { value } from '../text/words.js';

/** Sources of the certificate rules, as last compared. */
const CHECKED_ON = '2026-11-22';
export const from = (text: string): RuleSource => ({ from: text, checkedOn: CHECKED_ON });

/** The name a certificate is for. */
export const name = (p: Params): string => value(p, 'name', '–');
export const issuer = (p: Params): string => value(p, 'issuer', '–');
export const isFederation = (p: Params): boolean => p.role === 'sip-federation';

/** ` auf connect.acme.example:5061`, or nothing for an upload. */
export const atDe = (p: Params): string => (value(p, 'where', '') === '' ? '' : ` auf ${value(p, 'where', '')}`);
export const atEn = (p: Params): string => (value(p, 'where', '') === '' ? '' : ` on ${value(p, 'where', '')}`);

/** A list of values; what is no list has none. */
export const listOf = (p: Params, name: string): readonly string[] => {
  const found = p[name];
  return typeof found === 'object' ? found : [];
};

/** Letters that a shell could read as more than a name never reach a command that people copy. */
export const shellWord = (text: string): string => text.replace(/[^\p{L}\p{N}.:[\]*_-]/gu, '');

/** A command that shows what the server sends, with this customer's name and port; nothing where no port is known. */
export function lookAt(p: Params, print: string): string {
  const where = shellWord(value(p, 'where', ''));
  if (where === '') return '';
  const starttls = p.role === 'xmpp-server' ? ' -starttls xmpp' : '';
  // `echo Q` ends the session in every shell, Windows' too.
  return `    echo Q | openssl s_client -connect ${where} -servername ${shellWord(value(p, 'name', where))}${starttls} | openssl x509 -noout ${print}`;
}

/** Lines of a fix; empty ones are left out. */
export const lines = (...all: readonly string[]): string => all.filter((line) => line !== '').join('\n');

/** What to do with a new certificate, by what it is used for. */
export const installDe = (p: Params): string =>
  isFederation(p)
    ? `Legen Sie das neue Zertifikat mit privatem Schlüssel in den Zertifikatsspeicher des lokalen Computers (certlm.msc, „Eigene Zertifikate“), geben Sie dem Dienstkonto Leserecht auf den Schlüssel und wählen Sie es in den Federation-Einstellungen unter [Zertifikate] aus; speichern.`
    : `Richten Sie das neue Zertifikat auf dem Server ein, mit der vollständigen Kette, und laden Sie den Dienst neu.`;
export const installEn = (p: Params): string =>
  isFederation(p)
    ? `Put the new certificate with its private key into the store of the local computer (certlm.msc, “Personal”), give the service account read access to the key, and select it in the federation settings under [Zertifikate]; save.`
    : `Install the new certificate on the server, with its full chain, and reload the service.`;
