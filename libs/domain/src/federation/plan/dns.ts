import { pick, type PlanPart, type PlanValues } from './part.js';

/** D-1 and D-2: the records, written as zone lines. */
export function dnsPart(v: PlanValues): PlanPart {
  const { locale, fqdn, srv, publicAddress, port } = v;
  const type = publicAddress.includes(':') ? 'AAAA' : 'A';
  const open = v.federation.openFederation;
  const records = [[`${fqdn}.`, '3600', type, publicAddress], ...(open ? [[`${srv}.`, '3600', 'SRV', `0 0 ${port} ${fqdn}.`]] : [])];
  const lines = records.map(([name, ttl, kind, data]) => `${name}  ${ttl}  IN  ${kind}  ${data}`);
  return {
    key: 'dns',
    title: pick(locale, 'DNS-Einträge', 'DNS records'),
    text: open
      ? pick(
          locale,
          `Anzulegen im öffentlichen DNS. Der SRV-Eintrag gehört in die Zone von ${v.domain}; sein Ziel muss ein A- (oder AAAA-)Eintrag sein, kein CNAME. Steht dort schon ein Eintrag für Microsoft 365 (sipfed.online.lync.com), braucht der Connect Server eine eigene Subdomäne.`,
          `To be created in public DNS. The SRV record belongs into the zone of ${v.domain}; its target must be an A (or AAAA) record, not a CNAME. If there is a record for Microsoft 365 already (sipfed.online.lync.com), the Connect Server needs a sub-domain of its own.`,
        )
      : pick(
          locale,
          'Anzulegen im öffentlichen DNS. Ohne Open Federation ist kein SRV-Eintrag nötig.',
          'To be created in public DNS. Without open federation no SRV record is needed.',
        ),
    blocks: [{ label: pick(locale, 'Zonendatei', 'Zone file'), language: 'dns', content: lines.join('\n') }],
    rows: [[pick(locale, 'Name', 'Name'), 'TTL', pick(locale, 'Typ', 'Type'), pick(locale, 'Inhalt', 'Data')], ...records],
  };
}
