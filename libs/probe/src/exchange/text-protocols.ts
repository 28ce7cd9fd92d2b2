import { type Exchange, type ExchangeTarget, facts, type Verdict } from './exchange.js';

const latin1 = (received: Buffer): string => received.toString('latin1');

/** True while the text could still become one that starts with `prefix`. */
const mayStartWith = (text: string, prefix: string): boolean => text.startsWith(prefix) || prefix.startsWith(text);

const AMI_BANNER = 'Asterisk Call Manager';
export const ami: Exchange = {
  hello: () => null,
  judge: (received) => {
    const text = latin1(received);
    if (!mayStartWith(text, AMI_BANNER)) return 'wrong';
    const line = /^Asterisk Call Manager(?:\/(\S+))?\r?\n/.exec(text);
    return line === null ? 'more' : facts({ version: line[1] });
  },
  farewell: () => Buffer.from('Action: Logoff\r\n\r\n'),
  maxBytes: 512,
};

/** RFC 4253 §4.2: other lines may come before the one that starts with `SSH-`. */
export const ssh: Exchange = {
  hello: () => null,
  judge: (received) => {
    const lines = latin1(received).split('\n');
    // Line by line, so that what is wrong stays wrong whatever comes after it.
    for (const [i, line] of lines.entries()) {
      if (i >= 50 || line.length > 1024 || line.includes('\0')) return 'wrong';
      const complete = i < lines.length - 1;
      if (complete && line.startsWith('SSH-')) return facts({ software: line.replace(/^SSH-[\d.]+-/, '').replace(/\r$/, '') });
    }
    return 'more';
  },
  maxBytes: 8192,
};

function httpRequest(path: string, { host, port }: ExchangeTarget): Buffer {
  const name = host.includes(':') ? `[${host}]` : host;
  const authority = port === undefined || port === 80 ? name : `${name}:${port}`;
  return Buffer.from(`GET ${path} HTTP/1.1\r\nHost: ${authority}\r\nUser-Agent: Stellwerk\r\nAccept: */*\r\nConnection: close\r\n\r\n`);
}

interface Head {
  readonly status: number;
  header(name: string): string | undefined;
}

/** The status line and header of an HTTP/1 answer. */
function readHead(received: Buffer): Head | 'more' | 'wrong' {
  const text = latin1(received);
  if (!mayStartWith(text.slice(0, 7), 'HTTP/1.')) return 'wrong';
  const status = /^HTTP\/1\.[01] (\d{3})\b/.exec(text)?.[1];
  if (status === undefined) return text.length > 16 ? 'wrong' : 'more';
  const end = text.search(/\r?\n\r?\n/);
  if (end < 0) return 'more';
  const lines = text.slice(0, end).split(/\r?\n/).slice(1);
  return {
    status: Number(status),
    header: (name) =>
      lines
        .find((line) => line.toLowerCase().startsWith(`${name}:`))
        ?.slice(name.length + 1)
        .trim(),
  };
}

export const http: Exchange = {
  hello: (target) => httpRequest('/', target),
  judge: (received): Verdict => {
    const head = readHead(received);
    return typeof head === 'string' ? head : facts({ status: String(head.status), server: head.header('server') });
  },
  maxBytes: 16_384,
};

/** The Prometheus text format: a 200 whose type or first line says so. A sign-in page on the same port is not a metric. */
export const httpMetrics: Exchange = {
  hello: (target) => httpRequest('/metrics', target),
  judge: (received): Verdict => {
    const head = readHead(received);
    if (typeof head === 'string') return head;
    const type = head.header('content-type') ?? '';
    if (
      head.status !== 200 ||
      (type !== '' && !/^(text\/plain|application\/openmetrics-text|application\/vnd\.google\.protobuf)/i.test(type))
    )
      return 'wrong';
    return facts({ status: '200', type });
  },
  maxBytes: 16_384,
};

const escapeXml = (text: string): string => text.replace(/[<>&'"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** RFC 6120 §4.2: both sides open a stream. Facts are read from the header alone; nothing is parsed as XML. */
export const xmpp: Exchange = {
  hello: ({ host }) =>
    Buffer.from(
      `<?xml version='1.0'?><stream:stream to='${escapeXml(host)}' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>`,
    ),
  judge: (received) => {
    const text = received.toString('utf8').trimStart();
    if (!mayStartWith(text.slice(0, 5), '<?xml') && !mayStartWith(text.slice(0, 14), '<stream:stream')) return 'wrong';
    const open = /<stream:stream\s([^<>]{0,2000})>/.exec(text);
    if (open === null) return /<(?!\?xml|stream:stream)/.test(text) && !/<[a-z:]{0,13}$/.test(text) ? 'wrong' : 'more';
    return facts({
      from: /\bfrom=['"]([^'"]*)['"]/.exec(open[1] ?? '')?.[1],
      version: /\bversion=['"]([^'"]*)['"]/.exec(open[1] ?? '')?.[1],
    });
  },
  farewell: () => Buffer.from('</stream:stream>'),
  maxBytes: 8192,
};
