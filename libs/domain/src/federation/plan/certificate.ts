import { bridgeParams, clientAuthOptions } from '../../certificate/client-auth-options.js';
import { profileEnd } from '../acme-facts.js';
import { isEverybody, isLocalSystem, isWindowsAccount } from '../account.js';
import { powershell, tryPowershell } from '../quote.js';
import { at, pick, type PlanBlock, type PlanPart, type PlanValues } from './part.js';

/** A local or network path without what Windows forbids in one, and without what a window of cmd would expand. */
const PATH = /^(?:[a-z]:\\|\\\\[\p{L}\p{N}._-]+\\)[\p{L}\p{M}\p{N} ._\\()~$-]*$/iu;
const DEFAULT_WEBROOT = 'C:\\inetpub\\wwwroot';

/** A webroot that can be written into a command; null: none was given, or it cannot. */
export function safeWebroot(text: string | null): string | null {
  const path = text?.trim().replace(/\\+$/, '') ?? '';
  return PATH.test(`${path}\\`) && path.length > 1 && tryPowershell(path) !== null ? path : null;
}

/** The switches by which the authority proves the name (simple-acme 2.3: `--validation`, `--validationmode`). */
function validation(v: PlanValues): readonly string[] {
  const { acme, webroot } = v.federation;
  if (acme?.validation === 'dns-01')
    return [
      '--validationmode dns-01',
      '--validation script',
      `--${acme.client === 'win-acme' ? 'dns' : 'validation'}script .\\Scripts\\dns.ps1`,
    ];
  if (acme?.validation === 'tls-alpn-01') return ['--validationmode tls-alpn-01', '--validation selfhosting'];
  // Without a webroot the client answers on port 80 itself.
  const path = safeWebroot(webroot) ?? (webroot === null && acme === null ? DEFAULT_WEBROOT : null);
  return path === null ? ['--validation selfhosting'] : ['--validation filesystem', `--webroot ${powershell(path)}`];
}

/** The service's account where it needs read access to the key and can be written safely; never a group that everybody is in. */
function reader({ federation: { certificateStore, serviceAccount } }: PlanValues): string | null {
  if (certificateStore === 'user' || serviceAccount === null || isLocalSystem(serviceAccount)) return null;
  return isWindowsAccount(serviceAccount) && !isEverybody(serviceAccount) ? serviceAccount : null;
}

/** simple-acme and win-acme: the switches that keep the old certificate and let the service alone read the new key. */
export function wacsCommand(v: PlanValues): string {
  const account = reader(v);
  const profile = v.federation.acme?.profile ?? '';
  const store = v.federation.certificateStore === 'user' ? ['--store userstore'] : ['--store certificatestore', '--certificatestore My'];
  const parts = [
    '.\\wacs.exe --source manual',
    `--host ${v.fqdn}`,
    ...store,
    '--keepexisting',
    ...(account === null ? [] : [`--acl-read ${powershell(account)}`]),
    ...validation(v),
    ...(/^[a-z0-9-]{1,60}$/i.test(profile) && profileEnd(v.federation.intendedCa, profile, v.now) === null ? [`--profile ${profile}`] : []),
    '--accepttos',
    '--closeonfinish',
  ];
  return parts.join(' `\n  ');
}

function commands(v: PlanValues): readonly PlanBlock[] {
  const client = v.federation.acme?.client ?? 'simple-acme';
  if (client === 'simple-acme' || client === 'win-acme')
    return [
      {
        label: pick(
          v.locale,
          `PowerShell als Administrator, im Verzeichnis von ${client}`,
          `PowerShell as administrator, in the folder of ${client}`,
        ),
        language: 'powershell',
        content: wacsCommand(v),
      },
    ];
  const location = v.federation.certificateStore === 'user' ? 'CurrentUser' : 'LocalMachine';
  return [
    {
      label: pick(v.locale, 'Als PFX schreiben, wo das Zertifikat liegt', 'Write as PFX where the certificate is'),
      language: 'sh',
      content: `openssl pkcs12 -export -in fullchain.pem -inkey privkey.pem -name ${v.fqdn} -out ${v.fqdn}.pfx`,
    },
    {
      label: pick(v.locale, 'PowerShell als Administrator, auf dem Connect Server', 'PowerShell as administrator, on the Connect Server'),
      language: 'powershell',
      content: `Import-PfxCertificate -FilePath .\\${v.fqdn}.pfx -CertStoreLocation Cert:\\${location}\\My -Password (Read-Host -AsSecureString)`,
    },
  ];
}

