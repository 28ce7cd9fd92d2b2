import { asciiName } from '../../dns/name.js';
import { srvName } from '../../dns/srv.js';
import { validationPort } from './firewall.js';
import { at, pick, type PlanBlock, type PlanPart, type PlanValues } from './part.js';

/** A public resolver outside every customer's network, as the manual uses it. */
const RESOLVER = '8.8.8.8';

/** D-4: the server itself must resolve its partners. At most this many are written out. */
const PARTNERS = 20;

function lookups(v: PlanValues): PlanBlock {
  const open = v.federation.openFederation;
  const type = v.publicAddress.includes(':') ? 'AAAA' : 'A';
  return {
    label: pick(v.locale, 'DNS, von irgendeinem Rechner', 'DNS, from any machine'),
    language: 'text',
    content: [
      `nslookup -nosearch -type=${type} ${v.fqdn} ${RESOLVER}`,
      ...(open ? [`nslookup -nosearch -type=SRV ${v.srv} ${RESOLVER}`] : []),
    ].join('\n'),
  };
}

function partners(v: PlanValues): readonly PlanBlock[] {
  const lines = v.federation.routes
    .filter(({ enabled }) => enabled)
    .flatMap((route) => {
      const [host, domain] = [asciiName(route.host), asciiName(route.domain)];
      if (host !== null) return [`nslookup -nosearch -type=A ${host}`, `Test-NetConnection ${host} -Port ${route.port}`];
      return domain === null ? [] : [`nslookup -nosearch -type=SRV ${srvName(domain)}`];
    })
    .slice(0, 2 * PARTNERS);
  if (lines.length === 0) return [];
  return [
    {
      label: pick(v.locale, 'Partner, vom Connect Server aus (PowerShell)', 'Partners, from the Connect Server (PowerShell)'),
      language: 'powershell',
      content: lines.join('\n'),
    },
  ];
}

/** D-5 and the handshake, with the values of this server. Names are in A-labels, so they need no quotes in any shell. */
export function testsPart(v: PlanValues): PlanPart {
  const { locale, fqdn, port } = v;
  const s_client = `openssl s_client -connect ${at(fqdn, port)} -servername ${fqdn}`;
  const needed = validationPort(v.federation.acme);
  return {
    key: 'tests',
    title: pick(locale, 'Prüfen', 'Checking'),
    text: pick(
      locale,
      'Ohne Clientzertifikat bricht der Server die Verbindung am Ende ab; sein eigenes Zertifikat zeigt er vorher. Steht in der Ausgabe „Acceptable client certificate CA names“ oder „Requested Signature Algorithms“, verlangt er ein Clientzertifikat: MTLS ist eingeschaltet. „No client certificate CA names sent“ allein sagt darüber nichts.',
      'Without a client certificate the server ends the connection; it shows its own certificate before. If the output has “Acceptable client certificate CA names” or “Requested Signature Algorithms”, it asks for a client certificate: MTLS is on. “No client certificate CA names sent” alone says nothing about it.',
    ),
    blocks: [
      lookups(v),
      {
        label: pick(locale, 'Erreichbarkeit, von außen (PowerShell)', 'Reachability, from outside (PowerShell)'),
        language: 'powershell',
        content: [
          `Test-NetConnection ${fqdn} -Port ${port}`,
          ...(needed === null ? [] : [`Test-NetConnection ${fqdn} -Port ${needed}`]),
        ].join('\n'),
      },
      { label: pick(locale, 'Erreichbarkeit, anderswo', 'Reachability, elsewhere'), language: 'text', content: `telnet ${fqdn} ${port}` },
      {
        label: pick(locale, 'Zertifikat, ohne Clientzertifikat', 'Certificate, without a client certificate'),
        language: 'sh',
        content: [
          `${s_client} -showcerts </dev/null`,
          `${s_client} </dev/null 2>/dev/null | openssl x509 -noout -subject -issuer -dates -ext subjectAltName,extendedKeyUsage`,
        ].join('\n'),
      },
      {
        label: pick(locale, 'Gegenseitiges TLS, mit Clientzertifikat', 'Mutual TLS, with a client certificate'),
        language: 'sh',
        content: `${s_client} -cert client.pem -key client.key -cert_chain chain.pem </dev/null`,
      },
      ...partners(v),
    ],
    rows: [],
  };
}
