'use client';

import { Button, Select, SimpleGrid } from '@mantine/core';
import type { Pbx, SshServer, Tenant } from '@stellwerk/contracts';
import { moduleFacts, modulesFor } from '@stellwerk/domain';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { type Dispatch } from 'react';
import { useMay } from '../../api/may';
import { Empty } from '../../ui/empty';
import { Section } from '../../ui/section';
import type { Wish, WishStep } from './wish';

export interface Places {
  readonly tenants: readonly Tenant[];
  readonly pbxs: readonly Pbx[];
  readonly servers: readonly SshServer[];
}

interface Props {
  readonly wish: Wish;
  readonly dispatch: Dispatch<WishStep>;
  readonly places: Places;
  /** The PBX is given: a request for a change. */
  readonly fixed: boolean;
  readonly tried: boolean;
}

/** The step that chooses a PBX, with the SSH server at once where there is only one. */
export const choosePbx = ({ pbxs, servers }: Places, pbxId: string): WishStep => {
  const known = servers.filter((s) => s.tenantId === pbxs.find((p) => p.id === pbxId)?.tenantId);
  return { type: 'pbx', pbxId, sshServerId: known.length === 1 ? (known[0]?.id ?? null) : null };
};

/** Between which two ends the tunnel shall be. */
export function PlaceStep({ wish, dispatch, places, fixed, tried }: Props) {
  const t = useTranslations('wizard');
  const { tenants, pbxs, servers } = places;
  const pbx = pbxs.find((p) => p.id === wish.pbxId);
  const known = servers.filter((s) => s.tenantId === pbx?.tenantId);
  const groups = tenants
    .map((x) => ({ group: x.name, items: pbxs.filter((p) => p.tenantId === x.id).map((p) => ({ value: p.id, label: p.name })) }))
    .filter((g) => g.items.length > 0);
  return (
    <Section title={t('place')} id="wizard-place">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label={t('pbx')}
          description={t('pbxHint')}
          required
          searchable
          allowDeselect={false}
          disabled={fixed}
          data={groups.length === 1 ? groups[0]?.items : groups}
          value={wish.pbxId}
          onChange={(id) => id && dispatch(choosePbx(places, id))}
          nothingFoundMessage={t('noneFound')}
          placeholder={t('choose')}
          error={tried && wish.pbxId === null ? t('pbxMissing') : undefined}
          data-testid="wizard-pbx"
        />
        {(pbx === undefined || known.length > 0) && (
          <Select
            label={t('server')}
            description={t('serverHint')}
            required
            searchable
            allowDeselect={false}
            disabled={pbx === undefined}
            data={known.map((s) => ({ value: s.id, label: `${s.name} (${s.host}:${s.port})` }))}
            value={wish.draft.sshServerId}
            onChange={(id) => id && dispatch({ type: 'draft', step: { type: 'set', part: { sshServerId: id } } })}
            nothingFoundMessage={t('noneFound')}
            placeholder={t('choose')}
            error={tried && pbx && wish.draft.sshServerId === null ? t('serverMissing') : undefined}
            data-testid="wizard-server"
          />
        )}
        {pbx && <ModuleChoice pbx={pbx} wish={wish} dispatch={dispatch} fixed={fixed} />}
      </SimpleGrid>
      {pbx && known.length === 0 && <NoServer tenantId={pbx.tenantId} />}
    </Section>
  );
}

/** Only where there is something to choose: most requests are for the general module. */
function ModuleChoice({ pbx, wish, dispatch, fixed }: Pick<Props, 'wish' | 'dispatch' | 'fixed'> & { pbx: Pbx }) {
  const t = useTranslations('wizard');
  const locale = useLocale();
  const installed = new Set<string>(['general', ...pbx.modules.map((m) => m.module)]);
  const keys = modulesFor(pbx.product).filter((key) => installed.has(key));
  if (keys.length < 2 || fixed) return null;
  return (
    <Select
      label={t('module')}
      description={moduleFacts(wish.draft.module).purpose[locale]}
      allowDeselect={false}
      data={keys.map((value) => ({ value, label: moduleFacts(value).label[locale] }))}
      value={wish.draft.module}
      onChange={(module) => module && dispatch({ type: 'draft', step: { type: 'set', part: { module } } })}
      data-testid="wizard-module"
    />
  );
}

function NoServer({ tenantId }: { tenantId: string }) {
  const t = useTranslations('wizard');
  const may = useMay('ssh-servers:write');
  return (
    <Empty
      title={t('noServer')}
      action={
        may && (
          <Button component={Link} href={`/customers/${tenantId}#servers`} variant="default">
            {t('toCustomer')}
          </Button>
        )
      }
    >
      {may ? t('noServerStaff') : t('noServerText')}
    </Empty>
  );
}
