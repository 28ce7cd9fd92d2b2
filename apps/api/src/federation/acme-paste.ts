import type { AcmePaste } from '@stellwerk/contracts';
import { readAcmePaste } from '@stellwerk/domain';
import { Refusal } from '../http/refusal.js';

/** What a pasted text says of an ACME client; nothing else of it leaves. */
export function acmePaste(content: string): { readonly settings: AcmePaste['settings'] } {
  const settings = readAcmePaste(content);
  if (settings === null) throw new Refusal('acme-settings-unreadable', { errors: [{ pointer: '/content', code: 'unusable' }] });
  return { settings };
}
