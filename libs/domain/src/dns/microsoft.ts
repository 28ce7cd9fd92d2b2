import { sameName } from './name.js';

/** Where Microsoft 365 tenants publish their federation (SRV 100 1 5061, TTL 3600). */
export const MICROSOFT_FEDERATION = 'sipfed.online.lync.com';

export const isMicrosoftFederation = (target: string): boolean => sameName(target, MICROSOFT_FEDERATION);
