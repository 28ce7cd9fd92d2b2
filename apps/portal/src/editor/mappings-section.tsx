'use client';

import { Button, Group, Text } from '@mantine/core';
import { moduleFacts } from '@stellwerk/domain';
import { IconArrowBackUp, IconArrowRight, IconBuildingCommunity, IconLock, IconPhone, IconPlus, IconServer2 } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { type Dispatch, useEffect, useRef } from 'react';
import type { ForwardKind } from '../picture/forward-kind';
import { Empty } from '../ui/empty';
import { ProblemNotice } from '../ui/problem';
import { Section } from '../ui/section';
import type { Change, Draft } from './draft';
import { MappingRow } from './mapping-row';
import { TemplatesMenu } from './templates-menu';
import type { Validation } from './use-validation';

const MOST_ROWS = 64;

interface Props {
  readonly draft: Draft;
  readonly dispatch: Dispatch<Change>;
  readonly validation: Validation;
  readonly lenient: boolean;
}

/** The table of port mappings. */
export function MappingsSection({ draft, dispatch, validation, lenient }: Props) {
  const t = useTranslations('editor');
  const kind: ForwardKind = moduleFacts(draft.module).directions.includes('outbound') ? 'outbound-private' : 'inbound-private';
  const list = useFocusOfNewRow(draft.rows.length);
  return (
    <Section
      title={t('mappings')}
      id="mappings"
      flush
      actions={
        <Group gap="xs">
          {draft.removed.length > 0 && (
            <Button
              size="xs"
              variant="subtle"
              leftSection={<IconArrowBackUp size={15} />}
              onClick={() => dispatch({ type: 'undo-remove' })}
              data-testid="tunnel-editor-undo"
            >
              {t('undoRemove', { name: draft.removed[0]?.row.name ?? '' })}
            </Button>
          )}
          <TemplatesMenu module={draft.module} onChoose={(template) => dispatch({ type: 'add-template', template })} />
          <Button
            size="xs"
            variant="light"
            leftSection={<IconPlus size={15} />}
            disabled={draft.rows.length >= MOST_ROWS}
            onClick={() => dispatch({ type: 'add-row', kind })}
            data-testid="tunnel-editor-add"
          >
            {t('addMapping')}
          </Button>
        </Group>
      }
    >
      {validation.error !== null && (
        <div className="card-pad">
          <ProblemNotice error={validation.error} />
        </div>
      )}
      <Text size="sm" c="dimmed" px="1.25rem" pb="xs">
        {t('perspective')}
      </Text>
      {draft.rows.length === 0 ? (
        <Empty title={t('noMappings')}>{t('noMappingsText')}</Empty>
      ) : (
        <>
          <Anatomy />
          <div ref={list}>
            {draft.rows.map((row, index) => (
              <MappingRow
                key={row.key}
                row={row}
                number={index + 1}
                module={draft.module}
                verdict={validation.row(row.key)}
                lenient={lenient}
                onChange={(part) => dispatch({ type: 'change-row', key: row.key, part })}
                onRemove={() => dispatch({ type: 'remove-row', key: row.key })}
              />
            ))}
          </div>
        </>
      )}
    </Section>
  );
}

/** The head of the table: the way a mapping takes, in symbols, above the fields' names. */
function Anatomy() {
  const t = useTranslations('mapping');
  const icon = { size: 15, stroke: 1.7, 'aria-hidden': true } as const;
  return (
    <div className="mapping-head" aria-hidden>
      <span>{t('name')}</span>
      <span title={t('anatomy.pbx')}>
        <IconPhone {...icon} />
        {t('localPort')}
      </span>
      <span title={t('anatomy.tunnel')}>
        <IconLock {...icon} />
        {t('kind')}
      </span>
      <span title={t('anatomy.server')}>
        <IconServer2 {...icon} />
        {t('remotePort')}
      </span>
      <span title={t('anatomy.target')}>
        <IconArrowRight {...icon} />
        <IconBuildingCommunity {...icon} />
        {t('target')}
      </span>
      <span>{t('protocol')}</span>
      <span />
    </div>
  );
}

/** A row that was just added gets the focus: whoever adds one wants to type. */
function useFocusOfNewRow(count: number) {
  const list = useRef<HTMLDivElement>(null);
  const before = useRef(count);
  useEffect(() => {
    if (count > before.current) list.current?.lastElementChild?.querySelector('input')?.focus();
    before.current = count;
  }, [count]);
  return list;
}
