'use client';

import { Select, SimpleGrid, TextInput } from '@mantine/core';
import type { TunnelRequest } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import type { Dispatch } from 'react';
import { useSshServers } from '../api/queries';
import type { Change, Draft } from '../editor/draft';
import { MappingsSection } from '../editor/mappings-section';
import type { Validation } from '../editor/use-validation';

interface Props {
  readonly request: TunnelRequest;
  readonly draft: Draft;
  readonly dispatch: Dispatch<Change>;
  readonly validation: Validation;
  readonly tried: boolean;
}

/** What an approver may alter before agreeing: name, SSH server and mappings; PBX and module stay as asked for. */
export function TunnelChanges({ request, draft, dispatch, validation, tried }: Props) {
  const t = useTranslations('wizard');
  const servers = useSshServers();
  const known = servers.data?.filter((s) => s.tenantId === request.tenantId) ?? [];
  return (
    <div data-testid="decision-tunnel">
      <SimpleGrid cols={{ base: 1, sm: 2 }} mb="md">
        <TextInput
          label={t('name')}
          required
          value={draft.name}
          onChange={(e) => dispatch({ type: 'set', part: { name: e.currentTarget.value } })}
          error={tried && draft.name.trim() === '' ? t('nameMissing') : undefined}
          data-testid="decision-name"
        />
        <Select
          label={t('server')}
          required
          allowDeselect={false}
          data={known.map((s) => ({ value: s.id, label: `${s.name} (${s.host}:${s.port})` }))}
          value={draft.sshServerId}
          onChange={(sshServerId) => sshServerId && dispatch({ type: 'set', part: { sshServerId } })}
          data-testid="decision-server"
        />
      </SimpleGrid>
      <MappingsSection draft={draft} dispatch={dispatch} validation={validation} lenient={!tried} />
    </div>
  );
}
