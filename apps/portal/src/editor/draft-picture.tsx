'use client';

import type { Pbx } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useSshServers } from '../api/queries';
import { PRODUCT_NAME } from '../pbx/products';
import { fromKind } from '../picture/forward-kind';
import { TunnelPicture } from '../picture/tunnel-picture';
import { Section } from '../ui/section';
import type { Draft } from './draft';

/** The tunnel as it would be, drawn from what is typed. */
export function DraftPicture({ pbx, draft, title }: { pbx: Pbx; draft: Pick<Draft, 'name' | 'sshServerId' | 'rows'>; title?: string }) {
  const t = useTranslations('editor');
  const { data: servers } = useSshServers();
  const server = servers?.find((s) => s.id === draft.sshServerId);
  const input = useMemo(
    () => ({
      pbx: { name: pbx.name, detail: PRODUCT_NAME[pbx.product] },
      tunnels: [
        {
          id: 'draft',
          name: draft.name,
          server: { name: server?.name ?? t('noServerYet'), address: server ? `${server.host}:${server.port}` : '' },
          state: null,
          failingHop: null,
          mappings: draft.rows.map((row) => ({
            ...row,
            ...fromKind(row.kind),
            id: row.key,
            targetHost: row.targetHost.trim() || null,
            state: null,
            failingHop: null,
          })),
        },
      ],
    }),
    [pbx, draft, server, t],
  );
  return (
    <Section title={title ?? t('picture')} id="picture">
      <TunnelPicture input={input} label={t('pictureLabel', { count: draft.rows.length })} />
    </Section>
  );
}
