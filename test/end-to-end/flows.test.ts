/**
 * The flows of people at a kiosk, each in Vietnamese and in English, from the card on the tray to the paper in the hand,
 * with at most the presses that the flow allows. Digits are counted apart, as the flows count them.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kioskTexts, type KioskTextKey } from '@cccd-kiosk/contract/text/kiosk';
import { problemTexts } from '@cccd-kiosk/contract/text/problems';
import { startBhxhGateway, type BhxhGateway } from '@cccd-kiosk/fixtures/upstreams/bhxh/gateway';
import { askedOf } from '@cccd-kiosk/fixtures/upstreams/bhxh/settings';
import { insuredMinted, type Insured } from '@cccd-kiosk/fixtures/upstreams/bhxh/insured';
import { startHis, type His } from '@cccd-kiosk/fixtures/upstreams/his/his';
import { askedOfHis, bookAppointment } from '@cccd-kiosk/fixtures/upstreams/his/settings';
import { mintPerson } from '@cccd-kiosk/fixtures/world';
import { rowsOf } from '../server/rows-of.ts';
import { startTestServer, until, type TestServer } from '../server/test-server.ts';
import { openBrowser } from './gallery-pages.ts';
import { browserMissing, picture, seriousFindings } from './kiosk-room.ts';
import { KioskPool } from './kiosk-pool.ts';
import { settled, type KioskWalk } from './kiosk-walk.ts';

// eslint-disable-next-line no-console -- a skipped suite is named, never silent
if (browserMissing !== undefined) console.warn(browserMissing);

const languages = ['vi', 'en'] as const;
type Language = (typeof languages)[number];

/** A way is pressed by its words, a companion's card is laid down in the place of the patient's, `type` types the child's or the person's own ten digits on the screen. */
type Step = 'department' | 'take' | 'type' | 'companion-card' | 'forged-companion-card' | KioskTextKey;

const onTicket = {
  'desk-first': { vi: 'Mời đến quầy 1 trước', en: 'Go to desk 1 first' },
  companion: { vi: 'Có người đi cùng', en: 'With a companion' },
} as const;

interface Flow {
  readonly name: string;
  /** How the register differs from the card; `absent`: it does not know the identity number. */
  readonly register: Partial<Insured> | 'absent';
  /** Where the hospital expects the person today. */
  readonly appointment?: string;
  /** The first thing that the person reads of it. */
  readonly says: Readonly<Record<Language, RegExp>>;
  readonly steps: readonly Step[];
  /** What the flow allows at most. */
  readonly taps: number;
  readonly digits?: number;
  /** Where the number is, if that is the flow's point. */
  readonly department?: string;
  /** What the number's screen says beside it. */
  readonly paper?: keyof typeof onTicket;
  /** Looked at by axe, and kept as a picture. */
  readonly look?: string;
}

const inDays = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10).split('-').reverse().join('/');
const valid = { vi: /Thẻ BHYT còn giá trị đến 31\/12\/20/, en: /Your insurance is valid until 31\/12\/20/ };
const notFound = { vi: /Chưa tìm thấy thẻ BHYT theo số căn cước này/, en: /No insurance found for this ID number yet/ };
const ended = { vi: /Thẻ BHYT hết hạn ngày 30\/06\/2026/, en: /Your insurance ended on 30\/06\/2026/ };
const desk = { vi: /Lấy số xong, mời .* đến quầy 1/, en: /Take your number, then go to desk 1/ };
const expired = { until: '30/06/2026', code: '010' };
const name = { vi: /Tên trên thẻ và BHYT chưa giống nhau/, en: /The name differs from the insurance record/ };
const birth = {
  vi: /Ngày sinh trên thẻ và BHYT chưa giống nhau/,
  en: /The birth date differs from the insurance record/,
};
const soon = { vi: /Nhớ gia hạn/, en: /Remember to renew/ };
const appointment = {
  vi: /Lịch hẹn hôm nay lúc \d\d:\d\d, Tai Mũi Họng/,
  en: /Appointment today at \d\d:\d\d, Ear, nose and throat/,
};
const stopped = { vi: /Thẻ BHYT này đã dừng/, en: /This insurance has stopped/ };

