import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditorPage } from '@cccd-kiosk/reader-daemon/cli/auditor-page';
import { auditorReport } from '@cccd-kiosk/reader-daemon/cli/auditor-report';
import { describeAccess } from '@cccd-kiosk/reader-daemon/cli/describe-access';
import { inspectCard, now } from '../reader-daemon/emrtd/inspection/simulated.ts';
import { openBrowser } from './gallery-pages.ts';
import { browserMissing, seriousFindings } from './kiosk-room.ts';

// eslint-disable-next-line no-console -- a skipped suite is named, never silent
if (browserMissing !== undefined) console.warn(browserMissing);

describe.skipIf(browserMissing !== undefined)('the auditor’s report, printed', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it.each([
    ['standard', undefined],
    ['short-223', undefined],
    ['short-223', 'bad-hash-dg2'],
  ] as const)('a reading (%s, %s) is one A4 page', async (variant, fault) => {
    const reading = await inspectCard({ person: '02-nghiem', variant, fault });
    const { access, refusals, signer } = reading;
    const report = auditorReport(
      { ...reading, access: describeAccess(access), notRead: refusals, signer: { ...signer } },
      now,
    );
    const page = await (await browser.newContext()).newPage();
    await page.setContent(auditorPage(report));
    expect(await seriousFindings(page)).toEqual([]);
    const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page[^s]/g)?.length).toBe(1);
    await page.context().close();
  });
});
