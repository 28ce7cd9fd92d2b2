'use client';

import { Button, Checkbox, Group, NumberInput, Radio, Skeleton, Stack, Switch, Text } from '@mantine/core';
import type { Output, routes } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { api } from '../api/client';
import { useMay } from '../api/may';
import { useChange } from '../api/mutate';
import { useServiceTemplates } from '../api/queries';
import { useRequestPolicy } from '../api/request-queries';
import { useNotify } from '../ui/confirm';
import { ProblemNotice } from '../ui/problem';
import { Section } from '../ui/section';

type Policy = Output<typeof routes.getRequestPolicy>;

const LONGEST_DAYS = 3_650;

/** The customer's rules for requests: what needs nobody, how many have to agree, how long an access may last. */
export function RequestPolicySection({ tenantId }: { tenantId: string }) {
  const t = useTranslations('requestPolicy');
  const may = useMay('request-policies:read');
  const policy = useRequestPolicy(tenantId);
  if (!may) return null;
  return (
    <Section title={t('title')} id="request-policy">
      {policy.isError && <ProblemNotice error={policy.error} retry={() => void policy.refetch()} />}
      {policy.isPending && <Skeleton h={120} />}
      {policy.data && <Editor key={policy.data.version} tenantId={tenantId} policy={policy.data} />}
    </Section>
  );
}

function Editor({ tenantId, policy }: { tenantId: string; policy: Policy }) {
  const t = useTranslations('requestPolicy');
  const may = useMay('request-policies:write');
  const notify = useNotify();
  const [start] = useState(policy);
  const [autoApprove, setAutoApprove] = useState<readonly string[]>(policy.autoApprove);
  const [approvers, setApprovers] = useState(policy.approversRequired);
  const [days, setDays] = useState<number | null>(policy.longestDays);
  const next = { autoApprove: [...autoApprove].sort(), approversRequired: approvers, longestDays: days };
  const before = { autoApprove: [...start.autoApprove].sort(), approversRequired: start.approversRequired, longestDays: start.longestDays };
  const dirty = JSON.stringify(next) !== JSON.stringify(before);
  const save = useChange(() => api.replaceRequestPolicy({ params: { id: tenantId }, ifMatch: start.version, body: next }));
  const wrong = days !== null && (!Number.isInteger(days) || days < 1 || days > LONGEST_DAYS);
  return (
    <Stack gap="md" data-testid="request-policy">
      <AutoApprove value={autoApprove} onChange={setAutoApprove} disabled={!may} />
      <Radio.Group
        label={t('approvers')}
        description={t('approversHint')}
        value={String(approvers)}
        onChange={(value) => setApprovers(value === '2' ? 2 : 1)}
      >
        <Group mt={6}>
          <Radio value="1" label={t('one')} disabled={!may} data-testid="policy-approvers-1" />
          <Radio value="2" label={t('two')} disabled={!may} data-testid="policy-approvers-2" />
        </Group>
      </Radio.Group>
      <Group align="flex-end" gap="md">
        <Switch
          label={t('limited')}
          description={t('limitedHint')}
          checked={days !== null}
          disabled={!may}
          onChange={(e) => setDays(e.currentTarget.checked ? (start.longestDays ?? 30) : null)}
          data-testid="policy-limited"
        />
        {days !== null && (
          <NumberInput
            label={t('days')}
            w={140}
            min={1}
            max={LONGEST_DAYS}
            allowDecimal={false}
            allowNegative={false}
            value={days}
            disabled={!may}
            onChange={(value) => setDays(Number(value))}
            error={wrong ? t('daysWrong') : undefined}
            data-testid="policy-days"
          />
        )}
      </Group>
      {save.isError && <ProblemNotice error={save.error} />}
      {may && (
        <Group>
          <Button
            disabled={!dirty || wrong}
            loading={save.isPending}
            onClick={() => save.mutate(undefined, { onSuccess: () => notify.done(t('saved')) })}
            data-testid="policy-save"
          >
            {t('save')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function AutoApprove({ value, onChange, disabled }: { value: readonly string[]; onChange: (value: string[]) => void; disabled: boolean }) {
  const t = useTranslations('requestPolicy');
  const templates = useServiceTemplates().data?.items.filter((x) => x.autoApprovable) ?? [];
  return (
    <Checkbox.Group label={t('auto')} description={t('autoHint')} value={[...value]} onChange={onChange}>
      <Group gap="md" mt={6}>
        {templates.map((x) => (
          <Checkbox key={x.key} value={x.key} label={x.name} disabled={disabled} data-testid={`policy-auto-${x.key}`} />
        ))}
      </Group>
      {templates.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('none')}
        </Text>
      )}
    </Checkbox.Group>
  );
}
