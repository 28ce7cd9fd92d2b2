import type { Locale } from '../locale.js';
import type { Product } from '../pbx/pbx.js';
import { type PbxContext, sameHostKey, type SshServerContext } from './listener.js';
import type { MappingInput } from './mapping.js';

interface Noun {
  /** At the start of a sentence: «Die STARFACE». */
  readonly subject: string;
  /** «Port 22 der STARFACE». */
  readonly genitive: string;
  /** «mit ihr verbundene Rechner». */
  readonly pronoun: string;
}

const NOUNS: Readonly<Record<Locale, Readonly<Record<Product, Noun>>>> = {
  de: {
    starface: { subject: 'Die STARFACE', genitive: 'der STARFACE', pronoun: 'ihr' },
    'xphone-connect': { subject: 'Der XPhone-Server', genitive: 'des XPhone-Servers', pronoun: 'ihm' },
    'estos-ucserver': { subject: 'Der UCServer', genitive: 'des UCServers', pronoun: 'ihm' },
  },
  en: {
    starface: { subject: 'The STARFACE', genitive: 'the STARFACE', pronoun: 'it' },
    'xphone-connect': { subject: 'The XPhone server', genitive: 'the XPhone server', pronoun: 'it' },
    'estos-ucserver': { subject: 'The UCServer', genitive: 'the UCServer', pronoun: 'it' },
  },
};

const at = (host: string, port: number): string => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);

/** Where the PBX's side listens, as somebody on that side would type it. */
function localEndpoint(pbx: PbxContext, port: number, locale: Locale): string {
  const host = pbx.access === 'ssh' ? '127.0.0.1' : sameHostKey(pbx.listenAddress);
  return host === '0.0.0.0' || host === '::' ? `${locale === 'de' ? 'Port' : 'port'} ${port}` : at(host, port);
}

/**
 * One plain sentence that says who reaches what with a mapping: the vendor's mouse-over (V6), for the kinds K1 to K4 of
 * section 1.6. It claims encryption only as far as the tunnel goes.
 */
export function explainMapping(mapping: MappingInput, pbx: PbxContext, sshServer: SshServerContext | null, locale: Locale): string {
  return locale === 'de' ? explainGerman(mapping, pbx, sshServer) : explainEnglish(mapping, pbx, sshServer);
}

function explainGerman(mapping: MappingInput, pbx: PbxContext, sshServer: SshServerContext | null): string {
  const noun = NOUNS.de[pbx.product];
  const server = sshServer === null ? '' : ` ${sshServer.host}`;
  const gateway = mapping.exposure === 'gateway';
  if (mapping.direction === 'inbound') {
    const service = `Port ${mapping.localPort} ${noun.genitive}`;
    return gateway
      ? `Der SSH-Server${server} und mit ihm verbundene Rechner${from(mapping.allowFrom)} erreichen über seinen Port ${mapping.remotePort} den ${service} – bis zum SSH-Server verschlüsselt.`
      : `Nur der SSH-Server${server} selbst erreicht unter localhost:${mapping.remotePort} den ${service} – verschlüsselt durch den Tunnel.`;
  }
  const listen = localEndpoint(pbx, mapping.localPort, 'de');
  const service =
    mapping.targetHost === null
      ? `den Dienst auf Port ${mapping.remotePort} des SSH-Servers${server}`
      : `den Dienst auf Port ${mapping.remotePort} von ${mapping.targetHost}`;
  const way = mapping.targetHost === null ? 'verschlüsselt durch den Tunnel' : `über den SSH-Server${server}, bis dorthin verschlüsselt`;
  return gateway
    ? `${noun.subject} und mit ${noun.pronoun} verbundene Rechner${from(networksOf(mapping, pbx))} erreichen unter ${listen} ${service} – ${way}.`
    : `${noun.subject} erreicht unter ${listen} ${service} – ${way}.`;
}

function explainEnglish(mapping: MappingInput, pbx: PbxContext, sshServer: SshServerContext | null): string {
  const noun = NOUNS.en[pbx.product];
  const server = sshServer === null ? '' : ` ${sshServer.host}`;
  const gateway = mapping.exposure === 'gateway';
  if (mapping.direction === 'inbound') {
    const service = `port ${mapping.localPort} of ${noun.genitive}`;
    return gateway
      ? `The SSH server${server} and hosts connected to it${from(mapping.allowFrom)} reach ${service} through the server’s port ${mapping.remotePort} – encrypted as far as the SSH server.`
      : `Only the SSH server${server} itself reaches ${service}, at localhost:${mapping.remotePort} – encrypted through the tunnel.`;
  }
  const listen = localEndpoint(pbx, mapping.localPort, 'en');
  const service =
    mapping.targetHost === null
      ? `the service on port ${mapping.remotePort} of the SSH server${server}`
      : `the service on port ${mapping.remotePort} of ${mapping.targetHost}`;
  const way = mapping.targetHost === null ? 'encrypted through the tunnel' : `through the SSH server${server}, encrypted as far as there`;
  return gateway
    ? `${noun.subject} and hosts connected to it${from(networksOf(mapping, pbx))} reach ${service} at ${listen} – ${way}.`
    : `${noun.subject} reaches ${service} at ${listen} – ${way}.`;
}

const networksOf = (mapping: MappingInput, pbx: PbxContext): readonly string[] =>
  mapping.allowFrom.length > 0 ? mapping.allowFrom : pbx.networks;
const from = (networks: readonly string[]): string => (networks.length === 0 ? '' : ` (${networks.join(', ')})`);
