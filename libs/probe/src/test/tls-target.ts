import type { Connect } from '../connect.js';
import { createDialer } from '../dialer.js';

const dialer = createDialer({ allowLoopback: true });
export const connect: Connect = (host, port, { signal }) => dialer.connect(host, port, { signal });

/** What a TLS probe asks for, towards a server of this test. */
export const targetAt = (port: number, startTls: 'none' | 'xmpp' = 'none') => ({
  host: '127.0.0.1',
  port,
  serverName: 'sip.acme.example',
  startTls,
  connect,
  now: new Date(),
});
