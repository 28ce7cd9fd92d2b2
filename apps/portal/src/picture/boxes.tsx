'use client';

import { IconBuildingCommunity, IconLock, IconPhone, IconServer2, IconUsersGroup } from '@tabler/icons-react';
import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { useTranslations } from 'next-intl';
import { SignalGlyph, TUNNEL_TONE } from '../ui/signal';
import { type Box, type Lane, LANE } from './layout';

export type BoxNode = Node<{ box: Box }, 'box'>;

const ICONS = { pbx: IconPhone, server: IconServer2, target: IconBuildingCommunity, hosts: IconUsersGroup };

export function BoxView({ data: { box } }: NodeProps<BoxNode>) {
  if (box.kind === 'band') return <Band box={box} />;
  if (box.kind === 'target' || box.kind === 'hosts') return <Outside box={box} />;
  const Icon = ICONS[box.kind];
  return (
    <div className={`picture-box${box.failing ? ' tone-down' : ''}`}>
      <div className={`picture-head${box.failing ? ' picture-head-failing' : ''}`}>
        {box.failing ? <SignalGlyph state="blocked" size={18} /> : <Icon size={18} stroke={1.6} />}
        <div>
          <div className="clip" style={{ fontWeight: 650 }}>
            {box.title}
          </div>
          <div className="clip" style={{ fontSize: 11, opacity: 0.85 }}>
            {box.detail}
          </div>
        </div>
      </div>
      {box.groups.map((group) => (
        <div key={group.y} className="picture-group" style={{ top: group.y }}>
          <span className="clip">{group.text}</span>
        </div>
      ))}
      {box.lanes.map((lane) => (
        <LaneView key={lane.id} lane={lane} end={box.kind === 'pbx'} />
      ))}
    </div>
  );
}

function LaneView({ lane, end }: { lane: Lane; end: boolean }) {
  return (
    <>
      <div
        className={`picture-lane${lane.failing ? ' tone-down' : ''}`}
        style={{
          top: lane.y - LANE / 2,
          justifyContent: end ? 'space-between' : 'flex-start',
          color: lane.failing ? 'var(--tone)' : undefined,
        }}
      >
        {lane.passing && <span className="picture-passing" />}
        {lane.failing && !end && <SignalGlyph state="failing" size={15} />}
        {lane.text && (
          <span className="clip" style={{ flex: end ? 1 : undefined }}>
            {lane.text}
          </span>
        )}
        {lane.port && <code>:{lane.port}</code>}
        {lane.failing && end && <SignalGlyph state="failing" size={15} />}
      </div>
      <Ends lane={lane} />
    </>
  );
}

function Ends({ lane }: { lane: Lane }) {
  return (
    <>
      <Handle type="source" id={`${lane.id} left`} position={Position.Left} style={{ top: lane.y }} isConnectable={false} />
      <Handle type="source" id={`${lane.id} right`} position={Position.Right} style={{ top: lane.y }} isConnectable={false} />
    </>
  );
}

/** The encrypted tunnel: a sleeve around its lanes. */
function Band({ box }: { box: Box }) {
  const t = useTranslations('picture');
  const tone = box.failing ? 'down' : box.state === null ? 'info' : TUNNEL_TONE[box.state];
  return (
    <div
      className={`tone-${tone}`}
      style={{
        height: '100%',
        borderRadius: 12,
        background: 'var(--tone-soft)',
        border: `1.5px ${box.state === 'stopped' ? 'dashed' : 'solid'} color-mix(in srgb, var(--tone) 45%, transparent)`,
        textAlign: 'center',
        fontSize: 12,
        whiteSpace: 'nowrap',
        color: 'var(--tone)',
        fontWeight: 650,
        paddingTop: 12,
        lineHeight: 1.3,
      }}
    >
      <div style={{ display: 'inline-flex', gap: 5, alignItems: 'center', justifyContent: 'center' }}>
        {box.failing && box.state !== null ? <SignalGlyph state="blocked" size={14} /> : <IconLock size={14} stroke={2} />}
        <span>{t('encrypted')}</span>
      </div>
    </div>
  );
}

function Outside({ box }: { box: Box }) {
  const t = useTranslations('picture');
  const lane = box.lanes[0];
  const gateway = box.kind === 'hosts';
  const Icon = ICONS[gateway ? 'hosts' : 'target'];
  if (!lane) return null;
  return (
    <div
      className={`picture-box ${lane.failing ? 'tone-down' : gateway ? 'tone-attention' : ''}`}
      style={{ borderStyle: gateway ? 'dashed' : 'solid', borderRadius: 6 }}
    >
      <div
        className="picture-lane"
        style={{ top: lane.y - LANE / 2, padding: '0 8px', color: lane.failing || gateway ? 'var(--tone)' : undefined }}
      >
        {lane.failing ? <SignalGlyph state="failing" size={15} /> : <Icon size={15} stroke={1.7} style={{ flex: 'none' }} />}
        <span className="clip">{gateway ? t('hosts') : lane.text}</span>
        {lane.port && <code>:{lane.port}</code>}
      </div>
      <Ends lane={lane} />
    </div>
  );
}
