/** The two languages of the screens, and how a text's holes are filled. Vietnamese comes first. */
export const languages = ['vi', 'en'] as const;
export type Language = (typeof languages)[number];

/** One text in both languages, NFC. Holes are written `{name}`. */
export interface Words {
  readonly vi: string;
  readonly en: string;
}

/** What happened, and what to do now. */
export interface Advice extends Words {
  readonly remedy: Words;
}

export type Values = Readonly<Record<string, string | number>>;

/** Fills the holes of one sentence. A hole without a value stays visible, so that a test finds it. */
export function fill(template: string, values: Values = {}): string {
  return template.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}

/** One text in one language with its holes filled. */
export const say = (words: Words, language: Language, values: Values = {}): string => fill(words[language], values);
