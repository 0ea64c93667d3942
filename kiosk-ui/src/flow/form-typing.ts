import type { CitizenQuestion } from '@cccd-kiosk/contract/citizen-form';
import { lengthOf, tones, withLetter, withTone, type Tone } from '../keyboard/tones.ts';

/** How a question is answered: keys of letters, of digits, or one button a choice. */
export function waysOf({ type }: CitizenQuestion): 'letters' | 'digits' | 'date' | 'choices' {
  switch (type) {
    case 'choice':
    case 'sex':
    case 'check':
      return 'choices';
    case 'phone':
    case 'count':
    case 'personal-number':
      return 'digits';
    case 'date':
      return 'date';
    default:
      return 'letters';
  }
}

/** Day and month are followed by their stroke by themselves. */
const dated = (text: string): string => {
  const digits = text.replace(/\D/g, '').slice(0, 8);
  return [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4)].filter((part) => part !== '').join('/');
};

const most: Partial<Record<CitizenQuestion['type'], number>> = { phone: 11, 'personal-number': 12 };

/** The longest that is looked for. */
const longestQuery = 40;
const plain = (text: string, key: string, capital: 'none' | 'first' | 'words', max: number): string => {
  if ((tones as readonly string[]).includes(key)) return withTone(text, key as Tone);
  const next = withLetter(text, key, capital);
  return lengthOf(next) <= max ? next : text;
};

/** What is looked for, after a key. */
export const typeToFind = (text: string, key: string): string => plain(text, key, 'none', longestQuery);

/** The text after a key; what does not fit the question changes nothing. */
export function typeInto(question: CitizenQuestion, text: string, key: string): string {
  const way = waysOf(question);
  if (way === 'choices') return text;
  if (way === 'date') return /^\d$/.test(key) ? dated(text + key) : text;
  if (way === 'digits')
    return /^\d$/.test(key) && text.length < Math.min(question.max, most[question.type] ?? question.max)
      ? text + key
      : text;
  const capital = question.type === 'email' ? 'none' : question.type === 'name' ? 'words' : 'first';
  return plain(text, key, capital, question.max);
}
