import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseRow } from '@cccd-kiosk/contract/forms';
import { problemTexts } from '@cccd-kiosk/contract/text/problems';
import { kioskFormTexts } from '@cccd-kiosk/contract/text/kiosk-forms';
import { personById } from '@cccd-kiosk/fixtures/world';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPdf, withoutBlanks } from '../server/forms/read-pdf.ts';
import { TestCounter } from '../server/test-pages.ts';
import { pageHeaders } from '../server/test-server.ts';
import { openBrowser } from './gallery-pages.ts';
import type { KioskRoom } from './kiosk-room.ts';
import { browserMissing, kioskRoom, picture, reader, seriousFindings } from './kiosk-room.ts';
import { settled } from './kiosk-walk.ts';

// eslint-disable-next-line no-console -- a skipped suite is named, never silent
if (browserMissing !== undefined) console.warn(browserMissing);

type Language = 'vi' | 'en';
/** What CT01 asks of somebody whose chip was read; the keys that type it, and what stands on the paper. */
const answers = {
  phone: '0912345678',
  head: 'Tran Van Chu',
  relation: 'Con',
  number: '001070000017',
  request: 'Dang ky tam tru',
} as const;
const password = 'mật khẩu của cán bộ';

describe.skipIf(browserMissing !== undefined)('a citizen fills a form alone, in Chromium', () => {
  let browser: Browser;
  let room: KioskRoom;
  let page: Page;
  let cookie: string;
  const faults: string[] = [];
  beforeAll(async () => {
    browser = await openBrowser();
    room = await kioskRoom(browser, { oneStop: true });
    const { server } = room.simulation;
    server.api.createStaff({ account: 'mot-cua', password, role: 'counter-officer', name: 'Cán bộ một cửa' });
    ({ cookie } = await TestCounter.signIn(server, 'mot-cua', password));
    page = await room.openKiosk();
    page.setDefaultTimeout(20_000);
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  });
  afterAll(async () => {
    await room.close();
    await browser.close();
  });

  const say = (key: keyof typeof kioskFormTexts, language: Language): string => kioskFormTexts[key][language];
  /** A screen stands there, and listens: it is deaf for a moment after it changed. */
  async function at(text: string | RegExp): Promise<void> {
    await page.getByText(text).first().waitFor();
    await page.waitForTimeout(settled);
  }
  const touch = (name: string | RegExp): Promise<void> =>
    page
      .getByRole('button', { name, exact: typeof name === 'string' })
      .first()
      .click();
  const lay = (personId: string) => room.simulation.world.lay({ reader, personId, scanQr: true });
  async function cases(): Promise<CaseRow[]> {
    const headers = { ...pageHeaders(room.simulation), cookie };
    return (await (await fetch(`${room.simulation.url}/api/staff/forms/cases`, { headers })).json()) as CaseRow[];
  }

  async function answerAll(language: Language): Promise<void> {
    for (const [place, text] of Object.values(answers).entries()) {
      const count = say('question.count', language)
        .replace('{at}', String(place + 1))
        .replace('{of}', '5');
      await at(count);
      await page.keyboard.type(text);
      if (place === 2 && language === 'vi') expect(await seriousFindings(page)).toEqual([]);
      await touch(say('question.next', language));
    }
    await at(language === 'vi' ? /xem lại các câu trả lời/ : 'Please check your answers');
  }

  it('vi: by touch, from the tiles through the search to the paper, and then to an officer', async () => {
    await lay('01-khuyen');
    await at('Bà cần làm thủ tục gì?');
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, 'kiosk-10-forms-vi');
    await touch('Tìm thủ tục');
    await at('Bà tìm thủ tục nào?');
    for (const letter of 'dkks') {
      await touch(letter);
      // A calm finger: the same key again is another touch.
      if (letter === 'k') await page.waitForTimeout(220);
    }
    await page.getByRole('button', { name: /^Đăng ký khai sinh/ }).waitFor();
    for (let letter = 0; letter < 4; letter += 1) await page.keyboard.press('Backspace');
    for (const letter of 'ho chieu') await touch(letter === ' ' ? 'Dấu cách' : letter);
    await page.getByRole('button', { name: /hộ chiếu.*cán bộ làm tại quầy/ }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, 'kiosk-11-search-vi');
    await touch('Quay lại');
    await at('Bà cần làm thủ tục gì?');
    await touch(/^Tờ khai thay đổi thông tin cư trú/);
    await answerAll('vi');
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, 'kiosk-12-answers-vi');

    await touch('In tờ khai');
    await at('Mời bà lấy tờ khai');
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, 'kiosk-13-paper-vi');
    const [file = ''] = readdirSync(room.printed);
    const { letters } = await readPdf(new Uint8Array(readFileSync(join(room.printed, file))));
    for (const value of [personById('01-khuyen').name, answers.head, answers.request])
      expect(letters).toContain(withoutBlanks(value));

    await touch('Gửi tới cán bộ');
    const number = page.getByText(/^[A-Z] \d{3}$/).first();
    await number.waitFor();
    expect((await cases())[0]).toMatchObject({ state: 'open', forms: ['CT01'], number: await number.innerText() });
    await room.simulation.world.lift(reader);
    await page.getByText('Máy sẵn sàng').first().waitFor();
    // Nothing of the form stays on the kiosk.
    const left = await page.content();
    for (const value of Object.values(answers)) expect(left).not.toContain(value);
    expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
  });

  it('en: by keyboard and screen reader; no paper, and the answers go to an officer', async () => {
    await touch('English');
    await lay('02-nghiem');
    await at('What would you like to do?');
    await page.getByRole('button', { name: 'Find another' }).focus();
    await page.keyboard.press('Enter');
    await at('What do you need?');
    await page.keyboard.type('dktt');
    const result = page.getByRole('button', { name: /^Temporary residence/ });
    await result.waitFor();
    expect(await page.getByRole('status', { name: say('search.field', 'en') }).innerText()).toContain('dktt');
    await expect.poll(() => page.locator('.results [role=status]').innerText()).toMatch(/Found|more/);
    await result.focus();
    await page.keyboard.press('Enter');
    await answerAll('en');
    room.simulation.server.api.setPrinter('out-of-paper');
    await touch('Print the form');
    await at('The form printer is out of paper');
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, 'kiosk-14-no-paper-en');
    room.simulation.server.api.setPrinter('ready');
    expect(readdirSync(room.printed)).toHaveLength(1);
    await touch('Send and take a number');
    await page
      .getByText(/^[A-Z] \d{3}$/)
      .first()
      .waitFor();
    expect((await cases()).filter(({ state }) => state === 'open')).toHaveLength(2);
    await room.simulation.world.lift(reader);
    await page
      .getByText(/Máy sẵn sàng|The machine is ready/)
      .first()
      .waitFor();
    expect(faults).toEqual([]);
  });

  it('T-03: another card on the tray, and nothing is read until one is left', async () => {
    await room.simulation.world.reset();
    const { world } = room.simulation;
    await world.lay({ reader, personId: '02-nghiem', scanQr: false });
    await page
      .getByText(problemTexts['key-needed'].title.vi)
      .or(page.getByText(problemTexts['key-needed'].title.en))
      .first()
      .waitFor();
    world.layBeside(reader, true);
    await page
      .getByText(/Có hơn một thẻ trên khay|More than one card on the tray/)
      .first()
      .waitFor();
    await page.getByText(/T-03/).waitFor();
    world.layBeside(reader, false);
    await page
      .getByText(problemTexts['key-needed'].title.vi)
      .or(page.getByText(problemTexts['key-needed'].title.en))
      .first()
      .waitFor();
    await world.lift(reader);
  });
});
