/**
 * Pictures of every screen of the UI gallery: `tsx test/end-to-end/gallery.ts [--out DIR] [--only TEXT,TEXT] [--look NAME]`.
 * Builds the simulation pages, serves them on a free port and photographs them; writes to `var/gallery` by default.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gallery } from '../../kiosk-ui/src/gallery/canned.ts';
import { galleryBuild, looks, openBrowser, serveFolder } from './gallery-pages.ts';

const { values } = parseArgs({
  options: { out: { type: 'string', default: 'var/gallery' }, only: { type: 'string' }, look: { type: 'string' } },
});

const pages = await serveFolder(await galleryBuild());
const browser = await openBrowser();
mkdirSync(values.out, { recursive: true });
try {
  for (const [look, { width, height, query }] of Object.entries(looks)) {
    if (values.look !== undefined && values.look !== look) continue;
    const page = await browser.newPage({ viewport: { width, height }, reducedMotion: 'no-preference' });
    for (const screen of Object.keys(gallery)) {
      if (values.only !== undefined && !values.only.split(',').some((part) => screen.includes(part))) continue;
      await page.goto(`${pages.origin}/gallery/?screen=${screen}&${query}`);
      await page.evaluate(() => document.fonts.ready);
      await page.waitForTimeout(300);
      await page.screenshot({ path: join(values.out, `${screen}.${look}.png`) });
    }
    await page.close();
  }
} finally {
  await browser.close();
  pages.close();
}
