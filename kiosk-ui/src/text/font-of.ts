/**
 * Letters that Be Vietnam Pro draws: Latin, and all of Vietnamese. It lacks ŭ ĭ ŏ ƀ (Ê-đê, Ba-na) and ʼ. A browser would
 * mend a missing letter from another font in the middle of a word; a name is set wholly in one.
 */
const drawn =
  /^[\u0020-\u007E\u00A0-\u0107\u010A-\u0113\u0116-\u011B\u011E-\u0121\u0126-\u012B\u012E-\u0131\u0139\u013A\u013D\u013E\u0141-\u0144\u0147\u0148\u014C\u014D\u0150-\u0155\u0158-\u015B\u015E-\u016B\u016E-\u017E\u01A0\u01A1\u01AF\u01B0\u1EA0-\u1EF9\u2013\u2014\u2018-\u201A\u201C-\u201E\u2022\u2026]*$/u;

/** The class of a name: `noto` when one of its letters is missing from the house font. */
export const fontOf = (name: string): '' | 'noto' => (drawn.test(name.normalize('NFC')) ? '' : 'noto');
