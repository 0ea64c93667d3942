import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gallery } from '../../kiosk-ui/src/gallery/canned.ts';
import { staffGallery } from '../../kiosk-ui/src/gallery/staff-screens.ts';
import type { ServedFolder } from './gallery-pages.ts';
import { galleryBuild, looks, openBrowser, serveFolder } from './gallery-pages.ts';
import { browserMissing, seriousFindings } from './kiosk-room.ts';
import { flawsOf } from './look.ts';

// eslint-disable-next-line no-console -- a skipped suite is named, never silent
if (browserMissing !== undefined) console.warn(browserMissing);

/** 28 px is the floor of the type and 96 px of a target, at the sizes that were drawn; a small panel scales both. */
const least: Readonly<Record<string, { target: number; type: number }>> = {
  small: { target: 59, type: 13.9 },
};
const drawn = { target: 96, type: 28 };

/** Every look of every screen takes minutes: `GALLERY=all` asks for it; otherwise the looks that differ most. */
const everything = process.env['GALLERY'] === 'all';
const chosenLooks = Object.keys(looks).filter(
  (look) => everything || ['portrait', 'portrait-large', 'landscape', 'small', 'twice-the-text'].includes(look),
);
const kinds = [
  'idle',
  'keypad-wrong',
  'reading',
  'paused',
  'greeting-card',
  'ticket-card-left',
  'go-to-desk',
  'problem-chip-unreadable',
  'no-card',
  'notice',
  'still-there',
  'away',
];
/** The officer's form screens: in the window they were drawn for, and in those of older office computers. */
const staffLooks = {
  drawn: { width: 1680, height: 1050, language: 'vi', axe: ['case-open', 'portal'] },
  'in English': { width: 1366, height: 768, language: 'en', axe: ['case-finished', 'service'] },
  least: { width: 800, height: 600, language: 'vi', axe: ['case-open'] },
};
const staffScreens = Object.keys(staffGallery);

const axeScreens = everything ? Object.keys(gallery) : kinds;

describe.skipIf(browserMissing !== undefined)('60: every screen of the gallery', () => {
  let browser: Browser;
  let pages: ServedFolder;
  beforeAll(async () => {
    [browser, pages] = await Promise.all([openBrowser(), galleryBuild().then(serveFolder)]);
  });
  afterAll(async () => {
    await browser.close();
    pages.close();
  });

  async function each(
    look: string,
    screens: readonly string[],
    check: (page: Page, screen: string) => Promise<unknown>,
  ): Promise<unknown[]> {
    const { width, height, query } = looks[look] ?? { width: 1080, height: 1920, query: '' };
    const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    const found: unknown[] = [];
    for (const screen of screens) {
      await page.goto(`${pages.origin}/gallery/?screen=${screen}&${query}`);
      await page.evaluate(() => document.fonts.ready);
      found.push(await check(page, screen));
    }
    await context.close();
    return found.filter((finding) => finding !== null);
  }

  it.each(chosenLooks)('%s: no text clipped, no target too small, nothing out of reach', async (look) => {
    const flawed = await each(look, Object.keys(gallery), async (page, screen) => {
      const flaws = await flawsOf(page, least[look] ?? drawn);
      return Object.values(flaws).every(({ length }) => length === 0) ? null : { screen, ...flaws };
    });
    expect(flawed).toEqual([]);
  });

  it('low reach: whatever can be touched lies in the lower 65 %', async () => {
    const screens = [
      'idle',
      'keypad-wrong',
      'greeting-longest',
      'insurance-not-found',
      'child',
      'no-card',
      'still-there',
    ];
    const forms = ['form-tiles', 'form-search-found', 'form-question', 'form-check-print', 'form-paper'];
    const high = await each('portrait-low', [...screens, ...forms], async (page, screen) => {
      const tops = await page
        .locator('button:visible')
        .evaluateAll((all) => all.map((button) => button.getBoundingClientRect().top));
      const least = Math.min(...tops);
      return tops.length > 5 && least >= 680 ? null : { screen, least, buttons: tops.length };
    });
    expect(high).toEqual([]);
  });

  it.each(['portrait', 'portrait-contrast'])('%s: no serious finding of axe', async (look) => {
    const found = await each(look, axeScreens, async (page, screen) => {
      const findings = await seriousFindings(page);
      return findings.length === 0 ? null : { screen, findings };
    });
    expect(found).toEqual([]);
  });

  it.each(Object.entries(staffLooks))(
    'staff screens, %s: nothing clipped, nothing serious for axe',
    async (_name, look) => {
      const context = await browser.newContext({ viewport: look, reducedMotion: 'reduce' });
      const page = await context.newPage();
      const found: unknown[] = [];
      page.on('console', (message) => message.type() === 'error' && found.push(message.text()));
      for (const screen of look.axe.length > 1 || everything ? staffScreens : look.axe) {
        await page.goto(`${pages.origin}/gallery/staff/?screen=${screen}&lang=${look.language}`);
        await page.locator('body[data-ready]').waitFor();
        await page.evaluate(() => document.fonts.ready);
        // 14 px is a mark's; 32 px the least that a mouse is asked to hit.
        const { clipped, smallType, smallTargets } = await flawsOf(page, { target: 32, type: 14 });
        const axe = everything || look.axe.includes(screen) ? await seriousFindings(page) : [];
        const findings = [...clipped, ...smallType, ...smallTargets, ...axe];
        if (findings.length > 0) found.push({ screen, findings });
      }
      await context.close();
      expect(found).toEqual([]);
    },
  );

  it('the look itself sees what is wrong', async () => {
    const page = await browser.newPage({ viewport: { width: 400, height: 300 } });
    await page.setContent(
      '<p style="font-size:20px;margin:0">small</p><button style="width:50px;height:50px;white-space:nowrap">a label that runs out</button>' +
        '<nav><button style="position:absolute;top:280px;width:200px;height:100px">below</button></nav>',
    );
    const flaws = await flawsOf(page, drawn);
    await page.close();
    expect(flaws.smallType[0]).toContain('small');
    expect(flaws.smallTargets).toEqual(['50×50: a label that runs out']);
    expect(flaws.clipped).toContain('beyond its button: a label that runs out');
    expect(flaws.hidden).toEqual(['below']);
  });

  it('nothing is fetched from outside, and nothing is refused by the content policy', async () => {
    const page = await browser.newPage();
    const outside: string[] = [];
    const refused: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(pages.origin) && !request.url().startsWith('data:')) outside.push(request.url());
    });
    page.on('console', (message) => {
      if (message.type() === 'error') refused.push(message.text());
    });
    await page.goto(`${pages.origin}/gallery/?screen=greeting-ede&lang=vi`);
    await page.evaluate(() => document.fonts.ready);
    const fonts = await page.evaluate(() =>
      [...document.fonts].filter(({ status }) => status === 'loaded').map(({ family }) => family),
    );
    await page.close();
    expect([outside, refused]).toEqual([[], []]);
    expect(fonts.some((family) => family.includes('Be Vietnam Pro'))).toBe(true);
    expect(fonts.some((family) => family.includes('Noto Sans'))).toBe(true);
  });
});
