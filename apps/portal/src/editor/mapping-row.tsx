'use client';

import { ActionIcon, NumberInput, Select, Text, TextInput, Tooltip, UnstyledButton } from '@mantine/core';
import type { FindingView } from '@stellwerk/contracts';
import { type ModuleKey, moduleFacts, protocolName, ServiceProtocol } from '@stellwerk/domain';
import { IconX } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { fromKind, type ForwardKind, KINDS, KindSymbol } from '../picture/forward-kind';
import { NetworksInput } from '../ui/networks-input';
import type { Row } from './draft';
import { fieldOf, type RowVerdict } from './read-judged';

interface Props {
  readonly row: Row;
  readonly number: number;
  readonly module: ModuleKey;
  readonly verdict: RowVerdict;
  /** Before the first attempt to save, what is merely not typed yet is no error. */
  readonly lenient: boolean;
  readonly onChange: (part: Partial<Omit<Row, 'key'>>) => void;
  readonly onRemove: () => void;
}

const isMissing = (f: FindingView) => f.code.endsWith('-missing');

/** One port mapping in the vendor's order: local port, direction, remote port, direction, target. */
export function MappingRow({ row, number, module, verdict, lenient, onChange, onRemove }: Props) {
  const t = useTranslations('mapping');
  const { direction, exposure } = fromKind(row.kind);
  const findings = verdict.findings.filter((f) => !(lenient && isMissing(f)));
  const error = (field: string) => findings.find((f) => fieldOf(f) === field && f.severity === 'error')?.text;
  const shownElsewhere = new Set(
    ['name', 'localPort', 'remotePort', 'targetHost', 'allowFrom'].flatMap((field) =>
      findings.filter((f) => fieldOf(f) === field && f.severity === 'error').slice(0, 1),
    ),
  );
  const notes = findings.filter((f) => !shownElsewhere.has(f));
  const port = (field: 'localPort' | 'remotePort') => (
    <PortField
      label={t(field)}
      value={row[field]}
      onChange={(value) => onChange({ [field]: value })}
      error={error(field)}
      suggestion={verdict.suggestions.get(field)}
      testId={`mapping-${field === 'localPort' ? 'local' : 'remote'}-port`}
    />
  );
  return (
    <div
      role="group"
      aria-label={t('row', { number, name: row.name })}
      className={`mapping-row${exposure === 'gateway' ? ' mapping-row-gateway' : ''}`}
      data-testid="mapping-row"
      data-kind={row.kind}
    >
      <div className="mapping-grid">
        <Cell label={t('name')}>
          <TextInput
            aria-label={t('name')}
            value={row.name}
            onChange={(e) => onChange({ name: e.currentTarget.value })}
            error={error('name')}
            placeholder={t('namePlaceholder')}
            data-testid="mapping-name"
          />
        </Cell>
        <Cell label={t('localPort')}>{port('localPort')}</Cell>
        <Cell label={t('kind')}>
          <KindSelect kind={row.kind} module={module} onChange={(kind) => onChange({ kind })} />
        </Cell>
        <Cell label={t('remotePort')}>{port('remotePort')}</Cell>
        <Cell label={t('target')}>
          <TextInput
            aria-label={t('target')}
            value={row.targetHost}
            onChange={(e) => onChange({ targetHost: e.currentTarget.value })}
            disabled={direction === 'inbound'}
            error={error('targetHost')}
            placeholder={direction === 'inbound' ? '–' : t('targetPlaceholder')}
            spellCheck={false}
            autoCapitalize="off"
            data-testid="mapping-target"
          />
        </Cell>
        <Cell label={t('protocol')}>
          <Select
            aria-label={t('protocol')}
            value={row.protocol}
            onChange={(v) => v && onChange({ protocol: v })}
            data={ServiceProtocol.options.map((value) => ({ value, label: protocolName(value) }))}
            allowDeselect={false}
            searchable
            data-testid="mapping-protocol"
          />
        </Cell>
        <Tooltip label={t('remove')}>
          <ActionIcon
            className="mapping-remove"
            variant="subtle"
            color="gray"
            size="lg"
            onClick={onRemove}
            aria-label={t('removeRow', { number, name: row.name })}
            data-testid="mapping-remove"
          >
            <IconX size={18} />
          </ActionIcon>
        </Tooltip>
      </div>
      {exposure === 'gateway' && (
        <NetworksInput
          mt={6}
          maw={640}
          label={t('allowFrom')}
          description={direction === 'inbound' ? t('allowFromHintInbound') : t('allowFromHint')}
          value={[...row.allowFrom]}
          onChange={(allowFrom) => onChange({ allowFrom })}
          error={error('allowFrom')}
          size="xs"
          data-testid="mapping-allow-from"
        />
      )}
      <div aria-live="polite">
        {verdict.explanation && (
          <Text size="sm" c="dimmed" mt={4} data-testid="mapping-explanation">
            {verdict.explanation}
          </Text>
        )}
        {notes.map((f) => (
          <Text
            key={`${f.code} ${f.path}`}
            size="sm"
            mt={2}
            className={`tone-${f.severity === 'error' ? 'down' : f.severity === 'warning' ? 'attention' : 'idle'}`}
            c="var(--tone)"
            data-testid="mapping-finding"
            data-code={f.code}
            data-severity={f.severity}
          >
            {f.severity !== 'info' && <strong>{t(f.severity)} </strong>}
            {f.text}
          </Text>
        ))}
      </div>
    </div>
  );
}

