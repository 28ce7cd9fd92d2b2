import type { Tunnel } from '@stellwerk/contracts';

type TunnelStatus = Tunnel['status'];

export interface TunnelPages {
  readonly pages: readonly { readonly items: readonly Tunnel[]; readonly nextCursor: string | null }[];
  readonly pageParams: readonly unknown[];
}

/** Puts new statuses into cached pages; pages without a changed tunnel stay the same object, so nothing of them is drawn again. */
export function patchPages(data: TunnelPages, statuses: ReadonlyMap<string, TunnelStatus>): TunnelPages {
  const touched = (items: readonly Tunnel[]) => items.some((t) => statuses.has(t.id));
  if (!data.pages.some((page) => touched(page.items))) return data;
  return {
    ...data,
    pages: data.pages.map((page) =>
      touched(page.items) ? { ...page, items: page.items.map((t) => patchTunnel(t, statuses.get(t.id))) } : page,
    ),
  };
}

export const patchTunnel = (tunnel: Tunnel, status: TunnelStatus | undefined): Tunnel =>
  status === undefined ? tunnel : { ...tunnel, status };
