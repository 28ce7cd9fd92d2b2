import type { Params } from '../locale.js';
import type { FaultCode } from '../tunnel/fault.js';
import { endpoint, type Text, value, when } from './words.js';

const REASONS: Readonly<Record<string, readonly [de: string, en: string]>> = {
  'outside-allowed-networks': [
    'liegt in einem privaten Netz, das für diesen Kunden nicht freigegeben ist',
    'is in a private network that is not allowed for this customer',
  ],
  loopback: ['ist die Loopback-Adresse', 'is a loopback address'],
  'link-local': ['ist eine Link-Local-Adresse', 'is a link-local address'],
  metadata: ['gehört zu einem Metadatendienst', 'belongs to a metadata service'],
  multicast: ['ist eine Multicast-Adresse', 'is a multicast address'],
  broadcast: ['ist eine Broadcast-Adresse', 'is a broadcast address'],
  unspecified: ['bezeichnet keinen bestimmten Rechner', 'names no particular machine'],
  transition: ['ist eine IPv6-Übergangsadresse', 'is an IPv6 transition address'],
  'protected-endpoint': ['gehört zu Stellwerk selbst', 'belongs to Stellwerk itself'],
};
const reason = (code: string, language: 0 | 1): string =>
  REASONS[code]?.[language] ?? (language === 0 ? 'ist nicht zugelassen' : 'is not allowed');

const UNUSABLE: Readonly<Record<string, readonly [de: string, en: string]>> = {
  'passphrase-missing': [
    'Der private Schlüssel ist mit einer Passphrase geschützt. Geben Sie sie an.',
    'The private key is protected by a passphrase. Enter it.',
  ],
  'passphrase-wrong': [
    'Die Passphrase öffnet den privaten Schlüssel nicht. Geben Sie die richtige an.',
    'The passphrase does not open the private key. Enter the right one.',
  ],
  'key-unreadable': [
    'Der private Schlüssel ist beschädigt oder unvollständig. Fügen Sie ihn samt Anfangs- und Endzeile neu ein.',
    'The private key is damaged or incomplete. Paste it again, first and last line included.',
  ],
  'key-unsupported': [
    'Dieser Schlüsseltyp wird nicht unterstützt. Verwenden Sie Ed25519, ECDSA oder RSA im Format OpenSSH, PEM oder PKCS#8.',
    'This type of key is not supported. Use Ed25519, ECDSA or RSA in OpenSSH, PEM or PKCS#8 format.',
  ],
  'certificate-unreadable': [
    'Das Benutzerzertifikat ist nicht lesbar. Fügen Sie die ganze Zeile der Datei id_…-cert.pub ein.',
    'The user certificate cannot be read. Paste the whole line of the file id_…-cert.pub.',
  ],
  'certificate-of-other-key': [
    'Das Benutzerzertifikat gehört nicht zu diesem privaten Schlüssel. Hinterlegen Sie beide passend zueinander.',
    'The user certificate does not belong to this private key. Store a matching pair.',
  ],
};
const unusable = (p: Params, language: 0 | 1): string =>
  UNUSABLE[value(p, 'reason', '')]?.[language] ??
  [
    'Die hinterlegten Zugangsdaten sind nicht verwendbar. Hinterlegen Sie sie neu.',
    'The stored credential cannot be used. Store it again.',
  ][language] ??
  '';

