import type { RuleSource } from '../check/finding-text.js';
import type { Locale } from '../locale.js';

/** The same words in every language. */
export type Words = Readonly<Record<Locale, string>>;
export const words = (de: string, en: string): Words => ({ de, en });

const CHECKED_ON = '2026-11-22';
const source = (from: string): RuleSource => ({ from, checkedOn: CHECKED_ON });

/** Where the facts of a plan come from, as last compared. Vendors have changed their lists before (P-6). */
export const SOURCES = {
  starface: source('S2: STARFACE port and firewall requirements'),
  tunnels: source('S0/S1: SSH tunnels for STARFACE'),
  xphone: source('S3: XPhone Connect 9 admin manual, Federation'),
  ucserver: source('S4: estos UCServer behind an https reverse proxy'),
  ours: source('Stellwerk: our own recommendation'),
} as const;
