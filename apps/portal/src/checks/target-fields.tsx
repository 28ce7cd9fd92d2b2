'use client';

import { Input, NumberInput, SegmentedControl, Select, SimpleGrid, Switch, TagsInput, TextInput } from '@mantine/core';
import { CertificateRole } from '@stellwerk/domain';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Controller, useFormContext } from 'react-hook-form';
import { type CheckValues, FIELDS, type FreeKind } from './check-form';

type Field = (typeof FIELDS)[FreeKind][number];
type TypedField = 'host' | 'serverName' | 'purpose' | 'name' | 'intendedCa';

const isNarrow = (field: Field): boolean => field === 'port';

/** What the chosen kind wants to know about its target. */
export function TargetFields({ kind }: { kind: FreeKind }) {
  const fields = FIELDS[kind] as readonly Field[];
  const wide = fields.filter((field) => field !== 'host' && !isNarrow(field));
  return (
    <>
      {fields.includes('host') && (
        <div className="host-and-port">
          <FieldOf field="host" />
          <FieldOf field="port" />
        </div>
      )}
      {wide.length > 0 && (
        <SimpleGrid cols={{ base: 1, sm: wide.length > 2 ? 2 : 1 }} style={{ alignItems: 'start' }}>
          {wide.map((field) => (
            <FieldOf key={field} field={field} />
          ))}
        </SimpleGrid>
      )}
    </>
  );
}

function FieldOf({ field }: { field: Field }): ReactNode {
  switch (field) {
    case 'port':
      return <PortField />;
    case 'expect':
      return <OneOf field="expect" of={['open', 'closed']} />;
    case 'startTls':
      return <OneOf field="startTls" of={['none', 'xmpp']} />;
    case 'policy':
      return <OneOf field="policy" of={['modern', 'starface', 'report']} />;
    case 'role':
      return <OneOf field="role" of={CertificateRole.options} />;
    case 'expectedAddresses':
      return <AddressesField />;
    case 'publicRequired':
    case 'optional':
      return <YesOrNo field={field} />;
    default:
      return <TypedFieldOf field={field} />;
  }
}

function TypedFieldOf({ field }: { field: TypedField }) {
  const t = useTranslations('checkForm');
  const form = useFormContext<CheckValues>();
  const required = field === 'host' || field === 'name';
  return (
    <TextInput
      label={t(`field.${field}`)}
      description={required ? undefined : t(`hint.${field}`)}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      placeholder={field === 'host' || field === 'name' ? 'connect.acme.example' : undefined}
      required={required}
      maxLength={253}
      autoComplete="off"
      spellCheck={false}
      {...form.register(field)}
      error={form.formState.errors[field]?.message}
      data-testid={`check-${field}`}
    />
  );
}

function PortField() {
  const t = useTranslations('checkForm');
  return (
    <Controller<CheckValues, 'port'>
      name="port"
      render={({ field, fieldState }) => (
        <NumberInput
          label={t('field.port')}
          required
          min={1}
          max={65_535}
          allowDecimal={false}
          hideControls
          value={field.value}
          onChange={(value) => field.onChange(value === '' ? '' : Number(value))}
          error={fieldState.error?.message}
          data-testid="check-port"
        />
      )}
    />
  );
}

/** A choice of a few: side by side where it is two, a list where it is more. */
function OneOf<F extends 'expect' | 'startTls' | 'policy' | 'role'>({ field: name, of }: { field: F; of: readonly CheckValues[F][] }) {
  const t = useTranslations('checkForm');
  const data = of.map((value) => ({ value: String(value), label: t(`${name}.${value}` as 'expect.open') }));
  return (
    <Controller<CheckValues, F>
      name={name}
      render={({ field }) =>
        of.length > 2 ? (
          <Select
            label={t(`field.${name}` as 'field.role')}
            description={t(`hint.${name as 'role'}`)}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            allowDeselect={false}
            value={String(field.value)}
            onChange={field.onChange}
            data={data}
            data-testid={`check-${name}`}
          />
        ) : (
          <div>
            <Input.Label display="block" labelElement="div" id={`${name}-label`}>
              {t(`field.${name}` as 'field.role')}
            </Input.Label>
            <SegmentedControl
              aria-labelledby={`${name}-label`}
              value={String(field.value)}
              onChange={field.onChange}
              data={data}
              data-testid={`check-${name}`}
            />
          </div>
        )
      }
    />
  );
}

function AddressesField() {
  const t = useTranslations('checkForm');
  return (
    <Controller<CheckValues, 'expectedAddresses'>
      name="expectedAddresses"
      render={({ field, fieldState }) => (
        <TagsInput
          label={t('field.expectedAddresses')}
          description={t('hint.expectedAddresses')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={field.value}
          onChange={field.onChange}
          splitChars={[',', ' ', ';']}
          acceptValueOnBlur
          clearable={false}
          maxTags={16}
          placeholder={field.value.length === 0 ? '203.0.113.10' : undefined}
          error={fieldState.error?.message}
          data-testid="check-expectedAddresses"
        />
      )}
    />
  );
}

function YesOrNo({ field: name }: { field: 'publicRequired' | 'optional' }) {
  const t = useTranslations('checkForm');
  return (
    <Controller<CheckValues, 'publicRequired' | 'optional'>
      name={name}
      render={({ field }) => (
        <Switch
          label={t(`field.${name}`)}
          description={t(`hint.${name}`)}
          checked={field.value}
          onChange={(e) => field.onChange(e.currentTarget.checked)}
          data-testid={`check-${name}`}
        />
      )}
    />
  );
}
