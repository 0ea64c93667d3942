import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatewayCodes, type GatewayCode } from '@cccd-kiosk/contract/insurance-codes';
import { startBhxhGateway, type BhxhGateway } from '@cccd-kiosk/fixtures/upstreams/bhxh/gateway';
import { askedOf } from '@cccd-kiosk/fixtures/upstreams/bhxh/settings';
import { insuredMinted } from '@cccd-kiosk/fixtures/upstreams/bhxh/insured';
import { mintPerson, type Person } from '@cccd-kiosk/fixtures/world';
import { startTestServer, until, type TestServer } from '../server/test-server.ts';
import { TestCounter } from '../server/test-pages.ts';
import { openBrowser } from './gallery-pages.ts';
import { browserMissing } from './kiosk-room.ts';
import { KioskPool } from './kiosk-pool.ts';
import { settled } from './kiosk-walk.ts';

// eslint-disable-next-line no-console -- a skipped suite is named, never silent
if (browserMissing !== undefined) console.warn(browserMissing);

/** What the screen says first for each code, and how a person goes on from there: a way, or straight to the number. */
const valid = [/Thẻ BHYT còn giá trị đến 31\/12\/20/, null] as const;
const notFound = [/Chưa tìm thấy thẻ BHYT/, 'self-pay'] as const;
const stopped = [/Thẻ BHYT này đã dừng/, 'staff'] as const;
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
/** These close the link for whoever comes next: each has a server of its own. */
const closes: ReadonlySet<string> = new Set(['054', '055', '401', '501']);
const keys = ['personal-number', 'bhxh-number', 'card-number'] as const;
/** Every code by every key with INSURANCE_CODES=all; otherwise each code by one of the keys, in turn. */
const all = process.env['INSURANCE_CODES'] === 'all';
const cases = gatewayCodes.flatMap((code, index) =>
  keys.filter((_key, place) => all || place === index % keys.length).map((key) => [code, key] as const),
);

describe.skipIf(browserMissing !== undefined)('every answer about insurance, in Chromium', { timeout: 600_000 }, () => {
  let browser: Browser;
  let gateway: BhxhGateway;
  let server: TestServer;
  let pool: KioskPool;
  let counter: TestCounter;
  let next = 0;

  async function start(kiosks: number): Promise<void> {
    server = await startTestServer({
      // A gateway that answers late is another test’s: on a busy machine a second is soon over.
      insurance: askedOf(gateway, 100, 10_000),
    });
    server.api.createStaff({ account: 'quay1', password: 'mật khẩu dài', role: 'reception', name: 'Cán bộ quầy 1' });
    counter = await (await TestCounter.signIn(server, 'quay1', 'mật khẩu dài')).connect(server);
    pool = await KioskPool.open(browser, server, { vi: kiosks, en: 0 });
  }
  async function stop(): Promise<void> {
    await pool.close();
    counter.close();
    await server.end();
  }
  beforeAll(async () => {
    browser = await openBrowser();
    gateway = await startBhxhGateway();
    await start(3);
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

  async function goes(code: GatewayCode, key: (typeof keys)[number]): Promise<void> {
    const { person, bhxhNumber, cardNumber } = insured();
    if (!['003', '003.1', '004'].includes(code)) gateway.register.add(insuredMinted(person));
    const byNumber = key !== 'personal-number';
    gateway.register.force(person.number, byNumber ? '050' : code);
    await pool.at('vi', async (walk) => {
      const { page } = walk;
      const visitId = await walk.lay(person);
      if (byNumber) {
        await page.getByRole('button', { name: /Nhập mã BHYT 10 số/ }).waitFor();
        gateway.register.force(person.number, code);
        if (key === 'bhxh-number') {
          await walk.press(/Nhập mã BHYT 10 số/);
          await page.getByText('nhập 10 số cuối').waitFor();
          await page.waitForTimeout(settled);
          await page.keyboard.type(bhxhNumber, { delay: 15 });
        } else {
          if (counter.socket?.connected !== true) await counter.connect(server);
          // Letters are typed at the counter: the officer asks again, and the kiosk follows.
          expect(await counter.ask('look-up-again', { visitId, number: cardNumber })).toMatchObject({ ok: true });
        }
      }
      const first = { 'personal-number': person.number, 'bhxh-number': bhxhNumber, 'card-number': cardNumber }[key];
      await until(() => gateway.questions.some((question) => question.key === first), 30_000);
      const [line, way] = expected[code];
      await walk.see(line);
      if (way !== null) await walk.press(way === 'self-pay' ? /Khám không dùng BHYT/ : /Nhờ nhân viên/);
      await walk.press(/Lấy số khám/);
      expect((await walk.ticket()).visitId).toBe(visitId);
      await walk.leave();
    });
    gateway.register.force(person.number, null);
  }

  it.concurrent.each(cases.filter(([code]) => !closes.has(code)))('%s, asked by %s', goes);

  it.each(cases.filter(([code]) => closes.has(code)))('%s, asked by %s', async (code, key) => {
    await stop();
    await start(1);
    await goes(code, key);
  });
});
