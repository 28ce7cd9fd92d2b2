'use client';

import { ActionIcon, Button, Group, NumberInput, Stack, Switch, Text, Tooltip } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Controller, useFieldArray, useFormContext } from 'react-hook-form';
import { Section } from '../ui/section';
import type { FederationDraft } from './federation-form';
import { TextField } from './fields';

type Route = FederationDraft['routes'][number];

/** The static routes. Each can be switched off and keeps its values; what was removed can be taken back. */
export function RouteFields() {
  const t = useTranslations('federation');
  const { control, getValues } = useFormContext<FederationDraft>();
  const routes = useFieldArray({ control, name: 'routes' });
  const [removed, setRemoved] = useState<{ readonly at: number; readonly route: Route } | null>(null);
  const remove = (at: number) => {
    setRemoved({ at, route: getValues(`routes.${at}`) });
    routes.remove(at);
  };
  const takeBack = () => {
    if (removed) routes.insert(Math.min(removed.at, routes.fields.length), removed.route);
    setRemoved(null);
  };
  return (
    <Section
      title={t('routes')}
      id="routes"
      actions={
        <Button
          size="xs"
          variant="light"
          leftSection={<IconPlus size={14} />}
          onClick={() =>
            routes.append({ domain: '', host: '', port: 5061, enabled: true }, { focusName: `routes.${routes.fields.length}.domain` })
          }
          data-testid="route-add"
        >
          {t('addRoute')}
        </Button>
      }
    >
      <Stack>
        {routes.fields.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('noRoute')}
          </Text>
        )}
        {routes.fields.map((route, index) => (
          <RouteRow key={route.id} index={index} onRemove={() => remove(index)} />
        ))}
        {removed && (
          <Group gap="xs" role="status">
            <Text size="sm" c="dimmed">
              {t('routeRemoved', { domain: removed.route.domain || '–' })}
            </Text>
            <Button size="compact-sm" variant="subtle" onClick={takeBack} data-testid="route-undo">
              {t('undo')}
            </Button>
          </Group>
        )}
      </Stack>
    </Section>
  );
}

function RouteRow({ index, onRemove }: { index: number; onRemove: () => void }) {
  const t = useTranslations('federation');
  return (
    <Group
      align="flex-start"
      gap="sm"
      wrap="wrap"
      role="group"
      aria-label={t('routeNumber', { number: index + 1 })}
      data-testid="route-row"
    >
      <div style={{ flex: '1 1 180px' }}>
        <TextField
          name={`routes.${index}.domain`}
          label={t('routeDomain')}
          placeholder="partner.example"
          required
          wrong={t('nameWrong')}
          testId="route-domain"
        />
      </div>
      <div style={{ flex: '1 1 200px' }}>
        <TextField
          name={`routes.${index}.host`}
          label={t('routeHost')}
          placeholder="sip.partner.example"
          required
          wrong={t('nameWrong')}
          testId="route-host"
        />
      </div>
      <Controller<FederationDraft, `routes.${number}.port`>
        name={`routes.${index}.port`}
        render={({ field, fieldState }) => (
          <NumberInput
            w={90}
            label={t('port')}
            min={1}
            max={65_535}
            allowDecimal={false}
            hideControls
            value={field.value}
            onChange={field.onChange}
            error={fieldState.error && t('portWrong')}
            data-testid="route-port"
          />
        )}
      />
      <Controller<FederationDraft, `routes.${number}.enabled`>
        name={`routes.${index}.enabled`}
        render={({ field }) => (
          <Switch
            mt={30}
            label={t('routeEnabled')}
            checked={field.value}
            onChange={(e) => field.onChange(e.currentTarget.checked)}
            data-testid="route-enabled"
          />
        )}
      />
      <Tooltip label={t('removeRoute')}>
        <ActionIcon mt={28} variant="subtle" color="gray" aria-label={t('removeRoute')} onClick={onRemove} data-testid="route-remove">
          <IconTrash size={16} />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
