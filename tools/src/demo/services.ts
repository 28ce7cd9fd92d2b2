import { createServer, type Server, type Socket } from 'node:net';
import { enumerated, readMessage, tlv } from './ber.js';

/** The protocols the demonstration speaks: each one's first exchange is real, what follows is as little as a visitor needs. */
export type DemoProtocol = 'ldap' | 'mssql' | 'postgresql' | 'http-metrics' | 'ami';

interface Setting {
  readonly host: string;
  readonly name: string;
}
type Respond = (socket: Socket, setting: Setting) => void;

const attribute = (type: string, ...values: readonly string[]): Buffer =>
  tlv(0x30, tlv(0x04, type), tlv(0x31, ...values.map((value) => tlv(0x04, value))));

/** RFC 4511 and 4512, section 5.1: the root DSE, read by anybody. */
const ldap: Respond = (socket, { name }) => {
  let bytes = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (let message = readMessage(bytes); message; message = readMessage(bytes)) {
      bytes = bytes.subarray(message.size);
      const reply = (tag: number, ...content: readonly Buffer[]): void => void socket.write(tlv(0x30, message.id, tlv(tag, ...content)));
      const done = [enumerated(0), tlv(0x04, ''), tlv(0x04, '')];
      if (message.operation === 0x60) reply(0x61, ...done);
      if (message.operation === 0x42) socket.end();
      if (message.operation === 0x63) {
        const attributes = [
          attribute('dnsHostName', name),
          attribute('supportedLDAPVersion', '3'),
          attribute('defaultNamingContext', 'DC=demo,DC=example'),
          attribute('vendorName', 'Stellwerk demonstration'),
        ];
        reply(0x64, tlv(0x04, ''), tlv(0x30, ...attributes));
        reply(0x65, ...done);
      }
    }
  });
};

/** [MS-TDS] 2.2.6.5: the answer to PRELOGIN, version 16.0 and "encryption not supported". */
const mssql: Respond = (socket) => {
  const options = Buffer.from([0x00, 0, 11, 0, 6, 0x01, 0, 17, 0, 1, 0xff, 16, 0, 0x10, 0x00, 0, 0, 0x02]);
  const packet = Buffer.concat([Buffer.from([0x04, 0x01, 0, 8 + options.length, 0, 0, 1, 0]), options]);
  socket.on('data', (chunk) => {
    if (chunk[0] === 0x12) socket.write(packet);
  });
};

/** PostgreSQL's message flow, section "SSL Session Encryption": no TLS here, then a refusal a client understands. */
const postgresql: Respond = (socket) => {
  socket.on('data', (chunk) => {
    if (chunk.length === 8 && chunk.readInt32BE(4) === 80877103) return void socket.write('N');
    const text = Buffer.from('SFATAL\0VFATAL\0C28000\0Mthis is a demonstration, not a database\0\0');
    const head = Buffer.alloc(5);
    head.write('E');
    head.writeInt32BE(text.length + 4, 1);
    socket.end(Buffer.concat([head, text]));
  });
};

/** Prometheus text format 0.0.4. */
const metrics: Respond = (socket, { name }) => {
  let asked = '';
  socket.on('data', (chunk) => {
    asked += chunk.toString('latin1');
    if (!asked.includes('\r\n\r\n')) return;
    const seconds = Math.floor(process.uptime());
    const calls = Array.from({ length: 24 }, (_, i) => `starface_calls_total{pbx="${name}",trunk="${i}"} ${seconds * (i + 1)}`);
    const body = [
      '# HELP starface_up Demonstration.',
      '# TYPE starface_up gauge',
      `starface_up{pbx="${name}"} 1`,
      '# TYPE starface_calls_total counter',
      ...calls,
      '',
    ].join('\n');
    socket.end(
      `HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
  });
};

/** Asterisk Manager Interface: a banner, then key-value blocks. */
const ami: Respond = (socket) => {
  socket.write('Asterisk Call Manager/9.0.0\r\n');
  let asked = '';
  socket.on('data', (chunk) => {
    asked += chunk.toString('latin1');
    for (let end = asked.indexOf('\r\n\r\n'); end >= 0; end = asked.indexOf('\r\n\r\n')) {
      const ping = /^Action: Ping$/im.test(asked.slice(0, end));
      asked = asked.slice(end + 4);
      socket.write(
        ping
          ? `Response: Success\r\nPing: Pong\r\nTimestamp: ${(Date.now() / 1000).toFixed(6)}\r\n\r\n`
          : 'Response: Error\r\nMessage: Permission denied\r\n\r\n',
      );
    }
  });
};

const RESPONDERS: Record<DemoProtocol, Respond> = { ldap, mssql, postgresql, 'http-metrics': metrics, ami };

/** One demonstration service; rejects when its address is taken. */
export function serveDemo(protocol: DemoProtocol, setting: Setting, port: number): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.setTimeout(120_000, () => socket.destroy());
    RESPONDERS[protocol](socket, setting);
  });
  return new Promise((resolve, reject) => server.once('error', reject).listen(port, setting.host, () => resolve(server)));
}
