import type { DnsRecord } from '../check/facts.js';

/** One CAA record (RFC 8659 §4.1). */
export interface Caa {
  /** Bit 0 of the flags: whoever does not know the tag must not issue. */
  readonly critical: boolean;
  readonly tag: string;
  /** The authority of an `issue` tag, lower case; empty: nobody. Everything else as written. */
  readonly value: string;
  /** Parameters after the first `;`, such as `accounturi` (RFC 8657). */
  readonly parameters: string;
}

/** RFC 8659; 8657 has parameters only. RFC 9495, the Baseline Requirements (contactemail, contactphone) and the mark certificates (issuevmc). */
const KNOWN_TAGS = ['issue', 'issuewild', 'iodef', 'issuemail', 'issuevmc', 'contactemail', 'contactphone'];

/** Reads `0 issue "letsencrypt.org; accounturi=…"`. Null: no CAA record's text. */
export function readCaa(record: DnsRecord): Caa | null {
  const match = /^\s*(\d{1,3})\s+([a-z0-9]+)(?:\s+(.*))?$/is.exec(record.value);
  if (match === null || Number(match[1]) > 255) return null;
  const tag = (match[2] ?? '').toLowerCase();
  const text = (match[3] ?? '').trim().replace(/^"(.*)"$/s, '$1');
  const cut = text.indexOf(';');
  const value = (cut < 0 ? text : text.slice(0, cut)).trim();
  return {
    critical: (Number(match[1]) & 0x80) !== 0,
    tag,
    value: tag.startsWith('issue') ? value.toLowerCase().replace(/\.$/, '') : text,
    parameters: cut < 0 ? '' : text.slice(cut + 1).trim(),
  };
}

/** A tag that an authority need not know, marked so that it must not issue without knowing it. */
export const isForbiddingTag = (caa: Caa): boolean => caa.critical && !KNOWN_TAGS.includes(caa.tag);
