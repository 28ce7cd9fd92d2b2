import { type CertificateFacts, type CertificateRole, EKU_ANY, EKU_CLIENT_AUTH, EKU_SERVER_AUTH } from '@stellwerk/domain';

/** Purposes that people know by name (RFC 5280 §4.2.1.12 and Microsoft's smart-card logon); others are shown by their number. */
const NAMES: Readonly<Record<string, string>> = {
  [EKU_SERVER_AUTH]: 'serverAuth',
  [EKU_CLIENT_AUTH]: 'clientAuth',
  [EKU_ANY]: 'anyExtendedKeyUsage',
  '1.3.6.1.5.5.7.3.3': 'codeSigning',
  '1.3.6.1.5.5.7.3.4': 'emailProtection',
  '1.3.6.1.5.5.7.3.8': 'timeStamping',
  '1.3.6.1.5.5.7.3.9': 'OCSPSigning',
  '1.3.6.1.4.1.311.20.2.2': 'smartcardLogon',
};

export const purposeName = (oid: string): string => NAMES[oid] ?? oid;

/** What a role asks of a certificate: a federation server is server and client at once. */
export const neededBy = (role: CertificateRole): readonly string[] =>
  role === 'sip-federation' ? [EKU_SERVER_AUTH, EKU_CLIENT_AUTH] : [EKU_SERVER_AUTH];

/** The purposes a role needs and this certificate lacks; without the extension, or with anyExtendedKeyUsage, it lacks none. */
export const lackingFor = (role: CertificateRole, { extendedKeyUsage }: Pick<CertificateFacts, 'extendedKeyUsage'>): readonly string[] =>
  extendedKeyUsage === null || extendedKeyUsage.includes(EKU_ANY) ? [] : neededBy(role).filter((oid) => !extendedKeyUsage.includes(oid));
