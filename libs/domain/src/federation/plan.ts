import type { Locale } from '../locale.js';
import type { FederationState } from './federation.js';
import { certificatePart, selectionPart } from './plan/certificate.js';
import { dnsPart } from './plan/dns.js';
import { firewallPart } from './plan/firewall.js';
import { pick, type PlanPart, planValues } from './plan/part.js';
import { routesPart } from './plan/routes.js';
import { teamsPart } from './plan/teams.js';
import { testsPart } from './plan/tests.js';
import { markdownBlock, markdownText } from './quote.js';

export type { PlanPart };
export interface FederationPlanText {
  readonly sections: readonly PlanPart[];
  readonly markdown: string;
}

const table = ([head = [], ...rows]: readonly (readonly string[])[]): readonly string[] =>
  head.length === 0
    ? []
    : [head, head.map(() => '---'), ...rows].map(
        (row) => `| ${row.map((cell) => (cell === '---' ? cell : markdownText(cell))).join(' | ')} |`,
      );

/** Lists keep their marks; everything else of a text is a paragraph. */
const paragraphs = (text: string): string =>
  text
    .split('\n')
    .map((line) => {
      const [, mark = '', rest = line] = /^(- |\d+\. )?(.*)$/s.exec(line) ?? [];
      return `${mark}${markdownText(rest)}`;
    })
    .join('\n');

const markdownPart = (part: PlanPart): string =>
  [
    `## ${markdownText(part.title)}`,
    paragraphs(part.text),
    ...(part.rows.length > 0 ? [table(part.rows).join('\n')] : []),
    ...part.blocks.map((block) => `**${markdownText(block.label)}**\n\n${markdownBlock(block.language, block.content)}`),
  ].join('\n\n');

/**
 * What to set up for exactly these values: DNS, firewall, certificate, what stays to be done by hand, routes, tests, and the text for Teams
 * partners. Every value is written for the language of its block; what cannot be is left out, and said so.
 * @param now milliseconds since 1970: which authorities still issue what is needed
 */
export function federationPlan(state: FederationState, locale: Locale, now: number): FederationPlanText {
  const values = planValues(state, locale, now);
  const sections = [
    dnsPart(values),
    firewallPart(values),
    certificatePart(values),
    selectionPart(values),
    routesPart(values),
    testsPart(values),
    teamsPart(values),
  ];
  const title = `${pick(locale, 'Federation einrichten', 'Setting up federation')}: ${values.fqdn} (${values.domain})`;
  const missing = values.incomplete
    ? [
        pick(
          locale,
          'Wörter in Großbuchstaben stehen für Werte, die noch fehlen oder nicht lesbar sind.',
          'Words in capitals stand for values that are missing or cannot be read.',
        ),
      ]
    : [];
  return { sections, markdown: [`# ${markdownText(title)}`, ...missing, ...sections.map(markdownPart)].join('\n\n') + '\n' };
}
