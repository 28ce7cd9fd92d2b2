import type { FindingView, Reason } from '@stellwerk/contracts';
import { type Fault, type Finding, type Locale, sentence } from '@stellwerk/domain';
import type { FieldRefusal } from '../http/refusal.js';

/** A finding as it is shown: the rule's code for machines, its sentence for people. */
export const findingView = (finding: Finding, locale: Locale): FindingView => ({
  ...finding,
  params: { ...finding.params },
  text: sentence(finding.code, finding.params, locale),
});

/** Why something does not work, with its sentence. */
export const reasonView = (fault: Fault | null, locale: Locale): Reason | null =>
  fault === null ? null : { ...fault, text: sentence(fault.code, fault.params, locale) };

/** Errors of domain rules as fields to correct; warnings and hints refuse nothing. */
export const fieldErrors = (findings: readonly Finding[]): FieldRefusal[] =>
  findings
    .filter((finding) => finding.severity === 'error')
    .map(({ code, path, params }) => ({
      pointer: path,
      code,
      params,
      text: { de: sentence(code, params, 'de'), en: sentence(code, params, 'en') },
    }));
