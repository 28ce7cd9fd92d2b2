'use client';

import { Button, Group, Select, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useSshServers } from '../api/queries';
import { SshServerEditor } from '../ssh-servers/ssh-server-editor';
import { Section } from '../ui/section';

interface Props {
  readonly tenantId: string;
  readonly value: string | null;
  readonly onChange: (id: string) => void;
  readonly error: string | undefined;
}

/** The SSH server at the other end: one that is known, or a new one, tested as it is typed. */
export function ServerSection({ tenantId, value, onChange, error }: Props) {
  const t = useTranslations('editor');
  const servers = useSshServers();
  const [adding, setAdding] = useState(false);
  const known = servers.data?.filter((s) => s.tenantId === tenantId) ?? [];
  const chosen = known.find((s) => s.id === value);
  const open = adding || (servers.isSuccess && known.length === 0);
  return (
    <Section
      title={t('server')}
      id="server"
      actions={
        !open && (
          <Button
            size="xs"
            variant="light"
            leftSection={<IconPlus size={15} />}
            onClick={() => setAdding(true)}
            data-testid="tunnel-editor-new-server"
          >
            {t('newServer')}
          </Button>
        )
      }
    >
      {open ? (
        <>
          <Text size="sm" c="dimmed" mb="sm">
            {known.length === 0 ? t('firstServer') : t('newServerHint')}
          </Text>
          <SshServerEditor
            tenantId={tenantId}
            onClose={() => setAdding(false)}
            onSaved={(server) => {
              setAdding(false);
              onChange(server.id);
            }}
          />
          {error && (
            <Text size="sm" c="var(--mantine-color-error)">
              {error}
            </Text>
          )}
        </>
      ) : (
        <Group align="flex-end" gap="md">
          <Select
            label={t('chooseServer')}
            required
            searchable
            w="min(100%, 420px)"
            value={value}
            onChange={(id) => id && onChange(id)}
            allowDeselect={false}
            data={known.map((s) => ({ value: s.id, label: `${s.name} (${s.host}:${s.port})` }))}
            placeholder={t('choose')}
            nothingFoundMessage={t('noServerFound')}
            error={error}
            data-testid="tunnel-editor-server"
          />
          {chosen && (
            <Text size="sm" c="dimmed" pb={8}>
              <code>
                {chosen.username}@{chosen.host}:{chosen.port}
              </code>{' '}
              · {chosen.hostKeys.length > 0 ? t('keysPinned', { count: chosen.hostKeys.length }) : t('noKeysPinned')}
            </Text>
          )}
        </Group>
      )}
    </Section>
  );
}
