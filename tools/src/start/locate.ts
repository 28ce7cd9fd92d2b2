import { join } from 'node:path';
import { readText } from './files.js';
import { paths as pathsOf } from './paths.js';

/** An installation, for the commands that look after it. */
export interface Place {
  readonly systemUrl: string;
  readonly keyFile: string;
  readonly checkpoints: string | null;
}

/** Where database, key file and checkpoints are: told by the environment, or those of `npm start`. Null: neither. */
export async function locate(env: NodeJS.ProcessEnv): Promise<Place | null> {
  const [systemUrl, keyFile] = [env['DATABASE_SYSTEM_URL'], env['STELLWERK_KEY_FILE']];
  const checkpoints = env['AUDIT_CHECKPOINT_FILE'] ?? null;
  if (systemUrl && keyFile) return { systemUrl, keyFile, checkpoints };
  const paths = pathsOf(process.cwd(), env['STELLWERK_DATA'] || join(process.cwd(), '.stellwerk'));
  const kept = await readText(paths.database);
  if (kept === null) return null;
  const database = JSON.parse(kept) as { systemUrl: string };
  const file = checkpoints ?? ((await readText(paths.auditCheckpoints)) === null ? null : paths.auditCheckpoints);
  return { systemUrl: database.systemUrl, keyFile: paths.keyFile, checkpoints: file };
}
