'use client';

import { ConnectionMode, type Edge, MarkerType, ReactFlow } from '@xyflow/react';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { MappingState } from '@stellwerk/domain';
import { MAPPING_TONE } from '../ui/signal';
import { ScrollBox } from '../ui/scroll-box';
import { type BoxNode, BoxView } from './boxes';
import { layoutPicture, type Line } from './layout';
import type { PictureInput } from './model';

const NODE_TYPES = { box: BoxView };
const MARGIN = 16;
const MAX_HEIGHT = 2400;
const MOST_ZOOM = 1.1;

const colourOf = (state: MappingState | null, gateway: boolean): string =>
  state === null ? `var(--sw-${gateway ? 'attention' : 'info'})` : `var(--sw-${MAPPING_TONE[state]})`;
const DASHES: Partial<Record<MappingState, string>> = { failing: '3 4', closed: '2 5', unknown: '8 5' };

function edgeOf(line: Line): Edge {
  const colour = colourOf(line.state, line.gateway);
  return {
    id: line.id,
    source: line.from.box,
    sourceHandle: `${line.from.lane} ${line.from.side}`,
    target: line.to.box,
    targetHandle: `${line.to.lane} ${line.to.side}`,
    type: 'straight',
    className: line.state === 'opening' ? 'sw-flow-edge' : undefined,
    style: {
      stroke: colour,
      strokeWidth: line.encrypted ? 2.5 : 1.5,
      strokeDasharray: line.state === null ? undefined : DASHES[line.state],
    },
    markerEnd: { type: MarkerType.ArrowClosed, color: colour, width: line.encrypted ? 12 : 16, height: line.encrypted ? 12 : 16 },
    zIndex: 1,
    focusable: false,
  };
}

/** PBX — encrypted tunnel — SSH server — target, drawn from what is true now. The same facts stand in a table beside it. */
export function TunnelPicture({ input, label }: { input: PictureInput; label: string }) {
  const t = useTranslations('picture');
  const picture = useMemo(() => layoutPicture(input), [input]);
  const nodes = useMemo(
    () =>
      picture.boxes.map((box): BoxNode => ({
        id: box.id,
        type: 'box',
        position: { x: box.x, y: box.y },
        width: box.width,
        height: box.height,
        data: { box },
        zIndex: box.kind === 'band' ? 0 : 2,
        draggable: false,
        selectable: false,
        focusable: false,
      })),
    [picture],
  );
  const edges = useMemo(() => picture.lines.map(edgeOf), [picture]);
  // A new shape is a new view: fitting again is the only way the whole of it stays in sight.
  const shape = `${picture.width}x${picture.height}`;
  return (
    <ScrollBox className="picture" label={label}>
      <div
        className="picture-plane"
        role="img"
        aria-label={`${label}. ${t('tableHint')}`}
        data-testid="tunnel-picture"
        style={{
          width: '100%',
          aspectRatio: `${picture.width + 2 * MARGIN} / ${picture.height + 2 * MARGIN}`,
          maxHeight: Math.min(MAX_HEIGHT, picture.height * MOST_ZOOM + 2 * MARGIN),
        }}
      >
        <ReactFlow
          key={shape}
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          connectionMode={ConnectionMode.Loose}
          fitView
          fitViewOptions={{ padding: `${MARGIN}px`, maxZoom: MOST_ZOOM, minZoom: 0.35 }}
          minZoom={0.3}
          maxZoom={1.6}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          panOnDrag={false}
          zoomOnPinch={false}
          zoomOnScroll={false}
          preventScrolling={false}
          zoomOnDoubleClick={false}
          proOptions={{ hideAttribution: true }}
        />
      </div>
    </ScrollBox>
  );
}
