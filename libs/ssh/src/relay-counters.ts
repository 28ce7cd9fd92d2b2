/** Traffic of one mapping, counted where it flows. Plain numbers, so that counting costs nothing; whoever reports takes a copy. */
export interface RelayCounters {
  /** Bytes towards the PBX side. */
  bytesIn: number;
  /** Bytes away from the PBX side. */
  bytesOut: number;
  /** Connections open now. */
  connections: number;
  /** Connections ever. */
  connectionsTotal: number;
}

export const newCounters = (): RelayCounters => ({ bytesIn: 0, bytesOut: 0, connections: 0, connectionsTotal: 0 });
