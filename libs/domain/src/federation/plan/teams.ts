import { powershell } from '../quote.js';
import { pick, type PlanBlock, type PlanPart, type PlanValues } from './part.js';

/** For the administrator of a partner on Microsoft Teams, ready to be sent. Paths are those of today; the manual's are dated (§5.4). */
export function teamsPart(v: PlanValues): PlanPart {
  const { locale, domain, fqdn, port } = v;
  const letter = pick(
    locale,
    `Guten Tag,

wir möchten unsere Kommunikation (Präsenz und Chat) mit Ihrem Microsoft Teams verbinden. Dazu muss unsere Domäne bei Ihnen zugelassen sein:

Domäne: ${domain}
SIP-Server: ${fqdn}, Port ${port}

Im Teams Admin Center: Benutzer > Externer Zugriff.
- Sind alle externen Domänen zugelassen, ist nichts zu tun. Prüfen Sie nur, dass ${domain} nicht gesperrt ist.
- Sind nur bestimmte Domänen zugelassen, ergänzen Sie ${domain}: Eine solche Liste sperrt alle anderen.
- Benutzer brauchen eine Richtlinie, die externen Zugriff erlaubt.

Ihre Domäne braucht im öffentlichen DNS den von Microsoft dokumentierten SRV-Eintrag:
_sipfederationtls._tcp.IHRE-DOMAENE  SRV  100 1 5061 sipfed.online.lync.com

Änderungen wirken nach einigen Stunden. Vielen Dank!`,
    `Hello,

we would like to connect our communication (presence and chat) to your Microsoft Teams. For this, our domain must be allowed on your side:

Domain: ${domain}
SIP server: ${fqdn}, port ${port}

In the Teams admin center: Users > External access.
- If all external domains are allowed, nothing is to be done. Only check that ${domain} is not blocked.
- If only certain domains are allowed, add ${domain}: such a list blocks all others.
- Users need a policy that allows external access.

Your domain needs the SRV record documented by Microsoft in public DNS:
_sipfederationtls._tcp.YOUR-DOMAIN  SRV  100 1 5061 sipfed.online.lync.com

Changes take effect after some hours. Thank you!`,
  );
  const quoted = powershell(domain);
  // One block each: pasted as a whole, adding to a list that does not exist would shut out everybody else.
  const steps: readonly PlanBlock[] = [
    [
      pick(locale, 'PowerShell des Partners: nachsehen', 'The partner’s PowerShell: have a look'),
      'Connect-MicrosoftTeams\nGet-CsTenantFederationConfiguration | Format-List AllowFederatedUsers, AllowedDomains, BlockedDomains',
    ],
    [
      pick(locale, 'Nur wenn AllowFederatedUsers False ist', 'Only if AllowFederatedUsers is False'),
      'Set-CsTenantFederationConfiguration -AllowFederatedUsers $true',
    ],
    [
      pick(
        locale,
        'Nur wenn AllowedDomains eine Liste von Domänen ist (nicht bei AllowAllKnownDomains: Das würde alle anderen aussperren)',
        'Only if AllowedDomains is a list of domains (not for AllowAllKnownDomains: that would shut out everybody else)',
      ),
      `$domains = [Collections.Generic.List[String]]@(${quoted})\nSet-CsTenantFederationConfiguration -AllowedDomainsAsAList @{Add=$domains}`,
    ],
    [
      pick(locale, 'Nur wenn BlockedDomains die Domäne enthält', 'Only if BlockedDomains has the domain'),
      `$blocked = New-CsEdgeDomainPattern -Domain ${quoted}\nSet-CsTenantFederationConfiguration -BlockedDomains @{Remove=$blocked}`,
    ],
  ].map(([label = '', content = '']) => ({ label, language: 'powershell', content }));
  return {
    key: 'teams',
    title: pick(locale, 'Übergabe an Teams-Partner', 'Hand-over to Teams partners'),
    text: pick(
      locale,
      v.federation.openFederation
        ? 'Diesen Text schicken Sie dem Administrator des Partners. Führt er eine Liste zugelassener Domänen, sperrt sie alle anderen.'
        : 'Teams findet andere Systeme nur über SRV-Einträge: Für Teams-Partner muss Open Federation eingeschaltet und der eigene SRV-Eintrag veröffentlicht sein. Danach schicken Sie dem Administrator des Partners diesen Text.',
      v.federation.openFederation
        ? 'Send this text to the partner’s administrator. If it keeps a list of allowed domains, that list blocks all others.'
        : 'Teams finds other systems by SRV records only: for Teams partners open federation must be on and the SRV record published. Then send this text to the partner’s administrator.',
    ),
    blocks: [{ label: pick(locale, 'Text für den Partner', 'Text for the partner'), language: 'text', content: letter }, ...steps],
    rows: [],
  };
}
