'use client';

import { Button } from '@mantine/core';
import type { Check } from '@stellwerk/contracts';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { api } from '../api/client';
import { ABOUT_CHECKS } from '../api/live';
import { useMay } from '../api/may';
import { useNotify } from '../ui/confirm';
import { useNow } from '../ui/ticker';

const ASK_EVERY_MS = 700;
/** Longer than any probe may take (20 s), with time to wait for its turn at the target. */
const PATIENCE_MS = 90_000;

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, ASK_EVERY_MS));
const newestOf = async (id: string): Promise<string | null> =>
  (await api.listCheckRuns({ params: { id }, query: { limit: 1 } })).items[0]?.id ?? null;

/** Runs a check at once and waits, visibly, for the run to appear. */
export function RunNow({ check }: { check: Check }) {
  const t = useTranslations('check');
  const notify = useNotify();
  const queries = useQueryClient();
  const now = useNow();
  const [since, setSince] = useState(0);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => void (here.current = false);
  }, []);
  const run = useMutation({
    mutationFn: async () => {
      const began = Date.now();
      setSince(began);
      const before = await newestOf(check.id);
      await api.runCheck({ params: { id: check.id } });
      while (here.current && Date.now() - began < PATIENCE_MS) {
        await pause();
        if ((await newestOf(check.id)) !== before) return true;
      }
      return false;
    },
    onSuccess: (arrived) => {
      for (const queryKey of ABOUT_CHECKS) void queries.invalidateQueries({ queryKey });
      if (arrived) notify.done(t('ran'));
    },
    onError: notify.failed,
  });
  if (!useMay('checks:operate')) return null;
  const said = run.isPending
    ? t('running', { seconds: Math.max(0, Math.floor((now - since) / 1000)) })
    : run.data === false
      ? t('runLate')
      : null;
  return (
    <>
      {said !== null && (
        <span className="dim" role="status" data-testid="check-running">
          {said}
        </span>
      )}
      <Button leftSection={<IconPlayerPlay size={16} />} loading={run.isPending} onClick={() => run.mutate()} data-testid="check-run">
        {t('run')}
      </Button>
    </>
  );
}