const flows: readonly Flow[] = [
  { name: 'H1 insured, to where the machine proposes', register: {}, says: valid, steps: ['take'], taps: 1 },
  {
    ...{ name: 'H1 insured, with an appointment', register: {}, says: valid, appointment: 'ear-nose-throat' },
    ...{ steps: ['take'], taps: 1, department: 'ear-nose-throat', look: 'appointment' },
  },
  {
    ...{ name: 'H2 with an appointment, chooses another', register: {}, says: valid, appointment: 'ear-nose-throat' },
    ...{ steps: ['department', 'take'], taps: 2, department: 'cardiology' },
  },
  { name: 'H2 insured, chooses where', register: {}, says: valid, steps: ['department', 'take'], taps: 2 },
  {
    ...{ name: 'H3 not found, types the number of the card', register: 'absent', says: notFound, look: 'not-found' },
    ...{ steps: ['insurance.number.way', 'type', 'take'], taps: 2, digits: 10 },
  },
  {
    ...{ name: 'H3 not found, goes on without', register: 'absent', says: notFound },
    ...{ steps: ['insurance.self-pay', 'take'], taps: 2 },
  },
  {
    ...{ name: 'H3 not found, asks staff', register: 'absent', says: notFound },
    ...{ steps: ['insurance.staff', 'take'], taps: 2, paper: 'desk-first' },
  },
  {
    ...{ name: 'H4 expired, goes on without', register: expired, says: ended, look: 'expired' },
    ...{ steps: ['insurance.self-pay', 'take'], taps: 2 },
  },
  {
    ...{ name: 'H4 expired, asks staff', register: expired, says: ended },
    ...{ steps: ['insurance.staff', 'take'], taps: 2, paper: 'desk-first' },
  },
  {
    ...{ name: 'H4 stopped, goes on without', register: { code: '124' }, says: stopped },
    ...{ steps: ['insurance.self-pay', 'take'], taps: 2 },
  },
  {
    ...{ name: 'H4 valid, ends within the month', register: { until: inDays(12) }, says: soon, look: 'soon' },
    ...{ steps: ['take'], taps: 1 },
  },
  {
    ...{ name: 'H5 another name', register: { name: 'Phạm Văn Khác' }, says: name, look: 'mismatch' },
    ...{ steps: ['take'], taps: 1 },
  },
  {
    ...{ name: 'H5 another birth date', register: { birthDate: '02/02/1931' }, says: birth },
    ...{ steps: ['take'], taps: 1 },
  },
  {
    name: 'H6 army',
    paper: 'desk-first',
    register: { code: '001' },
    says: desk,
    steps: ['take'],
    taps: 1,
    look: 'army',
  },
  { name: 'H6 police', paper: 'desk-first', register: { code: '002' }, says: desk, steps: ['take'], taps: 1 },
  {
    name: 'H7 a child with a card of its own',
    paper: 'desk-first',
    register: { code: '130' },
    says: desk,
    steps: ['take'],
    taps: 1,
  },
  {
    ...{ name: 'H7 a child without a card, with its number', register: {}, says: valid, look: 'child' },
    ...{ steps: ['child.way', 'type'], taps: 3, digits: 10 },
  },
  {
    ...{ name: 'H7 a child without a card and without a number', register: {}, says: valid },
    ...{ steps: ['department', 'child.way', 'child.none'], taps: 3 },
  },
  {
    ...{ name: 'H8 somebody with the patient, by a card of their own', register: {}, says: valid },
    ...{ steps: ['companion.way', 'companion-card', 'companion.child'], taps: 3, paper: 'companion' },
  },
  {
    ...{ name: 'H8 to where the patient chose', register: {}, says: valid },
    ...{ steps: ['department', 'companion.way', 'companion-card', 'companion.other'], taps: 3, paper: 'companion' },
  },
  {
    ...{ name: 'H8 by a card that is not proven: the patient goes on', register: {}, says: valid },
    ...{ steps: ['companion.way', 'forged-companion-card', 'take'], taps: 3 },
  },
];
const cases = flows.flatMap((flow) => languages.map((language) => ({ ...flow, language, title: flow.name })));

