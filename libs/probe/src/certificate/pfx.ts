import { Malformed } from '../malformed.js';
import { straighten } from './ber.js';
import { context, Der, type Element, TAG } from './der.js';
import { decrypt, fitsMac, PfxRefused } from './pfx-password.js';

const OID = {
  data: '1.2.840.113549.1.7.1',
  encrypted: '1.2.840.113549.1.7.6',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  nestedBag: '1.2.840.113549.1.12.10.1.6',
  keyBags: ['1.2.840.113549.1.12.10.1.1', '1.2.840.113549.1.12.10.1.2'] as readonly string[],
  x509: '1.2.840.113549.1.9.22.1',
  localKeyId: '1.2.840.113549.1.9.21',
} as const;
const MAX_BAGS = 256;
/** Each one asks for a key of its own, with as many rounds as may be; files in the field have one or two. */
const MAX_ENCRYPTED = 4;
const MAX_DEPTH = 4;

export interface Pfx {
  readonly certificates: readonly Buffer[];
  /** The certificate that belongs to the key in the file, where the file says so. */
  readonly own: Buffer | null;
}

interface Bags {
  readonly certificates: { readonly der: Buffer; readonly keyId: string | null }[];
  readonly keyIds: Set<string>;
  count: number;
}

/**
 * The certificates of a PFX (PKCS#12, RFC 7292). Of a key only its identifier is read; the key itself is neither decrypted nor copied.
 * @param password empty: none
 * @throws Malformed @throws PfxRefused
 */
export async function readPfx(bytes: Buffer, password: string): Promise<Pfx> {
  const der = new Der(straighten(bytes));
  const pfx = der.enter(der.next(TAG.sequence));
  if (der.content(pfx.next(TAG.integer)).toString('hex') !== '03') throw new Malformed('another version');
  const outer = contentInfo(der, pfx.next(TAG.sequence));
  // The other kind of integrity is a signature, which Windows and OpenSSL do not write.
  if (outer.kind !== OID.data) throw new PfxRefused('unsupported-encryption');
  const safe = der.content(der.enter(outer.content).next(TAG.octetString));
  const mac = pfx.optional(TAG.sequence);
  const refused = new PfxRefused(password === '' ? 'password-needed' : 'password-wrong');
  if (mac !== null && !(await fitsMac(der, mac, safe, password))) throw refused;

  const bags: Bags = { certificates: [], keyIds: new Set(), count: 0 };
  const inner = new Der(straighten(safe));
  const parts = inner.enter(inner.next(TAG.sequence));
  for (let encrypted = 0; !parts.done;) {
    const { kind, content } = contentInfo(inner, parts.next(TAG.sequence));
    if (kind === OID.data) readBags(inner.content(inner.enter(content).next(TAG.octetString)), bags, 0);
    else if ((encrypted += 1) > MAX_ENCRYPTED) throw new PfxRefused('unsupported-encryption');
    else readOpened(await opened(inner, kind, content, password), bags, refused);
  }
  const own = bags.certificates.find(({ keyId }) => keyId !== null && bags.keyIds.has(keyId));
  return { certificates: bags.certificates.map((one) => one.der), own: own?.der ?? null };
}

function contentInfo(der: Der, element: Element): { readonly kind: string; readonly content: Element } {
  const fields = der.enter(element);
  return { kind: der.oid(fields.next(TAG.oid)), content: fields.next(context(0, true)) };
}

/** EncryptedData (RFC 5652 §8). Enveloped for somebody's certificate it would need a key that we do not want. */
async function opened(der: Der, kind: string, content: Element, password: string): Promise<Buffer | null> {
  if (kind !== OID.encrypted) throw new PfxRefused('unsupported-encryption');
  const data = der.enter(der.enter(content).next(TAG.sequence));
  data.next(TAG.integer);
  const info = der.enter(data.next(TAG.sequence));
  info.next(TAG.oid);
  const algorithm = info.next(TAG.sequence);
  const encrypted = info.next();
  if (encrypted.tag === context(0)) return decrypt(der, algorithm, der.content(encrypted), password);
  if (encrypted.tag !== context(0, true)) throw new Malformed('no encrypted content');
  const pieces = der.enter(encrypted);
  const all: Buffer[] = [];
  while (!pieces.done) all.push(der.content(pieces.next(TAG.octetString)));
  return decrypt(der, algorithm, Buffer.concat(all), password);
}

/** Without a MAC a wrong password shows here: one in 256 leaves the padding of a right one, and nonsense before it. */
function readOpened(plain: Buffer | null, bags: Bags, refused: PfxRefused): void {
  if (plain === null) throw refused;
  try {
    readBags(plain, bags, 0);
  } catch (error) {
    throw error instanceof Malformed ? refused : error;
  }
}

function readBags(bytes: Buffer, bags: Bags, depth: number): void {
  if (depth > MAX_DEPTH) throw new Malformed('bags in bags in bags');
  const der = new Der(straighten(bytes));
  const list = der.enter(der.next(TAG.sequence));
  while (!list.done) {
    if ((bags.count += 1) > MAX_BAGS) throw new Malformed('too many bags');
    const bag = der.enter(list.next(TAG.sequence));
    const kind = der.oid(bag.next(TAG.oid));
    const value = bag.next(context(0, true));
    const keyId = localKeyId(der, bag.optional(TAG.set));
    if (OID.keyBags.includes(kind)) {
      if (keyId !== null) bags.keyIds.add(keyId);
    } else if (kind === OID.nestedBag) readBags(der.content(value), bags, depth + 1);
    else if (kind === OID.certificateBag) {
      const certificate = der.enter(der.enter(value).next(TAG.sequence));
      if (der.oid(certificate.next(TAG.oid)) !== OID.x509) continue;
      const content = der.enter(certificate.next(context(0, true)));
      bags.certificates.push({ der: Buffer.from(der.content(content.next(TAG.octetString))), keyId });
    }
  }
}

/** Which key belongs to which certificate: both bags carry the same identifier (PKCS#9 localKeyId). */
function localKeyId(der: Der, attributes: Element | null): string | null {
  const list = attributes === null ? null : der.enter(attributes);
  while (list !== null && !list.done) {
    const attribute = der.enter(list.next(TAG.sequence));
    if (der.oid(attribute.next(TAG.oid)) !== OID.localKeyId) continue;
    return der
      .content(der.enter(attribute.next(TAG.set)).next(TAG.octetString))
      .subarray(0, 256)
      .toString('hex');
  }
  return null;
}
