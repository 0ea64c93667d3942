/** HL7 v2 encoding (chapter 2) with the usual delimiters `|^~\&`. */

export const delimiters = { field: '|', component: '^', repetition: '~', escape: '\\', subcomponent: '&' } as const;

const sequences: Readonly<Record<string, string>> = { '\\': 'E', '|': 'F', '^': 'S', '&': 'T', '~': 'R' };

/** Text as a value: NFC, delimiters escaped (§2.7.1), control characters as hexadecimal so that no segment can be forged. */
export const escaped = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\\|^&~]/g, (mark) => `\\${sequences[mark] ?? ''}\\`)
    .replace(
      /[\u0000-\u001f\u007f]/g,
      (mark) => `\\X${mark.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}\\`,
    );

/** A field: a text, or its components; components at the end that are empty are left out. */
export type Field = string | null | readonly (string | null)[] | { readonly repeated: readonly Field[] };

function encoded(field: Field): string {
  if (field === null) return '';
  if (typeof field === 'string') return escaped(field);
  if ('repeated' in field) return field.repeated.map(encoded).join(delimiters.repetition);
  return field
    .map((component) => (component === null ? '' : escaped(component)))
    .join(delimiters.component)
    .replace(/\^+$/, '');
}

/** A segment by field numbers, so that the code reads as the standard does: `segment('PV1', { 2: 'O', 44: … })`. */
export function segment(name: string, fields: Readonly<Record<number, Field>>): string {
  const last = Math.max(0, ...Object.keys(fields).map(Number));
  const all = Array.from({ length: last }, (_, index) => encoded(fields[index + 1] ?? null));
  return [name, ...all].join(delimiters.field).replace(/\|+$/, '');
}

/** MSH counts its own delimiters as fields 1 and 2. */
export const header = (fields: Readonly<Record<number, Field>>): string =>
  `MSH|^~\\&${segment('', Object.fromEntries(Object.entries(fields).map(([at, field]) => [Number(at) - 2, field])))}`;
