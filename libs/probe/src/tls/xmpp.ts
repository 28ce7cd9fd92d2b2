import { Malformed } from '../malformed.js';
import type { Channel } from './channel.js';

/** Far more than features ever are. */
const DIALOGUE_MAX = 16_384;
const TAG_MAX = 4_096;
const NS_TLS = 'urn:ietf:params:xml:ns:xmpp-tls';

interface Tag {
  readonly kind: 'open' | 'close' | 'empty';
  /** Without its prefix. */
  readonly name: string;
  readonly attributes: string;
}

const DECLARATION = /^\s*<\?xml[^<>]{0,200}\?>/;
const TAG = /^<(\/?)(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/;

/**
 * Cuts the start of an XMPP stream into tags. It is no XML reader on purpose: there are no entities, comments, processing instructions or
 * document types in XMPP (RFC 6120 §11.1), so whatever begins with `<!` or `<?` is refused, and there is nothing that could be expanded.
 */
class Tags {
  private pending = '';
  private total = 0;
  private started = false;

  push(bytes: Buffer): void {
    this.total += bytes.length;
    if (this.total > DIALOGUE_MAX) throw new Malformed('a dialogue that is too long');
    this.pending += bytes.toString('latin1');
  }

  next(): Tag | null {
    if (!this.started) {
      const declaration = DECLARATION.exec(this.pending);
      if (declaration !== null) this.pending = this.pending.slice(declaration[0].length);
      else if ('<?xml'.startsWith(this.pending.trimStart().slice(0, 5)) && this.pending.length < TAG_MAX) return null;
    }
    const begin = this.pending.indexOf('<');
    if (!this.started && this.pending.slice(0, begin < 0 ? undefined : begin).trim() !== '') throw new Malformed('no XML');
    if (begin < 0) return null;
    const text = this.pending.slice(begin, begin + TAG_MAX + 1);
    if (text[1] === '!' || text[1] === '?') throw new Malformed('markup that XMPP forbids');
    const match = TAG.exec(text);
    if (match === null) {
      if (text.length > TAG_MAX || /^<[^"']*>/.test(text)) throw new Malformed('a tag that is none');
      return null;
    }
    this.started = true;
    const [whole, closing, name = '', attributes = '', empty] = match;
    this.pending = this.pending.slice(begin + whole.length);
    return { kind: closing ? 'close' : empty ? 'empty' : 'open', name, attributes };
  }

  /** What stands behind the last tag. */
  get rest(): string {
    return this.pending;
  }
}

const escapeXml = (text: string): string => text.replace(/[^\w.:-]/g, (c) => `&#${c.codePointAt(0)};`);

/** Why no TLS began; `starttls-` comes before it in the facts. */
class Refused extends Error {}

/**
 * The dialogue that comes before TLS in XMPP (RFC 6120 §5): header, features, `starttls`, `proceed`. Never rejects.
 * @returns null when TLS may begin; otherwise `starttls-not-offered`, `-refused`, `-malformed`, `-closed`, `-reset` or `-timed-out`
 */
export async function startXmpp(channel: Channel, domain: string, signal: AbortSignal): Promise<string | null> {
  const tags = new Tags();
  const next = async (): Promise<Tag> => {
    for (;;) {
      const tag = tags.next();
      if (tag !== null) return tag;
      const chunk = await channel.read(signal);
      if (typeof chunk === 'string') throw chunk === 'too-much' ? new Malformed('too much') : new Refused(chunk);
      tags.push(chunk);
    }
  };
  const say = (text: string): void => channel.write(Buffer.from(text));
  try {
    say(
      `<?xml version='1.0'?><stream:stream to='${escapeXml(domain)}' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`,
    );
    const stream = await next();
    if (stream.name !== 'stream' || stream.kind !== 'open') throw new Malformed('no stream');
    await features(next);
    say(`<starttls xmlns='${NS_TLS}'/>`);
    const answer = await next();
    if (answer.name === 'failure' || answer.name === 'error') throw new Refused('refused');
    if (answer.name !== 'proceed' || !answer.attributes.includes(NS_TLS)) throw new Malformed('no answer to starttls');
    if (answer.kind === 'open' && ((await next()).name !== 'proceed' || tags.rest.trim() !== ''))
      throw new Malformed('something in proceed');
    // Whatever was said in the clear after it would otherwise be taken for part of what is protected.
    if (tags.rest.trim() !== '') throw new Malformed('something between proceed and TLS');
    return null;
  } catch (error) {
    if (error instanceof Refused) return `starttls-${error.message}`;
    if (error instanceof Malformed) return 'starttls-malformed';
    throw error;
  }
}

/** Reads the features to their end. */
async function features(next: () => Promise<Tag>): Promise<void> {
  const first = await next();
  if (first.name === 'error') throw new Refused('refused');
  if (first.name !== 'features') throw new Malformed('no features');
  let offered = false;
  for (let depth = first.kind === 'open' ? 1 : 0; depth > 0;) {
    const tag = await next();
    if (tag.name === 'starttls' && tag.kind !== 'close' && tag.attributes.includes(NS_TLS)) offered = true;
    depth += tag.kind === 'open' ? 1 : tag.kind === 'close' ? -1 : 0;
  }
  if (!offered) throw new Refused('not-offered');
}
