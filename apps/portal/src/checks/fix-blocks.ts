/** A part of what to do: words, or lines to take along as they are. */
export interface FixBlock {
  readonly kind: 'words' | 'lines';
  readonly text: string;
}

const INDENT = '    ';

/**
 * Splits the text of a fix: lines that begin with four blanks are commands or records to copy and lose just those four; everything else is
 * said in paragraphs. Lines to copy that stand together, or with only empty lines between them, are one block.
 */
export function fixBlocks(text: string): FixBlock[] {
  const blocks: { kind: FixBlock['kind']; lines: string[] }[] = [];
  let gap = false;
  for (const line of text.replaceAll('\r\n', '\n').split('\n')) {
    if (line.trim() === '') {
      gap = true;
      continue;
    }
    const kind = line.startsWith(INDENT) ? 'lines' : 'words';
    const last = blocks.at(-1);
    // An empty line ends a paragraph, but belongs to a script.
    if (last?.kind === kind && (kind === 'lines' || !gap))
      last.lines.push(...(gap ? [''] : []), kind === 'lines' ? line.slice(INDENT.length) : line);
    else blocks.push({ kind, lines: [kind === 'lines' ? line.slice(INDENT.length) : line.trim()] });
    gap = false;
  }
  return blocks.map(({ kind, lines }) => ({ kind, text: lines.join(kind === 'lines' ? '\n' : ' ').trimEnd() }));
}
