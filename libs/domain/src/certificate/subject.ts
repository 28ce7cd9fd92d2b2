import type { CertificateRole } from '../check/kinds.js';
import type { CertificateFacts, RevocationFacts, TrustFacts } from './facts.js';

/** What the certificate rules are asked about: one leaf and what is known around it. */
export interface CertificateSubject {
  readonly certificate: CertificateFacts;
  /** As sent, leaf first; null where nothing was sent (an uploaded certificate). */
  readonly chain: readonly CertificateFacts[] | null;
  readonly chainOrdered: boolean;
  /** Empty: nobody built a path. */
  readonly trust: readonly TrustFacts[];
  readonly revocation: RevocationFacts | null;
  readonly role: CertificateRole;
  /** The name or address it must be valid for; null: any. */
  readonly name: string | null;
  /** Where it was seen, `connect.acme.example:5061`; empty for an upload. */
  readonly where: string;
}
