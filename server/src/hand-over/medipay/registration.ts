import { z } from 'zod';
import type { PatientTold } from '../language.ts';
import type { RegisteredVisit, Sex } from '../registered-visit.ts';
import { nameParts, officialName } from '../registered-visit.ts';
import { compactMinute } from '../../site/site-clock.ts';

/** The published document uses two tables of sex codes (0 = Nữ in one, 2 = Nữ in the other): a site says which. */
export type SexCodes = Readonly<Record<Sex, string>>;

export interface MedipayOptions {
  readonly sexCodes: SexCodes;
  /** MA_LOAI_KCB. */
  readonly visitType: string;
}

const shown = (date: string | null): string => date?.split('-').reverse().join('/') ?? '';

/** Body of `POST /dangky-kcb`. What the kiosk does not know is an empty text, as the document wants every member there. */
export function registrationOf(visit: RegisteredVisit, { sexCodes, visitType }: MedipayOptions) {
  const { person, insurance, department, times, facility, timeZone } = visit;
  const { family, middle, given } = nameParts(person.fullName);
  const insured = insurance.state === 'valid';
  return {
    THONG_TIN_BN: {
      ID_BN: '',
      MA_BN: person.patientId ?? '',
      HO_TEN: officialName(person.fullName),
      HO_BN: [family, middle].filter((part) => part !== '').join(' '),
      TEN_BN: given,
      DIA_CHI: person.residence ?? '',
      NGAY_SINH: shown(person.birthDate),
      GIOI_TINH: sexCodes[person.sex],
      SO_GTTT: person.number.value,
      MA_THE_BHYT: insured ? (insurance.cardNumber ?? '') : '',
      MA_DKBD: insured ? (insurance.registeredFacility ?? '') : '',
      GT_THE_TU: insured ? shown(insurance.validFrom) : '',
      GT_THE_DEN: insured ? shown(insurance.validTo) : '',
      MA_DOITUONG_KCB: insurance.visitCategory ?? '',
      NGAY_VAO: compactMinute(times.arrivedAt, timeZone),
      MA_LOAI_KCB: visitType,
      MA_CSKCB: facility.code,
    },
    THONG_TIN_DICH_VU: { ID_KHOA: department.id, ID_DICH_VU: '', TEN_DICH_VU: '', DU_PHONG: visit.visitId },
    SO_GIAY_CHUYEN_TUYEN: '',
    MA_BENH_CHUYEN_TUYEN: '',
    DON_VI_CHUYEN_TUYEN: '',
  };
}

const text = z.string().optional();
export const replySchema = z.object({
  code: z.string(),
  data: z
    .object({
      THONG_TIN_TIEP_NHAN: z.object({ MA_BN: text, SO_GTTT: text, HO_TEN: text, NGAY_SINH: text }).optional(),
    })
    .nullish(),
});

export function toldPatient({ data }: z.infer<typeof replySchema>): PatientTold | null {
  const told = data?.THONG_TIN_TIEP_NHAN;
  if (told === undefined) return null;
  return {
    patientId: told.MA_BN ?? null,
    number: told.SO_GTTT ?? null,
    fullName: told.HO_TEN ?? null,
    birthDate: told.NGAY_SINH?.split('/').reverse().join('-') ?? null,
  };
}
