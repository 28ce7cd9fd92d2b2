import { SimpleGrid, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** Facts as terms and what they are, in columns where there is room. */
export function FactList({ facts, cols = 4 }: { facts: readonly (readonly [string, ReactNode])[]; cols?: number }) {
  return (
    <SimpleGrid component="dl" cols={{ base: 1, xs: 2, md: cols }} spacing="md" m={0}>
      {facts.map(([term, fact]) => (
        <div key={term}>
          <Text component="dt" size="xs" c="dimmed">
            {term}
          </Text>
          <Text component="dd" size="sm" m={0} style={{ overflowWrap: 'anywhere' }}>
            {fact}
          </Text>
        </div>
      ))}
    </SimpleGrid>
  );
}
