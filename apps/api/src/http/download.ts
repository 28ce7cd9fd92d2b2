import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import type { Endpoint } from '@stellwerk/contracts';
import type { Response } from 'express';

type Chunk = string | Uint8Array;

/** Printable ASCII without quotes and backslashes stays; the real name goes along in UTF-8 (RFC 6266, RFC 8187). */
const plain = (name: string): string => name.replace(/[^\x20-\x7e]|["\\]/g, '_');
const encoded = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * The answer of a route whose contract declares a `media`: bytes instead of JSON, offered as a file. `content` may be an async
 * generator: its first piece is awaited before anything is sent, so that a Refusal thrown until then is still answered as one;
 * what fails later cuts the connection, which no client takes for a whole file.
 */
export class Download {
  /** `type` replaces the contract's media type where the caller chose a format. */
  constructor(
    private readonly content: Chunk | AsyncIterable<Chunk>,
    private readonly file: { readonly name: string; readonly type?: string },
  ) {}

  /** Sets the headers and hands Nest the stream. Throws what the first piece throws. */
  async start(e: Endpoint, response: Response): Promise<StreamableFile> {
    const { name, type } = this.file;
    const whole = typeof this.content === 'string' || this.content instanceof Uint8Array;
    const bytes = whole ? Buffer.from(this.content as string) : null;
    const stream = bytes === null ? Readable.from(await begun(this.content as AsyncIterable<Chunk>), { objectMode: false }) : null;
    response.set('content-disposition', `attachment; filename="${plain(name)}"; filename*=UTF-8''${encoded(name)}`);
    const media = { type: type ?? e.media ?? 'application/octet-stream' };
    if (bytes !== null) return new StreamableFile(bytes, { ...media, length: bytes.length });
    return new StreamableFile(stream as Readable, media).setErrorHandler((_, sent) => void sent.destroy?.());
  }
}

/** The same pieces, once the first is there. */
async function begun(content: AsyncIterable<Chunk>): Promise<AsyncIterable<Chunk>> {
  const pieces = content[Symbol.asyncIterator]();
  const first = await pieces.next();
  return (async function* () {
    try {
      for (let piece = first; piece.done !== true; piece = await pieces.next()) yield piece.value;
    } finally {
      await pieces.return?.();
    }
  })();
}
