import { type Fault, type Locale, sentence } from '@stellwerk/domain';

/** What happened and what to do, in the reader's language. */
export const faultText = (fault: Fault, locale: Locale): string => sentence(fault.code, fault.params, locale);
