import { domainToASCII } from 'node:url';
import { parseAddress } from '@stellwerk/domain';

const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;
/** Names of real servers have a handful; every label can cost a question (zone cuts, CAA). */
const MAX_LABELS = 20;

/**
 * Reads a name as people type it, for asking DNS: lower case, without the trailing dot, in A-labels (UTS 46).
 * @returns null for what no public name looks like: addresses, empty or overlong labels, other characters, more than 20 labels
 */
export function readName(text: string): string | null {
  const typed = text.trim().replace(/[.。．｡]$/u, '');
  if (typed === '' || typed.length > 1_000) return null;
  const name = /^[\x21-\x7e]+$/.test(typed) ? typed.toLowerCase() : domainToASCII(typed);
  if (name.length > 253 || parseAddress(name) !== null) return null;
  const labels = name.split('.');
  return labels.length <= MAX_LABELS && labels.every((label) => LABEL.test(label)) ? name : null;
}

/** The name above: `acme.example` of `www.acme.example`; null above a top-level domain. */
export function parentOf(name: string): string | null {
  const dot = name.indexOf('.');
  return dot < 0 ? null : name.slice(dot + 1);
}

/** True when `name` is `ancestor` or lies below it. */
export const isWithin = (name: string, ancestor: string): boolean => name === ancestor || name.endsWith(`.${ancestor}`);
