/** Characters that XML 1.0 has no way to write. */
const unwritable = /[^\u0009\u000a\u000d\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** The text without what no XML document can hold. */
export const writable = (text: string): string => text.replace(unwritable, '');