/** A server with its gateway and the hospital's own system, and kiosks beside each other in front of it. */
class Hall {
  readonly gateway: BhxhGateway;
  readonly his: His;
  readonly server: TestServer;
  readonly pool: KioskPool;
  #next = 0;
  #away: Promise<void> | undefined;

  private constructor(gateway: BhxhGateway, his: His, server: TestServer, pool: KioskPool) {
    this.gateway = gateway;
    this.his = his;
    this.server = server;
    this.pool = pool;
  }

  static async open(browser: Browser, deadlineMs: number, kiosksEach: number): Promise<Hall> {
    const gateway = await startBhxhGateway();
    const his = await startHis();
    const server = await startTestServer({
      insurance: askedOf(gateway, 100, deadlineMs),
      hospitalRecord: askedOfHis(his, deadlineMs),
    });
    return new Hall(gateway, his, server, await KioskPool.open(browser, server, { vi: kiosksEach, en: kiosksEach }));
  }

  /** Whom the register knows by the number of the card alone was not found by the identity number. */
  somebody(register: Flow['register'] = {}, expectedAt?: string) {
    this.#next += 1;
    const person = mintPerson(this.#next, 41);
    const one = insuredMinted(person);
    this.gateway.register.add({ ...one, ...(register === 'absent' ? { personalNumber: '' } : register) });
    if (expectedAt !== undefined) bookAppointment(this.his, person, { department: expectedAt, start: new Date() });
    return { person, bhxhNumber: one.bhxhNumber };
  }

  async play(walk: KioskWalk, steps: readonly Step[], language: Language, digits: string): Promise<void> {
    for (const step of steps) {
      if (step === 'department') await walk.choose({ vi: /Tim mạch/, en: /Cardiology/ }[language]);
      else if (step === 'take') await walk.press({ vi: /^Lấy số khám/, en: /^Get (my )?number/ }[language]);
      else if (step === 'type') await walk.type(digits);
      else if (step === 'companion-card' || step === 'forged-companion-card') {
        await walk.see(kioskTexts['companion.card'][language]);
        walk.lift();
        await walk.lay(this.somebody().person, step === 'companion-card' ? undefined : 'cloned');
      } else await walk.press(new RegExp(`^${kioskTexts[step][language]}`));
    }
  }

  endServer(): Promise<void> {
    return (this.#away ??= this.server.end());
  }

  async close(): Promise<void> {
    await this.pool.close();
    await this.endServer();
    await this.gateway.close();
    await this.his.close();
  }
}

describe.skipIf(browserMissing !== undefined)('the flows at a kiosk, in Chromium', { timeout: 300_000 }, () => {
  let browser: Browser;
  let hall: Hall;
  beforeAll(async () => {
    browser = await openBrowser();
    // What is looked at here is what an answer leads to, also on a machine that is too busy for a site's 3 s.
    hall = await Hall.open(browser, 10_000, 2);
  });
  afterAll(async () => {
    await hall.close();
    await browser.close();
  });

  it.concurrent.each(cases)(
    '$title ($language)',
    ({ language, register, appointment: expectedAt, says, steps, taps, digits = 0, department, look, paper }) =>
      hall.pool.at(language, async (walk) => {
        const { person, bhxhNumber } = hall.somebody(register, expectedAt);
        await walk.begin();
        const own = await walk.lay(person);
        await walk.see(says[language]);
        if (expectedAt !== undefined) await walk.see(appointment[language]);
        if (look !== undefined) {
          // A screen fades in.
          await walk.page.waitForTimeout(settled);
          expect(await seriousFindings(walk.page)).toEqual([]);
          await picture(walk.page, `insurance-${look}-${language}`);
        }
        await hall.play(walk, steps, language, bhxhNumber);
        const ticket = await walk.ticket();
        const pressed = await walk.presses();
        expect(pressed.taps).toBeLessThanOrEqual(taps);
        expect(pressed.digits).toBe(digits);
        for (const [what, words] of Object.entries(onTicket))
          expect(await walk.page.getByText(words[language]).count()).toBe(what === paper ? 1 : 0);
        if (department !== undefined)
          expect(
            rowsOf(hall.server, `SELECT department_id FROM tickets WHERE visit_id = ? AND state = 'live'`, own),
          ).toEqual([{ department_id: department }]);
        // A child's number is the child's own; everybody else keeps what the tap gave.
        if (steps.includes('child.way')) expect(ticket.visitId).not.toBe(own);
        else expect(ticket.visitId).toBe(own);
        expect(await walk.page.locator('html').getAttribute('lang')).toBe(language);
        await walk.leave();
      }),
  );
});

describe.skipIf(browserMissing !== undefined)('when something is away, in Chromium', { timeout: 300_000 }, () => {
  let browser: Browser;
  let hall: Hall;
  beforeAll(async () => {
    browser = await openBrowser();
    hall = await Hall.open(browser, 3_000, 1);
  });
  afterAll(async () => {
    await hall.close();
    await browser.close();
  });

  const greets = { vi: /muốn khám ở đâu/, en: /Where would you like to be seen/ };
  const offline = { vi: /Đang mất kết nối BHYT/, en: /Insurance is offline/ };

  it('H11 gateway down: the first waits 3 s at most, the next one not at all, neither presses more', async () => {
    hall.gateway.setMood('silent');
    const began = performance.now();
    const goes = (steps: readonly Step[]): Promise<unknown> =>
      Promise.all(
        languages.map((language) =>
          hall.pool.at(language, async (walk) => {
            await walk.begin();
            const own = await walk.lay(hall.somebody().person);
            await walk.see(offline[language]);
            await picture(walk.page, `insurance-away-${language}`);
            await hall.play(walk, steps, language, '');
            expect((await walk.ticket()).visitId).toBe(own);
            expect(await walk.presses()).toEqual({ taps: steps.length, digits: 0 });
            await walk.leave();
          }),
        ),
      );
    await goes(['take']);
    // Whoever comes now is not asked about before the gateway is tried again: after 15 s at the earliest, with one question.
    const asked = hall.gateway.questions.length;
    await goes(['department', 'take']);
    const tries = Math.floor((performance.now() - began) / 15_000);
    expect(hall.gateway.questions.length - asked).toBeLessThanOrEqual(tries);
  });

  it.each(['down', 'reject', 'slow'] as const)('H1 with the hospital’s system %s: as many presses', async (mood) => {
    hall.his.moods.set(mood);
    await Promise.all(
      languages.map((language) =>
        hall.pool.at(language, async (walk) => {
          await walk.begin();
          const own = await walk.lay(hall.somebody({}, 'ear-nose-throat').person);
          await walk.see(greets[language]);
          await hall.play(walk, ['take'], language, '');
          expect((await walk.ticket()).visitId).toBe(own);
          expect(await walk.presses()).toEqual({ taps: 1, digits: 0 });
          expect(await walk.page.getByText(appointment[language]).count()).toBe(0);
          await walk.leave();
        }),
      ),
    );
  });

  it('H12 server down: the number that was given stays on the screen, for one press', async () => {
    let ready = 0;
    await Promise.all(
      languages.map((language) =>
        hall.pool.at(language, async (walk) => {
          await walk.begin();
          await walk.lay(hall.somebody().person);
          await walk.see(offline[language]);
          ready += 1;
          await until(() => ready === languages.length, 60_000);
          await hall.endServer();
          await walk.see(problemTexts['server-away'].title[language]);
          await hall.play(walk, ['take'], language, '');
          await walk.see(/^[A-Z] \d{3}$/);
          // Nothing is printed without it.
          await walk.see(kioskTexts['ticket.photograph'][language]);
          expect(await walk.presses()).toEqual({ taps: 1, digits: 0 });
          await picture(walk.page, `insurance-server-away-${language}`);
        }),
      ),
    );
  });
});
