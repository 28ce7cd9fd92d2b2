'use client';

import { Button, Loader, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBuilding, IconLogin2 } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { api } from '../api/client';
import { ProblemNotice } from '../ui/problem';
import { oidcPath } from './oidc-path';

/** Finds the OpenID provider of one's company and goes there. */
export function CompanySignIn({ wanted }: { wanted: string }) {
  const t = useTranslations('signIn');
  const [open, setOpen] = useState(false);
  if (open) return <Search wanted={wanted} />;
  return (
    <Button
      variant="default"
      leftSection={<IconBuilding size={18} aria-hidden />}
      onClick={() => setOpen(true)}
      data-testid="sign-in-company"
    >
      {t('company')}
    </Button>
  );
}

function Search({ wanted }: { wanted: string }) {
  const t = useTranslations('signIn');
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 250);
  const options = useQuery({
    queryKey: ['sign-in-options', search],
    queryFn: ({ signal }) => api.signInOptions({ query: search === '' ? {} : { search } }, signal),
    placeholderData: keepPreviousData,
  });
  const found = options.data?.items ?? [];
  return (
    <Stack gap="xs">
      <TextInput
        label={t('companySearch')}
        description={t('companyHint')}
        type="search"
        autoFocus
        value={typed}
        onChange={(e) => setTyped(e.currentTarget.value)}
        rightSection={options.isFetching ? <Loader size="xs" /> : null}
        data-testid="sign-in-company-search"
      />
      {options.isError && <ProblemNotice error={options.error} />}
      <div role="status">
        {options.data && found.length === 0 && search.length > 0 && (
          <Text size="sm" c="dimmed">
            {t('companyNone')}
          </Text>
        )}
      </div>
      {found.map((each) => (
        <Button
          key={each.id}
          component="a"
          href={oidcPath(each.id, { returnTo: wanted })}
          variant="light"
          justify="flex-start"
          h="auto"
          py={8}
          leftSection={<IconLogin2 size={18} aria-hidden />}
          data-testid="sign-in-option"
        >
          <span style={{ textAlign: 'left', whiteSpace: 'normal' }}>
            {each.owner}
            <span className="second-line">{each.name}</span>
          </span>
        </Button>
      ))}
    </Stack>
  );
}
