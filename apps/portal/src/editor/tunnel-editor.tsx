'use client';

import { Button, Group, Loader, Text } from '@mantine/core';
import type { Pbx, Tunnel } from '@stellwerk/contracts';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useReducer, useState } from 'react';
import { api, fieldErrors } from '../api/client';
import { useChange } from '../api/mutate';
import { useNotify } from '../ui/confirm';
import { ProblemNotice } from '../ui/problem';
import { change, differs, type Draft, tunnelOf } from './draft';
import { DraftPicture } from './draft-picture';
import { GeneralSection } from './general-section';
import { useLeaveGuard } from './leave-guard';
import { MappingsSection } from './mappings-section';
import { ServerSection } from './server-section';
import { useValidation, type Validation } from './use-validation';

interface Props {
  readonly pbx: Pbx;
  readonly start: Draft;
  readonly tunnel?: Tunnel;
}

/** Creates or replaces a tunnel whole: everything is judged while it is typed, and nothing is half-written. */
export function TunnelEditor({ pbx, start, tunnel }: Props) {
  const t = useTranslations('editor');
  const router = useRouter();
  const notify = useNotify();
  const [draft, dispatch] = useReducer(change, start);
  const [tried, setTried] = useState(false);
  const validation = useValidation(draft, pbx.id, tunnel?.id);
  // The version the draft began from: live status brings newer ones while it is edited.
  const [version] = useState(tunnel?.version);
  const save = useChange((body: ReturnType<typeof tunnelOf>) =>
    tunnel ? api.replaceTunnel({ params: { id: tunnel.id }, ifMatch: version, body }) : api.createTunnel({ body }),
  );
  useLeaveGuard(differs(start, draft) && !save.isSuccess && !save.isPending);
  const back = tunnel ? `/tunnels/${tunnel.id}` : `/pbxs/${pbx.id}`;
  const refused = fieldErrors(save.error);
  const incomplete = draft.name.trim() === '' || draft.sshServerId === null || draft.rows.length === 0;
  const submit = () => {
    setTried(true);
    if (incomplete || (!validation.valid && !validation.checking)) return;
    save.mutate(tunnelOf(draft, pbx.id), {
      onSuccess: (saved) => {
        notify.done(t('saved', { name: saved.name }));
        router.push(`/tunnels/${saved.id}`);
      },
    });
  };
  return (
    <div data-testid="tunnel-editor">
      <GeneralSection
        pbx={pbx}
        draft={draft}
        dispatch={dispatch}
        editing={tunnel !== undefined}
        nameError={refused.get('/name') ?? (tried && draft.name.trim() === '' ? t('nameMissing') : undefined)}
        findings={tried ? validation.general : validation.general.filter((f) => !f.code.endsWith('-missing'))}
      />
      <ServerSection
        tenantId={pbx.tenantId}
        value={draft.sshServerId}
        onChange={(sshServerId) => dispatch({ type: 'set', part: { sshServerId } })}
        error={refused.get('/sshServerId') ?? (tried && draft.sshServerId === null ? t('serverMissing') : undefined)}
      />
      <MappingsSection draft={draft} dispatch={dispatch} validation={validation} lenient={!tried} />
      <DraftPicture pbx={pbx} draft={draft} />
      <div className="editor-foot">
        {save.isError && (
          <div style={{ marginBottom: 8 }}>
            <ProblemNotice error={save.error} testId="tunnel-editor-problem" />
          </div>
        )}
        <GatewayNotice draft={draft} />
        <Group justify="space-between" gap="sm">
          <Verdict validation={validation} draft={draft} tried={tried} />
          <Group gap="xs">
            <Button variant="default" onClick={() => router.push(back)} data-testid="tunnel-editor-cancel">
              {t('cancel')}
            </Button>
            <Button onClick={submit} loading={save.isPending} data-testid="tunnel-editor-save">
              {t('save')}
            </Button>
          </Group>
        </Group>
      </div>
    </div>
  );
}

/** The vendor's notice in the footer: through a gateway, third parties get in. */
function GatewayNotice({ draft }: { draft: Draft }) {
  const t = useTranslations('editor');
  const gateways = draft.rows.filter((row) => row.kind.endsWith('gateway'));
  if (gateways.length === 0) return null;
  const inbound = gateways.some((row) => row.kind === 'inbound-gateway');
  const outbound = gateways.some((row) => row.kind === 'outbound-gateway');
  return (
    <div className="notice tone-attention" style={{ marginBottom: 10 }} data-testid="tunnel-editor-gateway-notice">
      <Text size="sm">
        <span className="notice-title">{t('gatewayTitle', { count: gateways.length })}</span> {outbound && t('gatewayOutbound')}{' '}
        {inbound && t('gatewayInbound')}
      </Text>
    </div>
  );
}

function Verdict({ validation, draft, tried }: { validation: Validation; draft: Draft; tried: boolean }) {
  const t = useTranslations('editor');
  const problems = draft.rows.flatMap((row) =>
    validation.row(row.key).findings.filter((f) => f.severity === 'error' && (tried || !f.code.endsWith('-missing'))),
  );
  const state = validation.checking
    ? 'checking'
    : problems.length > 0
      ? 'wrong'
      : draft.rows.length === 0 || !validation.valid
        ? 'incomplete'
        : 'fine';
  const tone = { checking: 'idle', wrong: 'down', incomplete: 'idle', fine: 'up' }[state];
  return (
    <Group gap={6} role="status" data-testid="tunnel-editor-verdict" data-verdict={state}>
      {validation.checking && <Loader size={14} />}
      <Text size="sm" className={`tone-${tone}`} c="var(--tone)">
        {t(`verdict.${state as 'fine'}`, { count: problems.length })}
      </Text>
    </Group>
  );
}