/** From the worker to a signed-in SSH session. */
export const CONNECTION_TEXTS = {
  'name-not-found': {
    de: (p) =>
      `Der Name ${value(p, 'host', 'des SSH-Servers')} lässt sich nicht auflösen${when(p, 'reason', (r) => ` (${r})`)}. Prüfen Sie die Schreibweise und den DNS-Eintrag.`,
    en: (p) =>
      `The name ${value(p, 'host', 'of the SSH server')} cannot be resolved${when(p, 'reason', (r) => ` (${r})`)}. Check the spelling and the DNS record.`,
  },
  'address-forbidden': {
    de: (p) => {
      const why = value(p, 'reason', '');
      const hint =
        why === 'outside-allowed-networks'
          ? ' Nehmen Sie das Netz beim Kunden in die zugelassenen Netze auf, falls die Verbindung gewollt ist.'
          : '';
      return `${value(p, 'host', 'Das Ziel')} führt zu ${value(p, 'address', 'einer gesperrten Adresse')}. Diese Adresse ${reason(why, 0)}, deshalb verbindet sich Stellwerk nicht.${hint}`;
    },
    en: (p) => {
      const why = value(p, 'reason', '');
      const hint =
        why === 'outside-allowed-networks' ? ' Add the network to the customer’s allowed networks if the connection is intended.' : '';
      return `${value(p, 'host', 'The target')} leads to ${value(p, 'address', 'a forbidden address')}. This address ${reason(why, 1)}, so Stellwerk does not connect.${hint}`;
    },
  },
  'connection-refused': {
    de: (p) =>
      `${endpoint(p, 'Der SSH-Server')} lehnt die Verbindung ab. Prüfen Sie, ob der SSH-Dienst läuft und ob Port und Portweiterleitung stimmen.`,
    en: (p) =>
      `${endpoint(p, 'The SSH server')} refuses the connection. Check that the SSH service is running and that the port and its forwarding are right.`,
  },
  'connection-timed-out': {
    de: (p) =>
      `${endpoint(p, 'Der SSH-Server')} antwortet nicht. Meist verwirft eine Firewall die Pakete, oder der Rechner ist ausgeschaltet.`,
    en: (p) => `${endpoint(p, 'The SSH server')} does not answer. Usually a firewall drops the packets, or the machine is switched off.`,
  },
  'network-unreachable': {
    de: (p) =>
      `Zu ${endpoint(p, 'diesem SSH-Server')} führt kein Weg. Prüfen Sie Routen, VPN und Firewall des Rechners, auf dem der Worker läuft.`,
    en: (p) => `There is no route to ${endpoint(p, 'this SSH server')}. Check routes, VPN and firewall of the machine the worker runs on.`,
  },
  'not-ssh': {
    de: (p) =>
      `${endpoint(p, 'Die Gegenstelle')} spricht kein SSH${when(p, 'received', (r) => ` (sie antwortet mit „${r}“)`)}. Prüfen Sie Port und Portweiterleitung.`,
    en: (p) =>
      `${endpoint(p, 'The other end')} does not speak SSH${when(p, 'received', (r) => ` (it answers “${r}”)`)}. Check the port and its forwarding.`,
  },
  'no-common-algorithm': {
    de: (p) =>
      `Stellwerk und der SSH-Server haben kein gemeinsames Verfahren${when(p, 'kind', (k) => ` (${k})`)}. Der Server bietet an: ${value(p, 'server', 'unbekannt')}. Aktualisieren Sie OpenSSH, oder stellen Sie den SSH-Server auf die Engine „openssh“ um.`,
    en: (p) =>
      `Stellwerk and the SSH server share no algorithm${when(p, 'kind', (k) => ` (${k})`)}. The server offers: ${value(p, 'server', 'unknown')}. Update OpenSSH, or switch the SSH server to the engine “openssh”.`,
  },
  'host-key-changed': {
    de: (p) =>
      `Der Hostschlüssel (${value(p, 'type', 'unbekannter Typ')}) hat sich geändert. Bekannt: ${value(p, 'expected', '–')}. Jetzt: ${value(p, 'received', '–')}. Klären Sie mit dem Kunden, ob der Server neu eingerichtet wurde, und bestätigen Sie den neuen Schlüssel erst dann.`,
    en: (p) =>
      `The host key (${value(p, 'type', 'unknown type')}) has changed. Known: ${value(p, 'expected', '–')}. Now: ${value(p, 'received', '–')}. Ask the customer whether the server was set up anew, and accept the new key only then.`,
  },
  'host-key-unconfirmed': {
    de: (p) =>
      `Der Hostschlüssel ${value(p, 'received', '?')} (${value(p, 'type', 'unbekannter Typ')}) ist noch nicht bestätigt. Vergleichen Sie ihn mit der Ausgabe von „ssh-keygen -lf“ auf dem Server, und bestätigen Sie ihn.`,
    en: (p) =>
      `The host key ${value(p, 'received', '?')} (${value(p, 'type', 'unknown type')}) has not been confirmed yet. Compare it with what “ssh-keygen -lf” prints on the server, and confirm it.`,
  },
  'credentials-refused': {
    de: (p) =>
      p.reason === 'password-expired'
        ? `Das Kennwort${when(p, 'username', (u) => ` von „${u}“`)} ist abgelaufen. Ändern Sie es auf dem SSH-Server, und hinterlegen Sie das neue hier.`
        : `Der SSH-Server lehnt die Anmeldung${when(p, 'username', (u) => ` von „${u}“`)} ab. Er bietet an: ${value(p, 'methods', 'keine Methode')}. Prüfen Sie Benutzername, Kennwort oder Schlüssel; Stellwerk versucht es nicht von selbst weiter, damit das Konto nicht gesperrt wird.`,
    en: (p) =>
      p.reason === 'password-expired'
        ? `The password${when(p, 'username', (u) => ` of “${u}”`)} has expired. Change it on the SSH server and store the new one here.`
        : `The SSH server refuses the sign-in${when(p, 'username', (u) => ` of “${u}”`)}. It offers: ${value(p, 'methods', 'no method')}. Check user name, password or key; Stellwerk does not keep trying, so that the account is not locked.`,
  },
  'credential-unusable': { de: (p) => unusable(p, 0), en: (p) => unusable(p, 1) },
  'connection-lost': {
    de: () => 'Die Verbindung zum SSH-Server ist abgebrochen. Stellwerk baut sie von selbst neu auf.',
    en: () => 'The connection to the SSH server was lost. Stellwerk rebuilds it by itself.',
  },
  'keep-alive-timed-out': {
    de: (p) =>
      `Der SSH-Server schweigt${when(p, 'silentMs', (ms) => ` seit ${Math.round(Number(ms) / 1000)} s`)}. Die Verbindung wird neu aufgebaut; häuft sich das, prüfen Sie Internetanschluss und Firewall beim Kunden.`,
    en: (p) =>
      `The SSH server has been silent${when(p, 'silentMs', (ms) => ` for ${Math.round(Number(ms) / 1000)} s`)}. The connection is being rebuilt; if this recurs, check the customer’s line and firewall.`,
  },
  'engine-unavailable': {
    de: (p) =>
      `Die SSH-Engine ${value(p, 'engine', '„openssh“')} steht auf dem Worker nicht zur Verfügung. Installieren Sie dort den OpenSSH-Client, oder wählen Sie die Engine „auto“.`,
    en: (p) =>
      `The SSH engine ${value(p, 'engine', '“openssh”')} is not available on the worker. Install the OpenSSH client there, or choose the engine “auto”.`,
  },
  'access-ended': {
    de: (p) =>
      `Der Zugang ist${when(p, 'at', (t) => ` seit ${t.slice(0, 16).replace('T', ' ')} UTC`)} beendet; alle Verbindungen sind geschlossen. Wird er weiter gebraucht, stellen Sie eine neue Anfrage.`,
    en: (p) =>
      `The access has ended${when(p, 'at', (t) => ` (${t.slice(0, 16).replace('T', ' ')} UTC)`)}; all connections are closed. If it is still needed, make a new request.`,
  },
  'tenant-suspended': {
    de: () => 'Dieser Kunde ist angehalten; seine Tunnel laufen erst wieder, wenn er fortgesetzt wird.',
    en: () => 'This customer is suspended; its tunnels run again once it is resumed.',
  },
  'worker-awaited': {
    de: () =>
      'Noch kein Worker hat sich dieses Tunnels angenommen. Das dauert gewöhnlich weniger als eine Sekunde; bleibt es so, prüfen Sie, ob an diesem Standort ein Worker läuft.',
    en: () =>
      'No worker has taken this tunnel up yet. That usually takes less than a second; if it stays so, check that a worker runs at this site.',
  },
  'worker-silent': {
    de: (p) =>
      `Der Worker${when(p, 'worker', (w) => ` ${w}`)}, der diesen Tunnel hält, meldet sich nicht. Ein anderer übernimmt ihn, sobald seine Zuständigkeit abgelaufen ist.`,
    en: (p) =>
      `The worker${when(p, 'worker', (w) => ` ${w}`)} that holds this tunnel does not report. Another one takes over as soon as its lease has run out.`,
  },
  'probe-overdue': {
    de: () => 'Seit mehr als 30 Sekunden ist keine Prüfung durch dieses Mapping gelungen. Der Zustand ist deshalb unbekannt.',
    en: () => 'No check through this mapping has succeeded for more than 30 seconds, so its state is unknown.',
  },
  'internal-error': {
    de: () =>
      'In Stellwerk ist ein Fehler aufgetreten. Der Tunnel wird von selbst neu versucht; bleibt der Fehler, hilft das Protokoll des Workers weiter.',
    en: () => 'Something went wrong inside Stellwerk. The tunnel is retried by itself; if the error stays, the worker’s log says more.',
  },
} as const satisfies Partial<Record<FaultCode, Text>>;
