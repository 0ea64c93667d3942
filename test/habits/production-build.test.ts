import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from 'vite';
import { projectFiles, importsOf, root } from './source-files.ts';

/** TH25: no simulated card, test issuer or developer page may reach a production build. */
describe('a production build knows no simulation', () => {
  const outDir = mkdtempSync(join(tmpdir(), 'kiosk-production-'));
  let files: string[] = [];
  beforeAll(async () => {
    const configFile = join(root, 'kiosk-ui', 'vite.config.ts');
    await build({ configFile, mode: 'production', logLevel: 'error', build: { outDir, emptyOutDir: true } });
    files = readdirSync(outDir, { recursive: true, encoding: 'utf8' });
  }, 60_000);
  afterAll(() => rmSync(outDir, { recursive: true, force: true }));

  it('has the kiosk and the counter, and neither the table of cards nor the gallery', () => {
    expect(files).toContain(join('kiosk', 'index.html'));
    expect(files).toContain(join('counter', 'index.html'));
    expect(files.filter((path) => /^(cards|gallery)/.test(path))).toEqual([]);
  });

  it('has no way to lay a simulated card, and asks nothing of another origin', () => {
    const scripts = files.filter((path) => path.endsWith('.js') || path.endsWith('.css') || path.endsWith('.html'));
    expect(scripts.length).toBeGreaterThan(3);
    for (const path of scripts) {
      const text = readFileSync(join(outDir, path), 'utf8');
      expect(text.includes('/dev/lay'), path).toBe(false);
      expect(/(?:src|href)="https?:|url\(["']?https?:|@import\s+["']?https?:/.test(text), path).toBe(false);
    }
  });

  it('no production program imports the simulated world', () => {
    const production = projectFiles('reader-daemon/*.ts', 'server/*.ts', 'kiosk-ui/*.ts', 'kiosk-ui/*.svelte');
    const offences = production.flatMap((path) =>
      importsOf(path)
        .filter((target) => /^(fixtures|test)\//.test(target))
        .map((target) => `${path} → ${target}`),
    );
    expect(offences).toEqual([]);
  });
});
