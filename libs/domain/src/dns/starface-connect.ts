import type { RuleSource } from '../check/finding-text.js';

/** The name of the STARFACE Connect trunk and the addresses that the vendor lists for firewalls. It is data: it has moved before. */
export const STARFACE_CONNECT: { readonly name: string; readonly addresses: readonly string[]; readonly source: RuleSource } = {
  name: 'cluster.starface-connect.com',
  addresses: [
    '212.79.202.134',
    '194.36.60.125',
    '45.143.185.251',
    '212.79.207.78',
    '45.143.185.126',
    '212.79.220.36',
    '212.79.220.34',
    '212.79.206.208',
    '212.79.220.37',
    '212.79.200.42',
    '212.79.203.47',
    '212.79.220.35',
  ],
  source: { from: 'STARFACE: Port- und Firewall-Anforderungen', checkedOn: '2026-11-22' },
};
