'use client';

import type { SshServer, SshServerTest } from '@stellwerk/contracts';
import { Fingerprint, Host, Port } from '@stellwerk/domain';
import { useDebouncedValue } from '@mantine/hooks';
import { useLocale } from 'next-intl';
import { useEffect, useState } from 'react';
import { api } from '../api/client';
import { credentialOf, type SshForm } from './ssh-form';

/** Long enough not to test half a host name, short enough to feel as if it ran while typing. */
const PAUSE_MS = 700;

export interface ConnectionTest {
  readonly running: boolean;
  readonly result: SshServerTest | null;
  readonly error: unknown;
  /** Tests once more with the same input: after the person changed something at the other end. */
  readonly again: () => void;
}

const IDLE = { running: false, result: null, error: null };

/**
 * Tests what is typed, as it is typed. Until the server's key is pinned or confirmed by a person, neither user name nor
 * credential leaves the browser: the API gets host and port and tells which keys the server has.
 */
export function useConnectionTest(tenantId: string, form: SshForm, stored?: SshServer): ConnectionTest {
  const locale = useLocale();
  const [round, setRound] = useState(0);
  const [state, setState] = useState<Omit<ConnectionTest, 'again'>>(IDLE);
  // The request as text, so that only a real change runs the test again.
  const [request] = useDebouncedValue(JSON.stringify(requestOf(tenantId, form, stored)), PAUSE_MS);
  useEffect(() => {
    const body = JSON.parse(request) as ReturnType<typeof requestOf>;
    if (body === null) return setState(IDLE);
    const abort = new AbortController();
    setState((before) => ({ ...before, running: true, error: null }));
    api.testSshServer({ body }, abort.signal).then(
      (result) => setState({ running: false, result, error: null }),
      (error: unknown) => {
        if (!abort.signal.aborted) setState({ running: false, result: null, error });
      },
    );
    return () => abort.abort();
  }, [request, round, locale]);
  return { ...state, again: () => setRound((n) => n + 1) };
}

function requestOf(tenantId: string, form: SshForm, stored: SshServer | undefined) {
  const host = Host.safeParse(form.host);
  const port = Port.safeParse(form.port);
  if (!host.success || !port.success || tenantId === '') return null;
  const sameAddress = stored?.host === host.data && stored.port === port.data;
  const fingerprint = Fingerprint.safeParse(form.fingerprint).data;
  const trusted = fingerprint !== undefined || (sameAddress && stored.hostKeys.length > 0);
  return {
    tenantId,
    host: host.data,
    port: port.data,
    ...(fingerprint ? { expectedFingerprint: fingerprint } : {}),
    ...(trusted && form.username.trim() !== '' ? { username: form.username.trim(), credential: credentialOf(form) } : {}),
    ...(stored && sameAddress ? { sshServerId: stored.id } : {}),
  };
}
