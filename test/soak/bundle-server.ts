import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** One file of the server, so that it starts in a fraction of a second a thousand times. Returns its path. */
export async function bundleServer(): Promise<string> {
  // Below the server's own packages: some of them are not at the root.
  const folder = join(root, 'server', 'node_modules', '.cccd-kiosk', 'bundle');
  const { dependencies } = JSON.parse(readFileSync(join(root, 'server', 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, 'server.mjs');
  await build({
    entryPoints: [join(root, 'server', 'src', 'main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'silent',
    external: Object.keys(dependencies).filter((name) => !name.startsWith('@cccd-kiosk/')),
  });
  cpSync(join(root, 'server', 'src', 'portraits', 'portrait-child.mjs'), join(folder, 'portrait-child.mjs'));
  return outfile;
}
