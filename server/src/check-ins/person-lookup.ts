import type { FieldCipher } from '../crypto/field-cipher.ts';

/** How a person is found again without their number standing in the database. */
export const personLookup = (cipher: FieldCipher, documentOrPersonalNumber: string): string =>
  cipher.lookup('person', documentOrPersonalNumber);
