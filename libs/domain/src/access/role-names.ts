import type { Locale } from '../locale.js';
import type { Role } from './role.js';

const NAMES: Readonly<Record<Role, Readonly<Record<Locale, string>>>> = {
  owner: { de: 'Inhaber', en: 'owner' },
  admin: { de: 'Administrator', en: 'administrator' },
  technician: { de: 'Techniker', en: 'technician' },
  auditor: { de: 'Revisor', en: 'auditor' },
  billing: { de: 'Abrechnung', en: 'billing' },
  'tenant-admin': { de: 'Kundenadministrator', en: 'customer administrator' },
  requester: { de: 'Anfragender', en: 'requester' },
  viewer: { de: 'Betrachter', en: 'viewer' },
};

/** What people call a role. */
export const roleName = (role: Role, locale: Locale): string => NAMES[role][locale];
