/**
 * The events of the HN212 reader's service, as its public description has them: Socket.IO, event `/event`, and `/info` at
 * the start. Members are texts; what a card does not have is an empty one.
 */
import type { ReadCard } from './read-card.ts';

export const hn212Events = { card: '/event', info: '/info' } as const;

export const newCard = { id: 1, message: 'new card!' } as const;

export const failedCard = (code: string) => ({ id: 3, message: `read card failed: ${code}` });

export function textOf({ fields }: ReadCard) {
  const of = (text: string | null): string => text?.normalize('NFC') ?? '';
  return {
    id: 2,
    message: 'read card successfully!',
    data: {
      idCode: of(fields.personalNumber),
      oldIdCode: of(fields.oldNumber),
      personName: of(fields.fullName),
      dateOfBirth: of(fields.dateOfBirth),
      gender: of(fields.sex),
      nationality: of(fields.nationality),
      race: of(fields.ethnicity),
      religion: of(fields.religion),
      originPlace: of(fields.placeOfOrigin),
      residencePlace: of(fields.placeOfResidence),
      personalIdentification: of(fields.identificationMarks),
      issueDate: of(fields.dateOfIssue),
      expiryDate: of(fields.dateOfExpiry),
      fatherName: of(fields.father),
      motherName: of(fields.mother),
      wifeName: of(fields.spouse),
    },
  };
}

/** Files as they came from the chip, so that a receiver can verify them itself; base64. */
export function filesOf({ files, portrait }: ReadCard) {
  const base64 = (octets: Uint8Array | null | undefined): string => Buffer.from(octets ?? []).toString('base64');
  return {
    id: 4,
    message: 'Read raw data successfully!',
    data: {
      img_data: base64(portrait),
      dg2: base64(files.get('DG2')),
      dg13: base64(files.get('DG13')),
      dg14: base64(files.get('DG14')),
      dg15: base64(files.get('DG15')),
      sod: base64(files.get('SOD')),
    },
  };
}

export const deviceInfo = (stationName: string, now: Date) => ({
  version: '1.1',
  serial_nfc: stationName,
  serial_device: stationName,
  date: now.toISOString(),
});
