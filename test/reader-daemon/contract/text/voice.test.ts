import { catalogue, entries } from '@cccd-kiosk/contract/text/catalogue';
import { describe, expect, it } from 'vitest';

/** The rules of the kiosk's voice. A line is what stands between full stops: that is what is read in one breath. */
const people = entries(catalogue.people);
const everything = [...people, ...entries(catalogue.staff), ...entries(catalogue.legal)];

const syllables = (text: string): string[] => text.split(/[\s·/]+/).filter((word) => /[\p{L}\p{N}{]/u.test(word));
const linesOf = (text: string): string[] => text.split(/[.?!\n]\s*|: /).filter((line) => line.length > 0);
const containsWord = (text: string, phrase: string): boolean =>
  new RegExp(`(?<!\\p{L})${phrase}(?!\\p{L})`, 'iu').test(text);

describe('the voice of the kiosk', () => {
  it.each(['lỗi', 'thất bại', 'sai', 'không hợp lệ', 'từ chối', 'giả', 'xin lỗi', 'vui lòng thử lại'])(
    'never says “%s”',
    (banned) => {
      expect(people.filter(({ words }) => containsWord(words.vi, banned))).toEqual([]);
    },
  );

  it.each(['sorry', 'oops', 'invalid', 'error', 'failed', 'failure', 'wrong', 'fake', 'refused', 'try again'])(
    'never says “%s”',
    (banned) => {
      expect(people.filter(({ words }) => containsWord(words.en, banned))).toEqual([]);
    },
  );

  it('a line has at most twelve words', () => {
    const long = people.flatMap(({ key, words }) =>
      [words.vi, words.en]
        .flatMap(linesOf)
        .filter((line) => syllables(line).length > 12)
        .map((line) => `${key}: ${line}`),
    );
    expect(long).toEqual([]);
  });

  it('has no brackets', () => {
    expect(people.filter(({ words }) => /[()[\]]/.test(words.vi + words.en))).toEqual([]);
  });

  it('writes dates dd/mm/yyyy and a blank before % in Vietnamese', () => {
    expect(people.filter(({ words }) => /\d{4}-\d{2}/.test(words.vi + words.en) || /\S%/.test(words.vi))).toEqual([]);
  });

  it('never calls a card fake on staff screens either', () => {
    expect(everything.filter(({ words }) => containsWord(words.vi, 'giả') || containsWord(words.en, 'fake'))).toEqual(
      [],
    );
  });

  it('is NFC, without doubled or trailing blanks', () => {
    const untidy = everything.filter(({ words }) =>
      [words.vi, words.en].some((text) => text !== text.normalize('NFC') || text !== text.trim() || / {2}/.test(text)),
    );
    expect(untidy).toEqual([]);
  });

  it('the rules see what they should', () => {
    expect(containsWord('Thẻ giải thích', 'giả')).toBe(false);
    expect(containsWord('Thẻ giả.', 'giả')).toBe(true);
    expect(syllables('Thẻ BHYT còn giá trị đến 31/12/2026')).toHaveLength(9);
  });
});
