import { createReadStream, existsSync, mkdtempSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';
import { build } from 'vite';

/** Sizes, languages and texts in which every screen must hold. */
export const looks: Readonly<Record<string, { width: number; height: number; query: string }>> = {
  portrait: { width: 1080, height: 1920, query: 'lang=vi' },
  'portrait-en': { width: 1080, height: 1920, query: 'lang=en&simulation=1' },
  'portrait-large': { width: 1080, height: 1920, query: 'lang=vi&text=large' },
  'portrait-contrast': { width: 1080, height: 1920, query: 'lang=en&text=large-contrast&simulation=1' },
  'portrait-low': { width: 1080, height: 1920, query: 'lang=vi&reach=low&simulation=1' },
  landscape: { width: 1920, height: 1080, query: 'lang=vi&simulation=1' },
  'landscape-en': { width: 1920, height: 1080, query: 'lang=en' },
  'landscape-large': { width: 1920, height: 1080, query: 'lang=vi&text=large' },
  small: { width: 800, height: 600, query: 'lang=vi&simulation=1' },
  'twice-the-text': { width: 1080, height: 1920, query: 'lang=vi&scale=2' },
};

export const chromiumPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

/** Builds the pages with the gallery in a folder of its own, and returns it. */
export async function galleryBuild(mode = 'simulation'): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'kiosk-ui-'));
  const configFile = fileURLToPath(new URL('../../kiosk-ui/vite.config.ts', import.meta.url));
  await build({ configFile, mode, logLevel: 'error', build: { outDir, emptyOutDir: true } });
  return outDir;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

/** The same policy as the server's: no inline script, no inline style. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'";

export interface ServedFolder {
  readonly origin: string;
  close(): void;
}

export async function serveFolder(folder: string): Promise<ServedFolder> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://gallery');
    const inside = normalize(pathname).replace(/\/$/, '/index.html');
    const path = join(folder, inside);
    if (!existsSync(path) || !statSync(path).isFile()) return void response.writeHead(404).end();
    const type = types[extname(path)] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type, 'content-security-policy': policy });
    createReadStream(path).pipe(response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => void server.close() };
}
