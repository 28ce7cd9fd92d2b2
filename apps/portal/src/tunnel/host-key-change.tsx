'use client';

import { Button, Group, SimpleGrid, Text } from '@mantine/core';
import type { Tunnel } from '@stellwerk/contracts';
import type { Fault } from '@stellwerk/domain';
import { useTranslations } from 'next-intl';
import { api } from '../api/client';
import { useMay } from '../api/may';
import { useChange } from '../api/mutate';
import { useSshServer } from '../api/queries';
import { useConfirm, useNotify } from '../ui/confirm';
import { CopyLine } from '../ui/copy-line';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The trusted key and the one the server shows now, side by side. Only a person may decide which is right. */
export function HostKeyChange({ tunnel, reason }: { tunnel: Tunnel; reason: Fault }) {
  const t = useTranslations('hostKey');
  const confirm = useConfirm();
  const notify = useNotify();
  const server = useSshServer(tunnel.sshServerId);
  const type = text(reason.params['type']);
  const received = text(reason.params['received']);
  const expected = text(reason.params['expected']) || (server.data?.hostKeys.find((k) => k.type === type)?.fingerprint ?? '');
  const mayAccept = useMay('tunnels:operate');
  const accept = useChange(() => api.acceptHostKey({ params: { id: tunnel.id }, body: { type, fingerprint: received } }));
  const ask = () =>
    confirm({
      title: t('acceptTitle'),
      text: t('acceptText', { fingerprint: received }),
      confirm: t('accept'),
      onConfirm: () => accept.mutate(undefined, { onSuccess: () => notify.done(t('accepted')), onError: notify.failed }),
    });
  return (
    <div style={{ marginTop: '0.85rem' }} data-testid="host-key-change">
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Key label={t('trusted', { type })} fingerprint={expected} testId="host-key-old" />
        <Key label={t('offered', { type })} fingerprint={received} testId="host-key-new" />
      </SimpleGrid>
      <Group mt="sm" gap="sm">
        {mayAccept && (
          <Button
            color="red.9"
            variant="outline"
            className="danger-outline"
            loading={accept.isPending}
            disabled={received === '' || type === ''}
            onClick={ask}
            data-testid="tunnel-accept-host-key"
          >
            {t('accept')}
          </Button>
        )}
        <Text size="sm" c="dimmed" maw={640}>
          {t('hint')}
        </Text>
      </Group>
    </div>
  );
}

function Key({ label, fingerprint, testId }: { label: string; fingerprint: string; testId: string }) {
  return (
    <div>
      <Text size="xs" c="dimmed" mb={2}>
        {label}
      </Text>
      <CopyLine text={fingerprint || '–'} testId={testId} />
    </div>
  );
}
