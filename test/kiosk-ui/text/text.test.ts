import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { ageAt, birthDateText, dayMonthYear, hoursMinutes, longDate } from '@cccd-kiosk/kiosk-ui/src/text/dates';
import { fontOf } from '@cccd-kiosk/kiosk-ui/src/text/font-of';
import { spokenText } from '@cccd-kiosk/kiosk-ui/src/text/speech';
import { screenOf } from '@cccd-kiosk/kiosk-ui/src/flow/screen';
import { describe, expect, it } from 'vitest';
import { Walk } from '../flow/walk.ts';
import { stages } from '../views.ts';

describe('dates and times are the site’s', () => {
  const instant = Date.parse('2026-09-15T00:42:00.000Z');
  it('dd/mm/yyyy, 24 hours, Asia/Ho_Chi_Minh', () => {
    expect(hoursMinutes(instant)).toBe('07:42');
    expect(dayMonthYear(Date.parse('2026-09-14T17:00:00.000Z'))).toBe('15/09/2026');
    expect(longDate(instant, 'vi')).toBe('Thứ Ba 15/09/2026');
    expect(longDate(instant, 'en')).toBe('Tuesday 15/09/2026');
  });

  it.each([
    ['1948-10-20', '20/10/1948'],
    ['1950-07', '07/1950'],
    ['1950', '1950'],
  ])('a birth date %s reads %s', (value, text) => {
    expect(birthDateText(value)).toBe(text);
  });

  it.each([
    ['1948-10-20', 77],
    ['1948-09-15', 78],
    ['1948-09-16', 77],
    ['1950', undefined],
  ])('age on 15/09/2026 of %s: %s', (born, age) => {
    expect(ageAt(born, instant)).toBe(age);
  });
});

/** The characters that a TrueType font draws: its `cmap`, formats 4 and 12. */
function drawnBy(file: string): Set<number> {
  const font = readFileSync(file);
  const drawn = new Set<number>();
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, place) => 12 + 16 * place);
  const entry = tables.find((at) => font.toString('latin1', at, at + 4) === 'cmap');
  if (entry === undefined) throw new Error('no cmap');
  const cmap = font.readUInt32BE(entry + 8);
  for (let place = 0; place < font.readUInt16BE(cmap + 2); place += 1) {
    const at = cmap + font.readUInt32BE(cmap + 4 + 8 * place + 4);
    if (font.readUInt16BE(at) !== 4) continue;
    const segments = font.readUInt16BE(at + 6) / 2;
    for (let segment = 0; segment < segments; segment += 1) {
      const end = font.readUInt16BE(at + 14 + 2 * segment);
      const start = font.readUInt16BE(at + 16 + 2 * segments + 2 * segment);
      for (let code = start; code <= end && code < 0xffff; code += 1) drawn.add(code);
    }
  }
  return drawn;
}

describe('a name is set in one font', () => {
  it.each([
    ['Công Tằng Tôn Nữ Thị Phương Khuyên', ''],
    ['NGUYỄN PHƯỚC BẢO TRƯỜNG KHÁNH NGHIÊM', ''],
    ['Đỗ Thị Ữ Ệ ẵ', ''],
    ["H'Blŭk Êban Niê Kđăm", 'noto'],
    ['Y Ƀlĭ', 'noto'],
    ['Hʼ Lan', 'noto'],
    ['Ra Lan ŏ', 'noto'],
    ['ភាសា', 'noto'],
    ['Công'.normalize('NFD'), ''],
  ])('%s → “%s”', (name, font) => {
    expect(fontOf(name)).toBe(font);
  });

  it('the house font really draws every letter that is set in it', () => {
    const require = createRequire(import.meta.url);
    const file = require.resolve('@expo-google-fonts/be-vietnam-pro/500Medium/BeVietnamPro_500Medium.ttf');
    const drawn = drawnBy(file);
    const claimed = Array.from({ length: 0x2100 - 0x20 }, (_, place) => place + 0x20).filter(
      (code) => !(code > 0x7e && code < 0xa0) && fontOf(String.fromCodePoint(code)) === '',
    );
    // A letter whose NFC form is another one is judged, and drawn, as that.
    const missing = claimed.filter((code) => {
      const [first = 0] = [...String.fromCodePoint(code).normalize('NFC')].map((letter) => letter.codePointAt(0) ?? 0);
      return !drawn.has(first);
    });
    expect(missing.map((code) => code.toString(16))).toEqual([]);
    expect(claimed.length).toBeGreaterThan(300);
  });
});

describe('the loudspeaker', () => {
  const every = [
    stages.idle(),
    stages.keyNeeded(),
    stages.keyNeeded(true, 1),
    stages.cardNeeded(),
    stages.reading(),
    stages.paused(),
    stages.greeting(),
    stages.ticket(),
    stages.ticket('visit-0001', true),
    stages.goToDesk(),
    stages.problem('out-of-paper'),
    stages.problem('already-checked-in'),
    stages.problem('chip-unreadable'),
  ];
  it.each(every.map((stage) => [stage.stage, stage] as const))(
    'never says a name, a number or insurance: %s',
    (_name, stage) => {
      const { state } = new Walk().up().show(stage);
      for (const language of ['vi', 'en'] as const) {
        const text = spokenText(screenOf(state), language);
        expect(text).not.toMatch(/Khuyên|Công|0461|042|004|BHYT|insurance|\{/i);
        expect(text.length).toBeGreaterThan(5);
      }
    },
  );
});
