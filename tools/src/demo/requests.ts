import { enumerated, int, tlv } from './ber.js';
import type { DemoProtocol } from './services.js';

/** A search for the root DSE: base object "", any object class, all attributes. */
const rootDse = tlv(
  0x30,
  int(1),
  tlv(0x63, tlv(0x04, ''), enumerated(0), enumerated(0), int(0), int(0), tlv(0x01, Buffer.from([0])), tlv(0x87, 'objectClass'), tlv(0x30)),
);
const preloginOptions = Buffer.from([0x00, 0, 11, 0, 6, 0x01, 0, 17, 0, 1, 0xff, 0, 0, 0, 0, 0, 0, 0x02]);
const prelogin = Buffer.concat([Buffer.from([0x12, 0x01, 0, 8 + preloginOptions.length, 0, 0, 1, 0]), preloginOptions]);
const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

/** What the traffic generator sends, again and again. */
export const REQUESTS: Record<DemoProtocol, Buffer> = {
  ldap: rootDse,
  mssql: prelogin,
  postgresql: sslRequest,
  'http-metrics': Buffer.from('GET /metrics HTTP/1.1\r\nHost: demo\r\nConnection: close\r\n\r\n'),
  ami: Buffer.from('Action: Ping\r\n\r\n'),
};
