'use client';

import { Stack, Text } from '@mantine/core';
import type { Check } from '@stellwerk/contracts';
import { FIREWALL_WARNINGS, type FirewallPlan, ODDITIES, type Party, partyName, portsText, sourceText } from '@stellwerk/domain';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { usePortChecks } from '../api/firewall-queries';
import { CheckSignal } from '../ui/check-signal';
import { Empty } from '../ui/empty';
import { ScrollBox } from '../ui/scroll-box';
import { Section } from '../ui/section';
import { checksOf, GROUPS, groupOf, type ShownRule, shownRules } from './shown';

/** The plan to read: what to think about first, then the rules by direction, with what checks found beside them. */
export function PlanView({ pbxId, plan }: { pbxId: string; plan: FirewallPlan }) {
  const t = useTranslations('firewall');
  const locale = useLocale();
  const checks = usePortChecks(pbxId);
  const lines = shownRules(plan.rules);
  const { facts, settings } = plan;
  const own = [facts.address, ...(settings.publicAddress === null ? [] : [settings.publicAddress])];
  return (
    <div data-testid="firewall-plan">
      {plan.warnings.length > 0 && (
        <div className="notice tone-attention" role="status" data-testid="firewall-warnings" style={{ marginBottom: '1rem' }}>
          <ul style={{ margin: 0, paddingInlineStart: '1.2rem' }}>
            {plan.warnings.map((code) => (
              <li key={code} data-code={code}>
                <Text size="sm">{FIREWALL_WARNINGS[code][locale]}</Text>
              </li>
            ))}
          </ul>
        </div>
      )}
      {lines.length === 0 && (
        <div className="card">
          <Empty title={t('emptyTitle')}>{t('emptyText')}</Empty>
        </div>
      )}
      {GROUPS.map((group) => {
        const some = lines.filter((line) => groupOf(line) === group);
        return some.length === 0 ? null : (
          <Section key={group} title={t(`group.${group}`)} id={`firewall-${group}`} flush>
            <ScrollBox label={t(`group.${group}`)}>
              <Lines lines={some} checks={checks.data ?? []} own={own} />
            </ScrollBox>
          </Section>
        );
      })}
      <Text size="xs" c="dimmed">
        {t('responsibility')}
      </Text>
    </div>
  );
}

function Lines({ lines, checks, own }: { lines: readonly ShownRule[]; checks: readonly Check[]; own: readonly string[] }) {
  const t = useTranslations('firewall');
  const locale = useLocale();
  const heads = {
    ports: t('column.ports'),
    source: t('column.source'),
    destination: t('column.destination'),
    purpose: t('column.purpose'),
  };
  return (
    <table className="dense stack">
      <thead>
        <tr>
          {Object.values(heads).map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => {
          const { rule, protocols } = line;
          return (
            <tr key={rule.id} data-testid="firewall-rule" data-row={rule.row} data-direction={rule.direction}>
              <td className="top" data-label={heads.ports}>
                <span>
                  <b>{portsText(rule.ports)}</b>
                  <Text size="xs" c="dimmed" component="div">
                    {protocols.join(', ')}
                  </Text>
                </span>
              </td>
              <td className="top" data-label={heads.source}>
                <Who party={rule.source} />
              </td>
              <td className="top" data-label={heads.destination}>
                <span>
                  <Who party={rule.destination} />
                  {rule.forward && (
                    <Text size="xs" c="dimmed" component="div">
                      {t('forward', { from: `${rule.forward.publicAddress}${rule.forward.port === null ? '' : `:${rule.forward.port}`}` })}
                    </Text>
                  )}
                </span>
              </td>
              <td className="top" data-label={heads.purpose}>
                <Stack gap={2}>
                  <Text size="sm" component="span">
                    {rule.purpose[locale]}
                  </Text>
                  <Text size="xs" c="dimmed" component="span">
                    {rule.why[locale]}
                  </Text>
                  {rule.warnings.map((code) => (
                    <Text key={code} size="xs" component="span" className="tone-attention" style={{ color: 'var(--tone)' }}>
                      {FIREWALL_WARNINGS[code][locale]}
                    </Text>
                  ))}
                  {rule.oddities.map((code) => (
                    <Text key={code} size="xs" c="dimmed" component="span">
                      {ODDITIES[code][locale]}
                    </Text>
                  ))}
                  <Text size="xs" c="dimmed" component="span">
                    {sourceText(rule, locale)}
                    {rule.inferred && ` · ${t('inferred')}`}
                  </Text>
                  {checksOf(line, checks, own).map((check) => (
                    <Link key={check.id} href={`/checks/${check.id}`} className="row-link" data-testid="firewall-verdict">
                      <CheckSignal status={check.status} /> <span className="mono">{check.name}</span>
                    </Link>
                  ))}
                </Stack>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Who({ party }: { party: Party }) {
  const t = useTranslations('firewall');
  const locale = useLocale();
  const where = [...party.names, ...party.addresses];
  return (
    <span>
      {partyName(party.key, locale)}
      {where.length === 0 && party.key !== 'internet' && ` (${t('any')})`}
      {where.map((text) => (
        <Text key={text} size="xs" c="dimmed" component="div" className="mono" style={{ overflowWrap: 'break-word' }}>
          {text}
        </Text>
      ))}
    </span>
  );
}
