'use client';

import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { RequestState } from '@stellwerk/contracts';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { api } from '../api/client';
import { icon, ICONS, pageOf, useDoings, useDoingsAbout } from './spotlight-actions';

const PAUSE_MS = 150;
const MOST_HITS = 12;
/** So many of the best hits offer what can be done with them. */
const WITH_OFFERS = 3;

/** ⌘K: everything the caller may see, and everything they may do, without a mouse. */
export function CommandPalette() {
  const t = useTranslations('spotlight');
  const [query, setQuery] = useState('');
  const { groups, searching } = useGroups(query);
  return (
    <Spotlight
      actions={groups}
      // What was found stays found: the API looks at numbers, hosts and addresses that no label shows.
      filter={(_, actions) => actions}
      query={query}
      onQueryChange={setQuery}
      shortcut={['mod + K', '/']}
      nothingFound={searching ? t('searching') : t('nothing')}
      highlightQuery
      limit={40}
      scrollable
      maxHeight={460}
      searchProps={
        {
          leftSection: <IconSearch {...icon} />,
          placeholder: t('placeholder'),
          'aria-label': t('placeholder'),
          'data-testid': 'spotlight-input',
        } as object
      }
    />
  );
}

function useGroups(query: string): { groups: SpotlightActionGroupData[]; searching: boolean } {
  const t = useTranslations('spotlight');
  const r = useTranslations('requests');
  const router = useRouter();
  const { hits, searching } = useHits(query);
  const doings = useDoings();
  const about = useDoingsAbout();
  // Of a request the API says its state, by its name for machines.
  const said = (part: string): string => {
    const state = RequestState.safeParse(part);
    return state.success ? r(`state.${state.data}`) : part;
  };
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const matching = doings.filter(({ label }) => words.every((word) => label.toLocaleLowerCase().includes(word)));
  const found = hits.map((hit) => {
    const Sign = ICONS[hit.kind];
    return {
      id: `${hit.kind} ${hit.id}`,
      label: hit.title,
      description: [t(`kind.${hit.kind}`), ...hit.subtitle.split(' · ').map(said)].filter(Boolean).join(' · '),
      leftSection: <Sign {...icon} />,
      onClick: () => router.push(pageOf(hit)),
    };
  });
  const groups = [
    { group: t('found'), actions: found },
    { group: t('actions'), actions: [...matching, ...hits.slice(0, WITH_OFFERS).flatMap(about)] },
  ];
  return { groups: groups.filter((g) => g.actions.length > 0), searching };
}

function useHits(query: string) {
  const locale = useLocale();
  const typed = query.trim();
  const [q] = useDebouncedValue(typed, PAUSE_MS);
  const found = useQuery({
    queryKey: ['search', locale, q],
    enabled: q !== '',
    queryFn: ({ signal }) => api.search({ query: { q, limit: MOST_HITS } }, signal),
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  });
  return { hits: typed === '' || q === '' ? [] : (found.data?.items ?? []), searching: typed !== '' && (q !== typed || found.isFetching) };
}
