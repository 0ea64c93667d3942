/** The elementary files of the eMRTD (9303-10 §4.6, table 38): name, tag, file identifier and short identifier. */

export const dataGroupNumbers = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16] as const;
export type DataGroupNumber = (typeof dataGroupNumbers)[number];
export type FileName = 'COM' | 'SOD' | 'CardAccess' | 'CardSecurity' | `DG${DataGroupNumber}`;

export interface ElementaryFile {
  readonly name: FileName;
  /** 1–16 for a data group. */
  readonly dataGroup?: DataGroupNumber;
  /** Outermost tag; EF.CardAccess and EF.CardSecurity have none of their own. */
  readonly tag?: number;
  readonly fid: number;
  readonly sfi: number;
}

/** Tags of DG1 … DG16, in that order; not in one sequence for reasons of history. */
const dataGroupTags = [
  0x61, 0x75, 0x63, 0x76, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f, 0x70,
] as const;

export const elementaryFiles: readonly ElementaryFile[] = [
  { name: 'CardAccess', fid: 0x011c, sfi: 0x1c },
  { name: 'CardSecurity', fid: 0x011d, sfi: 0x1d },
  { name: 'COM', tag: 0x60, fid: 0x011e, sfi: 0x1e },
  { name: 'SOD', tag: 0x77, fid: 0x011d, sfi: 0x1d },
  ...dataGroupNumbers.map((n, i): ElementaryFile => {
    const tag = dataGroupTags[i];
    return { name: `DG${n}`, dataGroup: n, ...(tag !== undefined && { tag }), fid: 0x0100 + n, sfi: n };
  }),
];

const byName = new Map(elementaryFiles.map((file) => [file.name, file]));
const byTag = new Map(elementaryFiles.map((file) => [file.tag, file]));

/** The row of the table with that name. */
export function fileNamed(name: FileName): ElementaryFile {
  const file = byName.get(name);
  if (file === undefined) throw new RangeError('lds: no such file');
  return file;
}

/** Is this a data group's number, 1–16? */
export const isDataGroupNumber = (n: number): n is DataGroupNumber => Number.isInteger(n) && n >= 1 && n <= 16;

export const dataGroupFile = (n: DataGroupNumber): ElementaryFile => fileNamed(`DG${n}`);

/** Number of the data group with that outermost tag. */
export const dataGroupOfTag = (tag: number): DataGroupNumber | undefined => byTag.get(tag)?.dataGroup;
