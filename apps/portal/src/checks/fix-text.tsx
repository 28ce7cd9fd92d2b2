'use client';

import { Stack, Text } from '@mantine/core';
import { CopyLine } from '../ui/copy-line';
import { fixBlocks } from './fix-blocks';

/** What exactly to change: words as paragraphs, commands and records to copy. */
export function FixText({ text }: { text: string }) {
  return (
    <Stack gap={8} data-testid="fix">
      {fixBlocks(text).map((block, index) =>
        block.kind === 'lines' ? (
          <CopyLine key={index} text={block.text} testId="fix-lines" />
        ) : (
          <Text key={index} size="sm" style={{ overflowWrap: 'anywhere' }}>
            {block.text}
          </Text>
        ),
      )}
    </Stack>
  );
}
