import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatewayCodes, type GatewayCode } from '@cccd-kiosk/contract/insurance-codes';
import { problemTexts } from '@cccd-kiosk/contract/text/problems';
import { startBhxhGateway, type BhxhGateway } from '@cccd-kiosk/fixtures/upstreams/bhxh/gateway';
import { insuredMinted } from '@cccd-kiosk/fixtures/upstreams/bhxh/insured';
import { mintPerson, type Person } from '@cccd-kiosk/fixtures/world';
import { startTestServer, until, type TestServer } from '../server/test-server.ts';
import { TestCounter } from '../server/test-pages.ts';
import { newReadingId, TestStation } from '../server/test-station.ts';
import { openBrowser } from './gallery-pages.ts';
import { browserMissing, picture, seriousFindings } from './kiosk-room.ts';

// eslint-disable-next-line no-console -- a skipped suite is named, never silent
if (browserMissing !== undefined) console.warn(browserMissing);

/** What the screen says first for each code, and how a person goes on from there: a way, or straight to the number. */
const valid = [/Thẻ BHYT còn giá trị đến 31\/12\/20/, null] as const;
const notFound = [/Chưa tìm thấy thẻ BHYT/, 'self-pay'] as const;
const stopped = [/Thẻ BHYT (này đã dừng|hết hạn ngày 31\/12\/2027)/, 'staff'] as const;
const pending = [/Đang mất kết nối BHYT/, null] as const;
const desk = [/Lấy số xong, mời .* đến quầy 1/, null] as const;
const staff = [/Nhân viên sẽ kiểm tra BHYT giúp/, null] as const;
const expected: Readonly<Record<GatewayCode, readonly [RegExp, 'self-pay' | 'staff' | null]>> = {
  '000': valid,
  '001': desk,
  '002': desk,
  '003': valid,
  '003.1': valid,
  '004': valid,
  '010': stopped,
  '050': notFound,
  '051': notFound,
  '052': notFound,
  '053': notFound,
  '054': pending,
  '055': pending,
  '060': [/Tên trên thẻ và BHYT chưa giống nhau/, null],
  '061': [/Tên trên thẻ và BHYT chưa giống nhau/, null],
  '070': [/Ngày sinh trên thẻ và BHYT chưa giống nhau/, null],
  '080': staff,
  '090': staff,
  '100': pending,
  '101': pending,
  '110': stopped,
  '120': stopped,
  '121': stopped,
  '122': stopped,
  '123': stopped,
  '124': stopped,
  '130': desk,
  '205': pending,
  '401': pending,
  '501': pending,
};
const keys = ['personal-number', 'bhxh-number', 'card-number'] as const;
/** Every code by every key with INSURANCE_CODES=all; otherwise each code by one of the keys, in turn. */
const all = process.env['INSURANCE_CODES'] === 'all';
const cases = gatewayCodes.flatMap((code, index) =>
  keys.filter((_key, place) => all || place === index % keys.length).map((key) => [code, key] as const),
);
/** A screen is deaf for 600 ms after it changed. */
const settled = 650;

