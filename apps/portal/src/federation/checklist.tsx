'use client';

import { Checkbox, Stack, Text } from '@mantine/core';
import type { Federation, RuleAnswer } from '@stellwerk/contracts';
import { CHECKLIST_ITEMS, type ChecklistItem } from '@stellwerk/domain';
import { useTranslations } from 'next-intl';
import { api } from '../api/client';
import { useMay } from '../api/may';
import { useChange } from '../api/mutate';
import { Ago } from '../ui/ago';
import { useNotify } from '../ui/confirm';
import { Section } from '../ui/section';

/** The rules without those about the checklist, which says itself what nobody has confirmed yet. */
export const withoutChecklist = (answers: readonly RuleAnswer[]): readonly RuleAnswer[] => answers.filter(({ rule }) => rule !== 'FED-15');

/** What nobody can see from outside: a person looks it up in the product and says so. */
export function Checklist({ federation }: { federation: Federation }) {
  const t = useTranslations('federation');
  const may = useMay('pbxs:write');
  const notify = useNotify();
  const mark = useChange((input: { readonly item: ChecklistItem; readonly confirmed: boolean }) =>
    api.confirmChecklistItem({ params: { id: federation.pbxId, item: input.item }, body: { confirmed: input.confirmed } }),
  );
  return (
    <Section title={t('checklist')} id="checklist">
      <Stack>
        <Text size="sm" c="dimmed">
          {t('checklistText')}
        </Text>
        {CHECKLIST_ITEMS.map((item) => {
          const done = federation.checklist.find((each) => each.item === item);
          return (
            <Checkbox
              key={item}
              label={t(`checklistItem.${item}.label`)}
              description={
                <>
                  {t(`checklistItem.${item}.how`)}
                  {done && (
                    <span className="second-line">
                      {t('confirmedBy', { name: done.confirmedBy })} <Ago at={done.confirmedAt} />
                    </span>
                  )}
                </>
              }
              checked={done !== undefined}
              disabled={!may || mark.isPending}
              onChange={(e) => mark.mutate({ item, confirmed: e.currentTarget.checked }, { onError: notify.failed })}
              data-testid={`checklist-${item}`}
            />
          );
        })}
      </Stack>
    </Section>
  );
}
