import type { ServiceProtocol } from '@stellwerk/domain';

/** Protocols as people write them. */
export const PROTOCOL_NAME: Readonly<Record<ServiceProtocol, string>> = {
  tcp: 'TCP',
  ldap: 'LDAP',
  ldaps: 'LDAPS',
  mssql: 'MS SQL',
  postgresql: 'PostgreSQL',
  mysql: 'MySQL',
  smb: 'SMB',
  ami: 'AMI',
  'http-metrics': 'HTTP /metrics',
  http: 'HTTP',
  ssh: 'SSH',
  xmpp: 'XMPP',
};
