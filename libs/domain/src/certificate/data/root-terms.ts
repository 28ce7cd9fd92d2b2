import type { RuleSource } from '../../check/finding-text.js';

/** A root that a browser stops trusting, and when. */
export interface RootTerm {
  /** Common name of the root, or its organisational unit where it has none; compared without case. */
  readonly roots: readonly string[];
  /** ISO 8601. */
  readonly ends: string;
  /** `removed`: from then on nothing below it is trusted. `new-only`: only what was issued from then on is not. */
  readonly kind: 'removed' | 'new-only';
  readonly source: RuleSource;
}

const CHECKED_ON = '2026-11-22';
/** Chrome removes roots whose key is older than 15 years, in steps; the day is approximate and may be put off when a successor is applied for. */
const TERM: RuleSource = { from: 'Chrome Root Program Policy 1.8 §1.3.1.2', checkedOn: CHECKED_ON };
const term = (ends: string, roots: readonly string[]): RootTerm => ({ roots, ends: `${ends}T00:00:00Z`, kind: 'removed', source: TERM });

/** Key ages after the first day of validity of each root in Mozilla's list, which is the latest its key can have been made. */
export const ROOT_TERMS: readonly RootTerm[] = [
  term('2026-04-15', [
    'certSIGN ROOT CA',
    'SwissSign Gold CA - G2',
    'SecureTrust CA',
    'Secure Global CA',
    'DigiCert Assured ID Root CA',
    'DigiCert Global Root CA',
    'DigiCert High Assurance EV Root CA',
    'QuoVadis Root CA 2',
    'QuoVadis Root CA 3',
    'Entrust Root Certification Authority',
    'COMODO Certification Authority',
    'Certigna',
    'TeliaSonera Root CA v1',
    'Izenpe.com',
  ]),
  term('2027-04-15', [
    'COMODO ECC Certification Authority',
    'TWCA Root Certification Authority',
    'T-TeleSec GlobalRoot Class 2',
    'T-TeleSec GlobalRoot Class 3',
    'Certum Trusted Network CA',
    'AC RAIZ FNMT-RCM',
    'GlobalSign Root CA - R3',
    'Security Communication RootCA2',
    'Microsec e-Szigno Root CA 2009',
    'Entrust Root Certification Authority - G2',
    'Go Daddy Root Certificate Authority - G2',
    'Starfield Root Certificate Authority - G2',
    'Starfield Services Root Certificate Authority - G2',
    'NetLock Arany (Class Gold) Főtanúsítvány',
    'D-TRUST Root Class 3 CA 2 2009',
    'D-TRUST Root Class 3 CA 2 EV 2009',
  ]),
  term('2028-04-15', [
    'COMODO RSA Certification Authority',
    'USERTrust RSA Certification Authority',
    'USERTrust ECC Certification Authority',
    'Buypass Class 2 Root CA',
    'Buypass Class 3 Root CA',
    'ACCVRAIZ1',
    'Atos TrustedRoot 2011',
    'Actalis Authentication Root CA',
    'AffirmTrust Commercial',
    'AffirmTrust Networking',
    'AffirmTrust Premium',
    'AffirmTrust Premium ECC',
    'Certum Trusted Network CA 2',
  ]),
  term('2029-04-15', [
    'QuoVadis Root CA 1 G3',
    'QuoVadis Root CA 2 G3',
    'QuoVadis Root CA 3 G3',
    'TWCA Global Root CA',
    'CA Disig Root R2',
    'CFCA EV ROOT',
    'GlobalSign ECC Root CA - R4',
    'GlobalSign ECC Root CA - R5',
    'DigiCert Assured ID Root G2',
    'DigiCert Assured ID Root G3',
    'DigiCert Global Root G2',
    'DigiCert Global Root G3',
    'DigiCert Trusted Root G4',
    'Certigna Root CA',
    'Entrust Root Certification Authority - EC1',
    'TUBITAK Kamu SM SSL Kok Sertifikasi - Surum 1',
    'IdenTrust Commercial Root CA 1',
    'IdenTrust Public Sector Root CA 1',
  ]),
  {
    roots: [
      'Entrust Root Certification Authority',
      'Entrust Root Certification Authority - G2',
      'Entrust Root Certification Authority - G4',
      'Entrust Root Certification Authority - EC1',
      'Entrust.net Certification Authority (2048)',
      'AffirmTrust Commercial',
      'AffirmTrust Networking',
      'AffirmTrust Premium',
      'AffirmTrust Premium ECC',
    ],
    ends: '2024-11-12T00:00:00Z',
    kind: 'new-only',
    source: { from: 'Google Security Blog, 27 Jun 2024, updated 10 Sep 2024 (Chrome 131)', checkedOn: CHECKED_ON },
  },
  {
    roots: ['ePKI Root Certification Authority', 'HiPKI Root CA - G1', 'NetLock Arany (Class Gold) Főtanúsítvány'],
    ends: '2025-08-01T00:00:00Z',
    kind: 'new-only',
    source: { from: 'Google Security Blog, 30 May 2025 (Chrome 139)', checkedOn: CHECKED_ON },
  },
];