describe.skipIf(browserMissing !== undefined)('every answer about insurance, in Chromium', { timeout: 600_000 }, () => {
  let browser: Browser;
  let gateway: BhxhGateway;
  let server: TestServer;
  let station: TestStation;
  let page: Page;
  let counter: TestCounter;
  let next = 0;
  let away = false;

  async function start(): Promise<void> {
    server = await startTestServer({
      insurance: {
        gateway: { url: gateway.url, timeoutMs: 1000, ...gateway.account },
        officers: { kiosk: gateway.officer },
        facility: { code: '01999', level: 'basic', score: 62, formerLevel: 'province' },
        ratePerSecond: 100,
      },
    });
    station = await TestStation.enrol(server, 'K07');
    await station.connect();
    server.api.createStaff({ account: 'quay1', password: 'mật khẩu dài', role: 'reception', name: 'Cán bộ quầy 1' });
    counter = await (await TestCounter.signIn(server, 'quay1', 'mật khẩu dài')).connect(server);
    page = await (await browser.newContext({ viewport: { width: 1080, height: 1920 }, locale: 'vi-VN' })).newPage();
    await page.goto(`${server.url}/kiosk/#pair=${server.api.createPairingCode(station.id)}`);
    station.emit('reader', { reader: 'reader 1', state: 'empty' });
    await page.getByText('Máy sẵn sàng').first().waitFor();
  }
  async function stop(): Promise<void> {
    await page.context().close();
    counter.close();
    station.close();
    if (!away) await server.end();
  }
  beforeAll(async () => {
    browser = await openBrowser();
    gateway = await startBhxhGateway();
    await start();
  });
  afterAll(async () => {
    await stop();
    await gateway.close();
    await browser.close();
  });

  function insured(): { person: Person; bhxhNumber: string; cardNumber: string } {
    next += 1;
    const person = mintPerson(next, 29);
    const one = insuredMinted(person);
    const renewed = { cardNumber: `HN2${one.cardNumber.slice(3)}`, from: '01/01/2026', until: '31/12/2028' };
    gateway.register.add({ ...one, replacedBy: renewed });
    return { person, bhxhNumber: one.bhxhNumber, cardNumber: one.cardNumber };
  }
  async function tap(person: Person): Promise<string> {
    const readingId = newReadingId();
    station.emit('reader', { reader: 'reader 1', state: 'reading', readingId });
    const answer = await station.submit(station.envelope(await station.read(person, { readingId })));
    if (!answer.ok) throw new Error(answer.refusal.code);
    return answer.value.visitId ?? '';
  }
  /** From the greeting to the paper: the number is taken, the card is lifted, the machine is ready for the next one. */
  async function takeTicket(): Promise<void> {
    const before = server.api.lastTicketPictures().at(-1)?.at;
    await page.getByRole('button', { name: /Lấy số khám|Get (my )?number/ }).click();
    station.emit('reader', { reader: 'reader 1', state: 'empty' });
    await page
      .getByText(/[A-Z] \d{3}/)
      .first()
      .waitFor();
    await until(() => server.api.lastTicketPictures().at(-1)?.at !== before);
    await page.waitForTimeout(settled);
    await page.getByRole('button', { name: /^(Xong|Done)/ }).click();
    await page.getByText('Máy sẵn sàng').first().waitFor();
  }

  it.each(cases)('%s, asked by %s', async (code, key) => {
    // These close the link for all that follow: a new server for the next one.
    const closes = ['054', '055', '401', '501'].includes(code);
    const { person, bhxhNumber, cardNumber } = insured();
    if (!['003', '003.1', '004'].includes(code)) gateway.register.add(insuredMinted(person));
    const byNumber = key !== 'personal-number';
    gateway.register.force(person.number, byNumber ? '050' : code);
    const asked = gateway.questions.length;
    const visitId = await tap(person);
    if (byNumber) {
      await page.getByRole('button', { name: /Nhập mã BHYT 10 số/ }).waitFor();
      await page.waitForTimeout(settled);
      gateway.register.force(person.number, code);
      if (key === 'bhxh-number') {
        await page.getByRole('button', { name: /Nhập mã BHYT 10 số/ }).click();
        await page.getByText('nhập 10 số cuối').waitFor();
        await page.waitForTimeout(settled);
        await page.keyboard.type(bhxhNumber, { delay: 15 });
      } else {
        // Letters are typed at the counter: the officer asks again, and the kiosk follows.
        expect(await counter.ask('look-up-again', { visitId, number: cardNumber })).toMatchObject({ ok: true });
      }
    }
    const first = { 'personal-number': person.number, 'bhxh-number': bhxhNumber, 'card-number': cardNumber }[key];
    await until(() => gateway.questions.slice(asked).some((question) => question.key === first));
    const [line, way] = expected[code];
    await page.getByText(line).first().waitFor();
    await page.waitForTimeout(settled);
    if (way !== null)
      await page.getByRole('button', { name: way === 'self-pay' ? /Khám không dùng BHYT/ : /Nhờ nhân viên/ }).click();
    await page.getByRole('button', { name: /Lấy số khám/ }).waitFor();
    if (way !== null) await page.waitForTimeout(settled);
    await takeTicket();
    gateway.register.forget();
    if (!closes) return;
    await stop();
    await start();
  });

  it.each(['vi', 'en'] as const)('the flows of a morning, looked at (%s)', async (language) => {
    const lines = {
      vi: {
        'not-found': 'Chưa tìm thấy thẻ BHYT theo số căn cước này',
        expired: 'Thẻ BHYT hết hạn ngày 30/06/2026',
        mismatch: 'Tên trên thẻ và BHYT chưa giống nhau',
        army: 'đến quầy 1',
        child: 'đến quầy 1',
        away: 'Đang mất kết nối BHYT',
        soon: 'Nhớ gia hạn',
      },
      en: {
        'not-found': 'No insurance found for this ID number yet',
        expired: 'Your insurance ended on 30/06/2026',
        mismatch: 'The name differs from the insurance record',
        army: 'go to desk 1',
        child: 'go to desk 1',
        away: 'Insurance is offline',
        soon: 'Remember to renew',
      },
    }[language];
    const codes = {
      'not-found': '050',
      expired: '010',
      mismatch: '060',
      army: '001',
      child: '130',
      away: '100',
      soon: '000',
    };
    const soon = new Date(Date.now() + 12 * 86_400_000).toISOString().slice(0, 10).split('-').reverse().join('/');
    for (const [flow, line] of Object.entries(lines)) {
      const { person } = insured();
      const until = flow === 'soon' ? soon : '30/06/2026';
      gateway.register.add({ ...insuredMinted(person), until });
      gateway.register.force(person.number, codes[flow as keyof typeof codes]);
      if (language === 'en') await page.getByRole('button', { name: 'English' }).click();
      await tap(person);
      await page.getByText(line).first().waitFor();
      await page.waitForTimeout(settled + 300);
      expect(await seriousFindings(page)).toEqual([]);
      await picture(page, `insurance-${flow}-${language}`);
      if (flow === 'not-found' || flow === 'expired') {
        await page.getByRole('button', { name: /Nhờ nhân viên|Ask staff/ }).click();
        await page.getByRole('button', { name: /Lấy số khám|Get (my )?number/ }).waitFor();
        await page.waitForTimeout(settled);
      }
      await takeTicket();
      gateway.register.forget();
    }
  });

  it('the server away: the number that was given stays on the screen', async () => {
    const { person } = insured();
    await tap(person);
    await page.getByRole('button', { name: /Lấy số khám/ }).waitFor();
    await page.waitForTimeout(settled);
    await server.end();
    away = true;
    await page.getByText(problemTexts['server-away'].title.vi).first().waitFor();
    await page.waitForTimeout(settled);
    await page.getByRole('button', { name: /Lấy số khám/ }).click();
    await page
      .getByText(/[A-Z] \d{3}/)
      .first()
      .waitFor();
    await picture(page, 'insurance-server-away-vi');
  });
});
