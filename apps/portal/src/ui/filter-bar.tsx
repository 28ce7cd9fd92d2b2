'use client';

import { Button, Group, Select, type SelectProps, TextInput, type TextInputProps } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useSide } from '../api/may';
import { usePbxs, useTenants } from '../api/queries';
import { Empty } from './empty';

interface BarProps {
  /** What is filtered, for screen readers. */
  readonly label: string;
  /** Whether anything is filtered out: then there is a way back to all. */
  readonly active: boolean;
  readonly reset: () => void;
  /** Test id of the way back. */
  readonly testId: string;
  readonly children: ReactNode;
  /** Inside the head of a section, which has its own line and space. */
  readonly bare?: boolean;
}

/** The filters above a list, and the way back to all of it. */
export function FilterBar({ label, active, reset, testId, children, bare }: BarProps) {
  const t = useTranslations('filters');
  return (
    <Group gap="xs" role="search" aria-label={label} className={bare ? undefined : 'filter-bar'}>
      {children}
      {active && (
        <Button variant="subtle" size="xs" leftSection={<IconX size={14} />} onClick={reset} data-testid={testId}>
          {t('reset')}
        </Button>
      )}
    </Group>
  );
}

interface SelectFilterProps<V extends string> extends Pick<SelectProps, 'w' | 'searchable'> {
  readonly label: string;
  readonly value: V | null;
  readonly onChange: (value: V | null) => void;
  readonly data: readonly { readonly value: V; readonly label: string }[];
  readonly testId: string;
}

export function SelectFilter<V extends string>({ label, value, onChange, data, testId, w = 170, searchable }: SelectFilterProps<V>) {
  const t = useTranslations('filters');
  return (
    <Select
      size="xs"
      w={w}
      aria-label={label}
      placeholder={label}
      searchable={searchable}
      clearable
      clearButtonProps={{ 'aria-label': t('clear') }}
      value={value}
      onChange={(chosen) => onChange(data.find((each) => each.value === chosen)?.value ?? null)}
      data={[...data]}
      nothingFoundMessage={t('noMatch')}
      data-testid={testId}
    />
  );
}

interface TextFilterProps extends Pick<TextInputProps, 'w'> {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string | null) => void;
  readonly testId: string;
}

export const TextFilter = ({ label, value, onChange, testId, w = 190 }: TextFilterProps) => (
  <TextInput
    size="xs"
    w={w}
    type="search"
    aria-label={label}
    placeholder={label}
    leftSection={<IconSearch size={14} aria-hidden />}
    value={value}
    onChange={(e) => onChange(e.currentTarget.value || null)}
    data-testid={testId}
  />
);

interface PlaceFilterProps {
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
  readonly testId: string;
}

/** Which customer; left out for whoever sees only one. */
export function CustomerFilter({ value, onChange, testId }: PlaceFilterProps) {
  const t = useTranslations('filters');
  const tenants = useTenants();
  if (useSide() !== 'provider') return null;
  const data = (tenants.data ?? []).map((x) => ({ value: x.id, label: x.name }));
  return <SelectFilter label={t('customer')} value={value} onChange={onChange} data={data} w={190} searchable testId={testId} />;
}

/** Which PBX, of one customer where one is chosen. */
export function PbxFilter({ tenantId, ...rest }: PlaceFilterProps & { tenantId: string | null }) {
  const t = useTranslations('filters');
  const pbxs = usePbxs();
  const data = (pbxs.data ?? []).filter((x) => tenantId === null || x.tenantId === tenantId).map((x) => ({ value: x.id, label: x.name }));
  return <SelectFilter label={t('pbx')} data={data} w={190} searchable {...rest} />;
}

/** Nothing fits the filter: not the same as nothing there. */
export function NoMatch({ reset }: { reset: () => void }) {
  const t = useTranslations('filters');
  return (
    <Empty
      title={t('noMatch')}
      action={
        <Button variant="default" onClick={reset}>
          {t('reset')}
        </Button>
      }
    />
  );
}
