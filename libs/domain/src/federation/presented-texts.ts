import type { FindingEntry } from '../check/finding-text.js';
import { moment } from '../text/dates.js';
import { entry } from '../text/told.js';
import { clientAuthOptions } from '../certificate/client-auth-options.js';
import type { PresentedCode } from './presented.js';

export const PRESENTED_FINDINGS = {
  'client-certificate-missing': entry(
    'FED-12',
    'dotnet/runtime #121982, #131563, §5.5',
    {
      title: 'Der Server legt ausgehend kein Clientzertifikat vor',
      text: 'Die Verbindung kam an, aber ohne Zertifikat. So verhalten sich .NET-Dienste, wenn dem ausgewählten Zertifikat clientAuth fehlt oder sein privater Schlüssel nicht lesbar ist. Partner, die ein Clientzertifikat verlangen, lehnen den Server ab; eingehend fällt nichts auf.',
      fix: (p) =>
        [
          'Prüfen Sie zuerst das Leserecht des Dienstkontos auf den privaten Schlüssel, dann die Zwecke des ausgewählten Zertifikats.',
          ...clientAuthOptions(p, 'de'),
        ].join('\n'),
    },
    {
      title: 'Outbound, the server presents no client certificate',
      text: 'The connection arrived, but without a certificate. This is what .NET services do when the selected certificate lacks clientAuth or its private key cannot be read. Partners that demand a client certificate refuse the server; inbound nothing is noticed.',
      fix: (p) =>
        [
          'First check the service account’s read access to the private key, then the purposes of the selected certificate.',
          ...clientAuthOptions(p, 'en'),
        ].join('\n'),
    },
  ),
  'client-certificate-server-only': entry(
    'FED-12',
    'C4B: XPhone Connect 9, Kapitel Federation; RFC 5280 §4.2.1.12',
    {
      title: 'Das vorgelegte Zertifikat taugt nur für Server',
      text: 'Der Server legt ein Zertifikat von {issuer} ohne clientAuth vor. Partner, die den Zweck prüfen (Windows, OpenSSL), brechen mit „unsupported certificate“ ab; andere nehmen es an.',
      fix: (p) => clientAuthOptions(p, 'de').join('\n'),
    },
    {
      title: 'The certificate presented is for servers only',
      text: 'The server presents a certificate of {issuer} without clientAuth. Partners that check the purpose (Windows, OpenSSL) break off with “unsupported certificate”; others accept it.',
      fix: (p) => clientAuthOptions(p, 'en').join('\n'),
    },
  ),
  'client-certificate-expired': entry(
    'FED-12',
    'RFC 5280 §4.1.2.5',
    {
      title: 'Das vorgelegte Zertifikat ist abgelaufen',
      text: (p) => `Es galt bis ${moment(p, 'until', 'de')}.`,
      fix: 'Wählen Sie in der Federation-Konfiguration unter [Zertifikate] das erneuerte Zertifikat und speichern Sie.',
    },
    {
      title: 'The certificate presented has expired',
      text: (p) => `It was valid until ${moment(p, 'until', 'en')}.`,
      fix: 'Select the renewed certificate in the federation configuration under [Zertifikate], and save.',
    },
  ),
  'client-certificate-not-yet-valid': entry(
    'FED-12',
    'RFC 5280 §4.1.2.5',
    {
      title: 'Das vorgelegte Zertifikat gilt noch nicht',
      text: (p) => `Es gilt ab ${moment(p, 'from', 'de')}.`,
      fix: 'Prüfen Sie die Uhr des Servers.',
    },
    {
      title: 'The certificate presented is not valid yet',
      text: (p) => `It is valid from ${moment(p, 'from', 'en')}.`,
      fix: 'Check the server’s clock.',
    },
  ),
  'client-certificate-self-signed': entry(
    'FED-12',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Das vorgelegte Zertifikat ist selbst signiert',
      text: 'Kein Partner vertraut ihm.',
      fix: 'Wählen Sie ein Zertifikat einer öffentlichen Zertifizierungsstelle für {fqdn}.',
    },
    {
      title: 'The certificate presented is self-signed',
      text: 'No partner trusts it.',
      fix: 'Select a certificate of a public authority for {fqdn}.',
    },
  ),
  'client-certificate-other-name': entry(
    'FED-12',
    'C4B: XPhone Connect 9, Kapitel Federation',
    {
      title: 'Das vorgelegte Zertifikat lautet nicht auf {fqdn}',
      text: 'Es nennt {names}. Partner vergleichen den Namen mit dem SRV-Eintrag oder der Route; Wildcards (*) zählen dabei nicht.',
      fix: 'Wählen Sie in der Federation-Konfiguration unter [Zertifikate] das Zertifikat, das auf {fqdn} ausgestellt ist.',
    },
    {
      title: 'The certificate presented is not for {fqdn}',
      text: 'It names {names}. Partners compare the name with the SRV record or the route; wildcards (*) do not count.',
      fix: 'Select the certificate issued to {fqdn} in the federation configuration under [Zertifikate].',
    },
  ),
  'client-certificate-chain-incomplete': entry(
    'FED-12',
    'RFC 8446 §4.4.2',
    {
      title: 'Ohne Zwischenzertifikat vorgelegt',
      text: 'Der Server sendet nur sein eigenes Zertifikat (Aussteller {issuer}). Partner, die das Zwischenzertifikat nicht schon kennen, können es nicht prüfen.',
      fix: 'Legen Sie das Zwischenzertifikat von {issuer} am Server in certlm.msc unter [Zwischenzertifizierungsstellen > Zertifikate] ab, und starten Sie den Dienst neu.',
    },
    {
      title: 'Presented without an intermediate',
      text: 'The server sends its own certificate only (issuer {issuer}). Partners that do not know the intermediate already cannot verify it.',
      fix: 'Put the intermediate of {issuer} into certlm.msc under [Zwischenzertifizierungsstellen > Zertifikate] on the server, and restart the service.',
    },
  ),
  'microsoft-certificate-missing': entry(
    'FED-13',
    'Microsoft Learn: federation',
    {
      title: 'Microsoft legt kein Clientzertifikat vor',
      text: 'Die Verbindung kam ohne Zertifikat. Ein Connect Server, der gegenseitiges TLS verlangt, lehnt sie ab.',
      fix: 'Am Server ist daran nichts zu ändern. Fragen Sie C4B nach einem Stand, der eingehende Verbindungen von Microsoft ohne Clientzertifikat annimmt.',
    },
    {
      title: 'Microsoft presents no client certificate',
      text: 'The connection came without a certificate. A Connect Server that demands mutual TLS refuses it.',
      fix: 'Nothing can be changed on the server. Ask C4B for a build that accepts inbound connections of Microsoft without a client certificate.',
    },
  ),
  'microsoft-certificate-server-only': entry(
    'FED-13',
    'Microsoft Learn: federation; dotnet/runtime #94152',
    {
      title: 'Microsofts Zertifikat enthält kein clientAuth mehr',
      text: 'Vorgelegt wurde ein Zertifikat von {issuer}, das nur für Server bestimmt ist. Ein .NET-Dienst mit Voreinstellungen lehnt es als Clientzertifikat ab: Nachrichten aus Teams kommen nicht an.',
      fix: 'Fragen Sie C4B nach einem Stand, der Zertifikate ohne clientAuth als Client annimmt (eigene Zertifikatsrichtlinie im .NET-Dienst).',
    },
    {
      title: 'Microsoft’s certificate has no clientAuth any more',
      text: 'A certificate of {issuer} meant for servers only was presented. A .NET service with default settings refuses it as a client certificate: messages from Teams do not arrive.',
      fix: 'Ask C4B for a build that accepts certificates without clientAuth from clients (an application policy of its own in the .NET service).',
    },
  ),
} as const satisfies Record<PresentedCode, FindingEntry>;