/** C-1 to C-5, C-8: the certificate, and the command that gets it. */
export function certificatePart(v: PlanValues): PlanPart {
  const { serviceAccount, certificateStore, acme } = v.federation;
  const unwritten = serviceAccount !== null && !isLocalSystem(serviceAccount) && certificateStore === 'machine' && reader(v) === null;
  const { intendedCa } = v.federation;
  const store =
    certificateStore === 'user' ? pick(v.locale, 'des Benutzers', 'user') : pick(v.locale, 'des lokalen Computers', 'local computer');
  const needs = pick(
    v.locale,
    `Das Zertifikat muss auf ${v.fqdn} lauten (kein Wildcard-Zertifikat), für serverAuth und clientAuth bestimmt sein, von einer öffentlichen Zertifizierungsstelle kommen und mit privatem Schlüssel im Speicher ${store} liegen.`,
    `The certificate must be for ${v.fqdn} (no wildcard), meant for serverAuth and clientAuth, come from a public authority, and lie with its private key in the store of the ${store}.`,
  );
  const isLetsEncrypt = intendedCa === null || intendedCa === 'letsencrypt.org';
  const authority = isLetsEncrypt
    ? pick(
        v.locale,
        'Let’s Encrypt stellt seit dem 8. Juli 2026 keine Zertifikate mit clientAuth mehr aus: Was der Befehl von dort bekommt, genügt nur für die eingehende Richtung. Möglichkeiten:',
        'Since 8 July 2026 Let’s Encrypt has issued no certificates with clientAuth: what the command gets from there suffices for the inbound direction only. What can be done:',
      )
    : pick(
        v.locale,
        'Für Ihre Zertifizierungsstelle kommen zum Befehl ihre ACME-Adresse (--baseuri) und die Kontobindung (--eab-key-identifier, --eab-key) hinzu; wählen Sie dort clientAuth ausdrücklich. Gibt es das nicht mehr:',
        'For your authority add its ACME address (--baseuri) and the account binding (--eab-key-identifier, --eab-key) to the command; choose clientAuth explicitly there. Where that is over:',
      );
  const notes = [
    acme?.validation === 'dns-01' &&
      pick(
        v.locale,
        'Statt des Skripts kann die Erweiterung Ihres DNS-Anbieters stehen (--validation NAME); beides erneuert ohne Zutun.',
        'Instead of the script the plug-in of your DNS provider may stand there (--validation NAME); both renew unattended.',
      ),
    unwritten &&
      pick(
        v.locale,
        'Das eingetragene Dienstkonto ist eine Gruppe oder lässt sich nicht sicher in einen Befehl schreiben; ergänzen Sie --acl-read von Hand.',
        'The service account as entered is a group, or cannot be written into a command safely; add --acl-read by hand.',
      ),
  ].filter((note) => note !== false);
  return {
    key: 'certificate',
    title: pick(v.locale, 'Zertifikat', 'Certificate'),
    text: [needs, authority, ...clientAuthOptions(bridgeParams(v.now), v.locale).map((option) => `- ${option}`), ...notes].join('\n'),
    blocks: commands(v),
    rows: [],
  };
}

/** C-6, C-7: what stays to be done by hand after every renewal. Places are named as the German interfaces name them. */
export function selectionPart(v: PlanValues): PlanPart {
  const { serviceAccount, certificateStore } = v.federation;
  const console_ = certificateStore === 'user' ? 'certmgr.msc' : 'certlm.msc';
  const asks = certificateStore === 'machine' && !isLocalSystem(serviceAccount);
  const account = reader(v) ?? pick(v.locale, 'das Dienstkonto', 'the service account');
  const steps = [
    pick(
      v.locale,
      `${console_} als Administrator öffnen: Unter [Eigene Zertifikate > Zertifikate] liegt das neue Zertifikat für ${v.fqdn}.`,
      `Open ${console_} as administrator: the new certificate for ${v.fqdn} is under [Eigene Zertifikate > Zertifikate].`,
    ),
    ...(asks
      ? [
          pick(
            v.locale,
            `[Alle Aufgaben > Private Schlüssel verwalten]: Nur ${account} hat Leserecht. [Authentifizierte Benutzer], wie im Handbuch, gehört nicht hinein.`,
            `[Alle Aufgaben > Private Schlüssel verwalten]: only ${account} has read access. [Authentifizierte Benutzer], as in the manual, does not belong there.`,
          ),
        ]
      : []),
    pick(
      v.locale,
      'Connect Server > Federation > [Zertifikate]: das neue Zertifikat wählen und speichern. Tragen Sie das in den Kalender ein: Es ist nach jeder Erneuerung nötig.',
      'Connect Server > Federation > [Zertifikate]: select the new certificate, and save. Put it into the calendar: it is needed after every renewal.',
    ),
    pick(
      v.locale,
      `Connect Server > Federation > [Netzwerkschnittstellen]: ${at(v.internalAddress, v.port)} wählen; das Protokoll ist fest MTLS.`,
      `Connect Server > Federation > [Netzwerkschnittstellen]: choose ${at(v.internalAddress, v.port)}; the protocol is fixed to MTLS.`,
    ),
  ];
  return {
    key: 'selection',
    title: pick(v.locale, 'Danach von Hand', 'Afterwards by hand'),
    text: steps.map((step, i) => `${i + 1}. ${step}`).join('\n'),
    blocks: [],
    rows: [],
  };
}
