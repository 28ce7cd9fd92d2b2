import { port } from '../rule.js';
import type { FirewallFacts } from '../settings.js';
import { SOURCES, words } from '../words.js';
import { type ClosedRow, type PortRow, use } from './ports.js';

const open = { fromVersion: null, toVersion: null, printed: null, minTls: null, oddities: [] } as const;
const dns: Omit<PortRow, 'product' | 'source'> = {
  ...open,
  key: 'dns',
  ports: [port(53)],
  transport: ['udp', 'tcp'],
  tls: 'no',
  purpose: words('Namensauflösung (DNS)', 'Name resolution (DNS)'),
  uses: [
    use(
      'out: pbx > internet',
      words('Der Server muss die Namen der Partner auflösen', 'The server must resolve the names of its partners'),
      { any: ['federation'] },
    ),
  ],
};
const partners = words('Partner verbinden sich von beliebigen Ports', 'Partners connect from any port');
const renewal = words('Die Zertifizierungsstelle prüft den Namen von außen', 'The authority validates the name from outside');

/** F-1 and F-2 of the manual, and the port of the certificate's renewal that its sample forgets. */
export function xphonePorts({ federation }: FirewallFacts): readonly PortRow[] {
  const own = federation?.port ?? 5061;
  const remote = [...new Set([5061, ...(federation?.routePorts ?? [])])].map((p) => port(p));
  const product = 'xphone-connect' as const;
  const source = SOURCES.xphone;
  return [
    {
      ...open,
      ...{ key: 'federation', product, source, ports: [port(own)], transport: ['tcp'], tls: 'yes' },
      purpose: words('SIP-Federation (MTLS), eingehend', 'SIP federation (MTLS), inbound'),
      uses: [use('in: internet > pbx', partners, { any: ['federation'], warnings: ['no-inspection'] })],
    },
    {
      ...open,
      ...{ key: 'federation-out', product, source, ports: remote, transport: ['tcp'], tls: 'yes' },
      purpose: words('SIP-Federation (MTLS), zu Partnern', 'SIP federation (MTLS), to partners'),
      uses: [
        use('out: pbx > internet', words('Der Server verbindet sich mit den Partnern', 'The server connects to its partners'), {
          any: ['federation'],
          warnings: ['no-inspection'],
        }),
      ],
    },
    {
      ...open,
      ...{ key: 'renewal', product, source, ports: [port(federation?.validationPort ?? 80)], transport: ['tcp'], tls: 'no' },
      purpose: words('Erneuerung des Zertifikats', 'Renewal of the certificate'),
      uses: [use('in: internet > pbx', renewal, { any: ['http01'] })],
    },
    { ...dns, product, source },
  ];
}

const source = SOURCES.ucserver;
const product = 'estos-ucserver' as const;
/** The UCServer behind a reverse proxy: nobody but the proxy reaches its web service. */
export const UCSERVER_PORTS: readonly PortRow[] = [
  {
    ...open,
    ...{ key: 'proxy', product, source, ports: [port(443)], transport: ['tcp'], tls: 'yes' },
    purpose: words('Apps und Web über den Reverse-Proxy', 'Apps and web through the reverse proxy'),
    uses: [
      use('in: internet > proxy', words('Mobile Apps, macOS und Web von außen', 'Mobile apps, macOS and web from outside'), {
        any: ['reverseProxy'],
      }),
    ],
  },
  {
    ...open,
    ...{ key: 'renewal', product, source: SOURCES.ours, ports: [port(80)], transport: ['tcp'], tls: 'no' },
    purpose: words('Erneuerung des Zertifikats und Umleitung auf https', 'Renewal of the certificate, and redirect to https'),
    uses: [use('in: internet > proxy', renewal, { any: ['http01'] })],
  },
  {
    ...open,
    ...{ key: 'web', product, source, ports: [port(7224)], transport: ['tcp'], tls: 'no' },
    purpose: words('Webdienst des UCServers (http)', 'Web service of the UCServer (http)'),
    uses: [
      use('lan: proxy > pbx', words('Der Proxy reicht weiter', 'The proxy passes on'), { any: ['reverseProxy'], warnings: ['plain-http'] }),
    ],
  },
  {
    ...open,
    ...{ key: 'web-tls', product, source, ports: [port(7225)], transport: ['tcp'], tls: 'yes' },
    purpose: words('Webdienst des UCServers (https)', 'Web service of the UCServer (https)'),
    uses: [use('lan: proxy > pbx', words('Der Proxy reicht weiter', 'The proxy passes on'), { any: ['reverseProxy'], all: ['proxyTls'] })],
  },
];

export const UCSERVER_CLOSED: readonly ClosedRow[] = [7224, 7225].map((at) => ({
  key: `web-${at}`,
  product,
  to: 'pbx',
  port: port(at),
  transport: 'tcp',
  purpose: words('Webdienst am Reverse-Proxy vorbei', 'Web service, past the reverse proxy'),
  why: words('Von außen führt der Weg nur über den Proxy', 'From outside the only way is through the proxy'),
  source,
}));
