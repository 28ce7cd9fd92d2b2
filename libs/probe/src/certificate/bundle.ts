import { Malformed } from '../malformed.js';
import { straighten } from './ber.js';
import { context, Der, TAG } from './der.js';

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const MAX_CERTIFICATES = 64;

/** The certificates in a PKCS#7 bundle (`.p7b`, SignedData of RFC 5652 §5.1). Signatures in it are not looked at: it is a bag. @throws Malformed */
export function readBundle(bytes: Buffer): readonly Buffer[] {
  const der = new Der(straighten(bytes));
  const info = der.enter(der.next(TAG.sequence));
  if (der.oid(info.next(TAG.oid)) !== SIGNED_DATA) throw new Malformed('no bundle of certificates');
  const signed = der.enter(der.enter(info.next(context(0, true))).next(TAG.sequence));
  signed.next(TAG.integer);
  signed.next(TAG.set);
  signed.next(TAG.sequence);
  const certificates = signed.optional(context(0, true));
  const list = certificates === null ? null : der.enter(certificates);
  const found: Buffer[] = [];
  while (list !== null && !list.done && found.length < MAX_CERTIFICATES) {
    const element = list.next();
    // Attribute certificates and other formats have context tags.
    if (element.tag === TAG.sequence) found.push(der.whole(element));
  }
  return found;
}
