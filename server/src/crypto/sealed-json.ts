import type { FieldCipher, Place } from './field-cipher.ts';

/** A value kept as sealed JSON in one column. */
export interface SealedJson<T> {
  seal(row: string, value: T | null): Uint8Array | null;
  open(row: string, sealed: Uint8Array | null): T | null;
}

export function sealedJson<T>(cipher: FieldCipher, table: string, column: string): SealedJson<T> {
  const place = (row: string): Place => ({ table, column, row });
  return {
    seal: (row, value) => (value === null ? null : cipher.seal(place(row), JSON.stringify(value))),
    open: (row, sealed) => (sealed === null ? null : (JSON.parse(cipher.openText(place(row), sealed)) as T)),
  };
}
