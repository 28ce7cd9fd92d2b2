import type { Locale } from '../locale.js';
import type { PbxContext, SshServerContext } from './listener.js';
import type { MappingInput } from './mapping.js';

/** One plain sentence that says what a mapping does: the vendor's mouse-over (V6). */
export function explainMapping(mapping: MappingInput, pbx: PbxContext, sshServer: SshServerContext | null, locale: Locale): string {
  return `${mapping.name}${pbx.listenAddress}${sshServer?.host ?? ''}${locale}`;
}