function Cell({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="mapping-cell">
      <div className="mapping-cell-label" aria-hidden>
        {label}
      </div>
      {children}
    </div>
  );
}

interface PortFieldProps {
  readonly label: string;
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
  readonly error: string | undefined;
  readonly suggestion: number | undefined;
  readonly testId: string;
}

function PortField({ label, value, onChange, error, suggestion, testId }: PortFieldProps) {
  const t = useTranslations('mapping');
  return (
    <>
      <NumberInput
        aria-label={label}
        value={value ?? ''}
        onChange={(v) => onChange(v === '' ? null : Number(v))}
        hideControls
        allowDecimal={false}
        allowNegative={false}
        maxLength={5}
        error={error}
        inputMode="numeric"
        data-testid={testId}
      />
      {suggestion !== undefined && (
        <UnstyledButton className="use-port" onClick={() => onChange(suggestion)} data-testid={`${testId}-suggestion`}>
          {t('use', { port: String(suggestion) })}
        </UnstyledButton>
      )}
    </>
  );
}

function KindSelect({ kind, module, onChange }: { kind: ForwardKind; module: ModuleKey; onChange: (kind: ForwardKind) => void }) {
  const t = useTranslations('kind');
  const m = useTranslations('mapping');
  const allowed = moduleFacts(module).directions;
  return (
    <Select
      aria-label={m('kind')}
      value={kind}
      onChange={(v) => v && onChange(v)}
      allowDeselect={false}
      leftSection={<KindSymbol kind={kind} />}
      leftSectionWidth={68}
      comboboxProps={{ width: 400, position: 'bottom-start' }}
      maxDropdownHeight={440}
      data={KINDS.map((value) => ({
        value,
        label: t(`${value}.short`),
        disabled: !allowed.includes(fromKind(value).direction) && value !== kind,
      }))}
      renderOption={({ option }) => (
        <div style={{ display: 'grid', gridTemplateColumns: '60px 1fr', gap: 10, alignItems: 'center' }}>
          <KindSymbol kind={option.value} />
          <div>
            <Text size="sm" fw={600}>
              {t(`${option.value}.short`)}
            </Text>
            <Text size="xs" c="dimmed">
              {t(`${option.value}.long`)}
            </Text>
          </div>
        </div>
      )}
      data-testid="mapping-kind"
    />
  );
}
