/** Which documents a signer may sign (9303-12 §7.1.1.6, extension DocumentTypeList). */
import { EmrtdError } from '../errors.ts';
import { parseDg1 } from '../lds/dg1.ts';
import type { Certificate } from './certificate.ts';

/** Document code of the zone in EF.DG1, fillers dropped; `undefined` where there is none to be read. */
export function documentCodeOf(dg1: Uint8Array | undefined): string | undefined {
  if (dg1 === undefined) return undefined;
  try {
    return parseDg1(dg1).mrz.documentCode;
  } catch (error) {
    if (error instanceof EmrtdError) return undefined;
    throw error;
  }
}

/**
 * May this signer sign a document of that code? Where it has no list, or an empty one, it may sign all. A single letter
 * stands for every code that begins with it.
 */
export function maySignDocument({ extensions }: Certificate, documentCode: string): boolean {
  const listed = (extensions.documentTypes ?? []).map((each) => each.replace(/<+$/, '').toUpperCase());
  if (listed.length === 0) return true;
  return listed.some((each) => each === documentCode || (each.length === 1 && documentCode.startsWith(each)));
}
