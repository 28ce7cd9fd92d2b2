'use client';

import { Badge, Group, Radio, SimpleGrid, Skeleton, Text, TextInput } from '@mantine/core';
import type { Pbx, ServiceTemplate } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import type { Dispatch } from 'react';
import { useServiceTemplates } from '../../api/queries';
import { DraftPicture } from '../../editor/draft-picture';
import { MappingsSection } from '../../editor/mappings-section';
import type { Validation } from '../../editor/use-validation';
import { ProblemNotice } from '../../ui/problem';
import { Section } from '../../ui/section';
import { OWN, type Wish, type WishStep } from './wish';

interface Props {
  readonly wish: Wish;
  readonly dispatch: Dispatch<WishStep>;
  readonly pbx: Pbx;
  readonly validation: Validation;
  readonly tried: boolean;
}

/** What shall be reached: a service everybody knows, or mappings of one's own; both can be edited row by row. */
export function ServiceStep({ wish, dispatch, pbx, validation, tried }: Props) {
  const t = useTranslations('wizard');
  const { draft } = wish;
  return (
    <>
      <Section title={t('service')} id="wizard-service">
        <Services wish={wish} dispatch={dispatch} tried={tried} />
        {wish.service !== null && (
          <TextInput
            mt="md"
            maw={480}
            label={t('name')}
            description={t('nameHint')}
            required
            value={draft.name}
            onChange={(e) => dispatch({ type: 'draft', step: { type: 'set', part: { name: e.currentTarget.value } } })}
            error={tried && draft.name.trim() === '' ? t('nameMissing') : undefined}
            data-testid="wizard-name"
          />
        )}
      </Section>
      {wish.service !== null && (
        <>
          <MappingsSection draft={draft} dispatch={(step) => dispatch({ type: 'draft', step })} validation={validation} lenient={!tried} />
          <DraftPicture pbx={pbx} draft={draft} />
        </>
      )}
    </>
  );
}

function Services({ wish, dispatch, tried }: Pick<Props, 'wish' | 'dispatch' | 'tried'>) {
  const t = useTranslations('wizard');
  const templates = useServiceTemplates();
  if (templates.isError) return <ProblemNotice error={templates.error} retry={() => void templates.refetch()} />;
  if (!templates.data) return <Skeleton h={180} />;
  const { module } = wish.draft;
  const meant = templates.data.items.filter((x) => x.modules.length === 0 || x.modules.includes(module));
  const before = meant.find((x) => x.key === wish.service);
  const choose = (key: string) => dispatch({ type: 'service', template: meant.find((x) => x.key === key) ?? null, before });
  return (
    <Radio.Group
      value={wish.service ?? ''}
      onChange={choose}
      label={t('serviceLabel')}
      error={tried && wish.service === null ? t('serviceMissing') : undefined}
    >
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="xs" mt={6}>
        {meant.map((x) => (
          <ServiceCard key={x.key} template={x} />
        ))}
        <Card value={OWN} title={t('own')} text={t('ownHint')} />
      </SimpleGrid>
    </Radio.Group>
  );
}

function ServiceCard({ template }: { template: ServiceTemplate }) {
  const t = useTranslations('wizard');
  return (
    <Card value={template.key} title={template.name} text={template.description} badge={template.timeLimited ? t('timed') : undefined} />
  );
}

function Card({ value, title, text, badge }: { value: string; title: string; text: string; badge?: string }) {
  return (
    <Radio.Card value={value} className="choice-card" data-testid={`service-${value}`}>
      <Group wrap="nowrap" align="flex-start" gap="sm">
        <Radio.Indicator mt={2} />
        <div style={{ minWidth: 0 }}>
          <Group gap={6}>
            <Text size="sm" fw={650}>
              {title}
            </Text>
            {badge && (
              <Badge size="sm" variant="default" style={{ textTransform: 'none' }}>
                {badge}
              </Badge>
            )}
          </Group>
          <Text size="xs" c="dimmed" className="choice-text">
            {text}
          </Text>
        </div>
      </Group>
    </Radio.Card>
  );
}
