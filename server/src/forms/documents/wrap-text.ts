/** Width of a text in points. */
export type Measure = (text: string) => number;

/** The part of a word that fits; at least one letter, so that it always ends. */
function headOf(word: string, width: number, measure: Measure): string {
  let head = '';
  for (const letter of word) {
    if (head !== '' && measure(head + letter) > width) break;
    head += letter;
  }
  return head;
}

/**
 * Lines no wider than `width`, the first one shorter by `first` points (what a label takes). Breaks between words; a word
 * that is wider than a line is broken inside, for nothing may be cut off. Line breaks of the text stay.
 */
export function wrapText(text: string, width: number, measure: Measure, first = 0): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    const room = (): number => (lines.length === 0 ? width - first : width);
    for (const word of paragraph.split(' ').filter((each) => each !== '')) {
      const joined = line === '' ? word : `${line} ${word}`;
      if (measure(joined) <= room()) {
        line = joined;
        continue;
      }
      // Nothing of it fits beside the label: it begins on the next line.
      if (line !== '' || (lines.length === 0 && first > 0 && measure(word) <= width)) lines.push(line);
      let rest = word;
      while (measure(rest) > room()) {
        const head = headOf(rest, room(), measure);
        lines.push(head);
        rest = rest.slice(head.length);
      }
      line = rest;
    }
    lines.push(line);
  }
  return lines;
}
