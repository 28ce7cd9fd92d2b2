import { cp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from './files.js';

/**
 * Next's standalone server leaves the static files to a web server; here it serves them itself, so they are put beside it,
 * again after every build.
 * @returns the server's script
 */
export async function portalServer(root: string): Promise<string> {
  const source = join(root, 'apps', 'portal');
  const target = join(source, '.next', 'standalone', 'apps', 'portal');
  const build = await readText(join(source, '.next', 'BUILD_ID'));
  const copied = await readText(join(target, '.next', 'static', 'BUILD_ID'));
  if (copied !== build || build === null) {
    await rm(join(target, '.next', 'static'), { recursive: true, force: true });
    await cp(join(source, '.next', 'static'), join(target, '.next', 'static'), { recursive: true });
    if (existsSync(join(source, 'public'))) await cp(join(source, 'public'), join(target, 'public'), { recursive: true });
    await cp(join(source, '.next', 'BUILD_ID'), join(target, '.next', 'static', 'BUILD_ID'));
  }
  return join(target, 'server.js');
}
