import { type Db, run } from '../db.js';

/** Off, and over from now on: whoever runs it closes it without waiting for anybody. */
export const switchOff = (db: Db, tunnelId: string): Promise<number> =>
  run(
    db,
    `UPDATE tunnel SET enabled = false, ends_at = LEAST(ends_at, now()), updated_at = now() WHERE id = $1::uuid AND (enabled OR ends_at IS NULL OR ends_at > now())`,
    tunnelId,
  );
