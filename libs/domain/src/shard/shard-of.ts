/** Tunnels of an edge are hashed into this many shards; ownership is leased per shard, not per tunnel. */
export const SHARDS = 256;

/**
 * The shard of a tunnel: FNV-1a (32 bit) over the id's characters, folded to 8 bits. Stored on the tunnel's row when it
 * is made, so this must never change for existing ids.
 */
export function shardOf(tunnelId: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < tunnelId.length; i++) hash = Math.imul(hash ^ tunnelId.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 16;
  return (hash ^ (hash >>> 8)) & 0xff;
}
