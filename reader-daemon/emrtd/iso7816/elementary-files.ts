/** The files of the LDS1 eMRTD with their identifiers (9303-10 §4, tables 33 and 38). */
export interface ElementaryFile {
  /** As people name it: `COM`, `SOD`, `DG1` …, `CardAccess`. */
  readonly name: string;
  readonly fid: number;
  readonly sfi: number;
}

const file = (name: string, fid: number, sfi: number): ElementaryFile => ({ name, fid, sfi });

/** Under the master file: readable only before the application is selected. */
export const cardAccess = file('CardAccess', 0x011c, 0x1c);
export const com = file('COM', 0x011e, 0x1e);
export const sod = file('SOD', 0x011d, 0x1d);

/** EF.DG1 to EF.DG16. */
export function dataGroup(number: number): ElementaryFile {
  if (!Number.isInteger(number) || number < 1 || number > 16) throw new RangeError(`data group ${number}`);
  return file(`DG${number}`, 0x0100 + number, number);
}

/** A0 00 00 02 47 10 01: the LDS1 eMRTD application, 9303-10 §3.5. */
export const emrtdApplication = Uint8Array.of(0xa0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01);
