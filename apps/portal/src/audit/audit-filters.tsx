'use client';

import { Button, Group, Select, TextInput } from '@mantine/core';
import { AUDIT_ACTIONS, auditSentence } from '@stellwerk/domain';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useMay, useSide } from '../api/may';
import { useTenants } from '../api/queries';
import { useAuditFilter } from './audit-filter';

export function AuditFilters({ active, reset }: { active: boolean; reset: () => void }) {
  const t = useTranslations('audit');
  const [filter, setFilter] = useAuditFilter();
  const day = (name: 'from' | 'to') => (
    <TextInput
      size="xs"
      type="date"
      label={t(name)}
      value={filter[name] ?? ''}
      onChange={(e) => void setFilter({ [name]: e.currentTarget.value || null })}
      data-testid={`audit-filter-${name}`}
    />
  );
  return (
    <Group
      gap="xs"
      p="0.75rem 1rem"
      align="flex-end"
      role="search"
      aria-label={t('filter')}
      style={{ borderBottom: '1px solid var(--sw-line)' }}
    >
      {day('from')}
      {day('to')}
      <ActionSelect />
      <CustomerSelect />
      <Select
        size="xs"
        w={130}
        label={t('outcome')}
        clearable
        clearButtonProps={{ 'aria-label': t('clear') }}
        value={filter.outcome}
        onChange={(outcome) => void setFilter({ outcome })}
        data={(['done', 'refused'] as const).map((value) => ({ value, label: t(`outcomes.${value}`) }))}
        data-testid="audit-filter-outcome"
      />
      <TextInput
        size="xs"
        w={190}
        type="search"
        label={t('search')}
        leftSection={<IconSearch size={14} aria-hidden />}
        value={filter.search}
        onChange={(e) => void setFilter({ search: e.currentTarget.value || null })}
        data-testid="audit-filter-search"
      />
      {(['actorId', 'targetId'] as const).map(
        (name) =>
          filter[name] !== null && (
            <Button
              key={name}
              size="xs"
              variant="light"
              rightSection={<IconX size={14} aria-hidden />}
              onClick={() => void setFilter({ [name]: null })}
              data-testid={`audit-filter-${name}`}
            >
              {t(`only.${name}`)}
            </Button>
          ),
      )}
      {active && (
        <Button variant="subtle" size="xs" leftSection={<IconX size={14} />} onClick={reset} data-testid="audit-filter-reset">
          {t('resetFilter')}
        </Button>
      )}
    </Group>
  );
}

const ACTIONS = Object.keys(AUDIT_ACTIONS);
const resourceOf = (action: string): string => action.split('.')[0] ?? action;

/** Every action by its resource; a resource itself is a choice, too. */
function ActionSelect() {
  const t = useTranslations('audit');
  const locale = useLocale();
  const [filter, setFilter] = useAuditFilter();
  const data = useMemo(
    () =>
      [...new Set(ACTIONS.map(resourceOf))].map((resource) => ({
        group: resource,
        items: [
          { value: resource, label: t('allOf', { resource }) },
          ...ACTIONS.filter((a) => resourceOf(a) === resource).map((value) => ({ value, label: auditSentence(value, null, locale) })),
        ],
      })),
    [locale, t],
  );
  return (
    <Select
      size="xs"
      w={230}
      label={t('action')}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('clear') }}
      value={filter.action}
      onChange={(action) => void setFilter({ action })}
      data={data}
      comboboxProps={{ width: 380, position: 'bottom-start' }}
      nothingFoundMessage={t('noMatch')}
      data-testid="audit-filter-action"
    />
  );
}

function CustomerSelect() {
  const t = useTranslations('audit');
  const tenants = useTenants();
  const shown = useSide() === 'provider';
  const may = useMay('tenants:read');
  const [filter, setFilter] = useAuditFilter();
  if (!shown || !may) return null;
  return (
    <Select
      size="xs"
      w={180}
      label={t('customer')}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('clear') }}
      value={filter.tenantId}
      onChange={(tenantId) => void setFilter({ tenantId })}
      data={(tenants.data ?? []).map((x) => ({ value: x.id, label: x.name }))}
      nothingFoundMessage={t('noMatch')}
      data-testid="audit-filter-customer"
    />
  );
}
