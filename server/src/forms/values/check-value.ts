import { formatDate, parseSlashDate } from '@cccd-kiosk/cccd/dates';
import { isPersonalNumber } from '@cccd-kiosk/cccd/personal-number';
import type { FormField } from '../registry/form-schema.ts';

export type Checked = { readonly value: string } | { readonly problem: 'out-of-shape' | 'too-long' };

/** Letters as people count them: a letter with its marks is one. */
const letters = new Intl.Segmenter('vi', { granularity: 'grapheme' });
export const lengthOf = (text: string): number => [...letters.segment(text)].length;

const outOfShape = { problem: 'out-of-shape' } as const;

function shaped({ type, choices }: FormField, text: string): string | undefined {
  switch (type) {
    case 'date':
      try {
        return formatDate(parseSlashDate(text));
      } catch {
        // Not a date.
        return undefined;
      }
    case 'time':
      return /^([01]?\d|2[0-3])[:hg]([0-5]\d)$/.test(text) ? text.replace(/[hg]/, ':').padStart(5, '0') : undefined;
    case 'sex':
      return text === 'Nam' || text === 'Nữ' ? text : undefined;
    case 'personal-number':
      return isPersonalNumber(text.replace(/[\s.]/g, '')) ? text.replace(/[\s.]/g, '') : undefined;
    case 'phone': {
      const bare = text.replace(/[\s.()-]/g, '');
      return /^\+?\d{8,15}$/.test(bare) ? bare : undefined;
    }
    case 'email':
      return /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(text) ? text : undefined;
    case 'count':
      return /^\d{1,6}$/.test(text) ? String(Number(text)) : undefined;
    case 'choice':
      return choices?.some(({ value }) => value === text) === true ? text : undefined;
    case 'check':
      return text === 'yes' || text === 'no' ? text : undefined;
    default:
      return text;
  }
}

/**
 * What nobody sees and what would make two names differ or turn a line around: direction marks, soft hyphens, blanks of
 * no width, private and half letters. The joiners stay: pictures of several parts need them.
 */
const unseen = /[\p{Co}\p{Cs}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/gu;

/**
 * A typed value as it is kept: NFC, blanks tidied, control characters gone (line breaks stay in a long text), in the form
 * of its type. An empty one is always allowed: it takes the value back.
 */
export function checkValue(field: FormField, typed: string): Checked {
  const plain = typed.normalize('NFC').replace(/\r\n?/g, '\n');
  const kept =
    field.type === 'long' ? plain.replace(/[^\P{Cc}\n]/gu, ' ') : plain.replace(/[\p{Cc}\u2028\u2029]/gu, ' ');
  const text = kept
    .replace(unseen, '')
    .replace(/[^\S\n]+/g, ' ')
    .trim();
  if (text === '') return { value: '' };
  if (lengthOf(text) > field.max) return { problem: 'too-long' };
  const value = shaped(field, text);
  return value === undefined ? outOfShape : { value };
}
