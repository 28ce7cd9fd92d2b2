'use client';

import { Anchor, Button, Stack, Text, Title } from '@mantine/core';
import { ApiError } from '@stellwerk/contracts';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { isNotFound, isOutdated } from '../api/client';
import { PasskeyFailure } from '../api/passkey';

/** The sentence to show for anything that went wrong: the API's own where it gave one. */
export function useProblemText(): (error: unknown) => string {
  const t = useTranslations('problem');
  return (error) => {
    if (error instanceof ApiError) return error.problem?.detail ?? t('status', { status: error.status });
    if (error instanceof PasskeyFailure) return t(`passkey.${error.trouble}`);
    if (error instanceof TypeError) return t('unreachable');
    return t('unexpected');
  };
}

/** What went wrong and what to do, with the request's id for whoever is asked for help. */
export function ProblemNotice({ error, retry, testId = 'problem' }: { error: unknown; retry?: () => void; testId?: string }) {
  const t = useTranslations('problem');
  const text = useProblemText();
  const problem = error instanceof ApiError ? error.problem : null;
  const details = problem?.errors.filter((e) => e.detail !== problem.detail) ?? [];
  return (
    <div className="notice tone-down" role="alert" data-testid={testId} data-code={problem?.code}>
      <Stack gap={6} align="flex-start">
        <Text size="sm">{text(error)}</Text>
        {details.length > 0 && (
          <ul style={{ margin: 0, paddingInlineStart: '1.2rem' }}>
            {details.map((e) => (
              <li key={`${e.pointer} ${e.code}`}>
                <Text size="sm">{e.detail}</Text>
              </li>
            ))}
          </ul>
        )}
        {problem && (
          <Text size="xs" c="dimmed">
            {t('request')} <code>{problem.requestId}</code>
          </Text>
        )}
        {isOutdated(error) && (
          <Button size="xs" variant="default" onClick={() => window.location.reload()} data-testid="problem-reload">
            {t('reload')}
          </Button>
        )}
        {retry && (
          <Button size="xs" variant="default" onClick={retry}>
            {t('retry')}
          </Button>
        )}
      </Stack>
    </div>
  );
}

/** A whole page that could not be shown: gone, or out of reach just now. */
export function PageProblem({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useTranslations('errors');
  const gone = isNotFound(error);
  return (
    <Stack gap="md" maw={720}>
      <Title order={1}>{gone ? t('notFoundTitle') : t('crashTitle')}</Title>
      <ProblemNotice error={error} retry={gone ? undefined : retry} />
      <Anchor component={Link} href="/" underline="always">
        {t('toFleet')}
      </Anchor>
    </Stack>
  );
}
