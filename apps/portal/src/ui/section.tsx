import { Group, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** A titled card of a page. */
export function Section({
  title,
  actions,
  children,
  flush,
  id,
}: {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
  flush?: boolean;
  id?: string;
}) {
  return (
    <section className="card" aria-labelledby={id && `${id}-title`} style={{ marginBottom: '1rem' }}>
      <Group justify="space-between" px="1.25rem" pt="0.85rem" pb={flush ? '0.5rem' : 0} mih={40}>
        <Title order={2} id={id && `${id}-title`}>
          {title}
        </Title>
        {actions}
      </Group>
      <div className={flush ? undefined : 'card-pad'}>{children}</div>
    </section>
  );
}
