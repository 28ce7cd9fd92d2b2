import { parseAddress, parseEndpoint } from '@stellwerk/domain';

export interface ServerAddress {
  readonly address: string;
  readonly port: number;
  /** As it is shown: without the port where that is 53. */
  readonly label: string;
}

/** Reads `ip`, `ip:port` or `[ip]:port`; null for anything else, names included: who resolves a resolver? */
export function readServerAddress(text: string): ServerAddress | null {
  const bare = parseAddress(text);
  const at = bare === null ? parseEndpoint(text) : { address: bare, port: 53 };
  if (at === null || at.port < 1 || at.port > 65_535) return null;
  const address = at.address.canonical;
  if (at.port === 53) return { address, port: 53, label: address };
  return { address, port: at.port, label: at.address.family === 6 ? `[${address}]:${at.port}` : `${address}:${at.port}` };
}
