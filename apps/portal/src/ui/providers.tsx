'use client';

import { MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { ApiError } from '@stellwerk/contracts';
import { isUnauthenticated, isUnfinished } from '../api/client';
import { signInPath } from './return-path';
import { cssVariables, theme } from './theme';

const retryable = (error: unknown) => !(error instanceof ApiError) || error.status >= 500;

/** Pages for people who are not in yet. */
const BEFORE_THE_DOOR = ['/sign-in', '/invitation'];

/** One query client per page load. A 401 anywhere, or a sign-in that is not finished, leads to the sign-in and back to where the person was. */
function useQueryClientOnce(): QueryClient {
  const router = useRouter();
  const [client] = useState(() => {
    const onError = (error: unknown) => {
      const here = window.location.pathname + window.location.search;
      const outside = BEFORE_THE_DOOR.some((path) => here.startsWith(path));
      if ((isUnauthenticated(error) || isUnfinished(error)) && !outside) router.replace(signInPath(here));
      if (error instanceof ApiError && error.problem?.code === 'csrf-refused') void made.invalidateQueries({ queryKey: ['me'] });
    };
    const made: QueryClient = new QueryClient({
      queryCache: new QueryCache({ onError }),
      mutationCache: new MutationCache({ onError }),
      defaultOptions: { queries: { staleTime: 2_000, retry: (count, error) => count < 2 && retryable(error), refetchOnWindowFocus: true } },
    });
    return made;
  });
  return client;
}

export function Providers({ children }: { children: ReactNode }) {
  const client = useQueryClientOnce();
  const t = useTranslations('common');
  return (
    <QueryClientProvider client={client}>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        <ModalsProvider labels={{ confirm: t('confirm'), cancel: t('cancel') }}>
          <Notifications position="bottom-left" containerWidth={420} aria-live="polite" />
          {children}
        </ModalsProvider>
      </MantineProvider>
    </QueryClientProvider>
  );
}
