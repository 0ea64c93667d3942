import type { ValuePart } from '@cccd-kiosk/contract/work-items';

const alike = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  a.normalize('NFC').toLocaleUpperCase('vi') === b.normalize('NFC').toLocaleUpperCase('vi');

/** A value word by word beside the chip's: what differs is to be underlined. Blanks stay as they are. */
export function valueParts(value: string, chip: string | undefined): ValuePart[] {
  const own = chip?.trim().split(/[\s/-]+/) ?? [];
  let word = 0;
  return value
    .split(/([\s/-]+)/)
    .filter((text) => text !== '')
    .map((text) => {
      if (/^[\s/-]+$/.test(text)) return { text, differs: false };
      const differs = chip !== undefined && !alike(text, own[word]);
      word += 1;
      return { text, differs };
    });
}
