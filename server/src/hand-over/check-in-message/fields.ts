/**
 * The 26 elements of the check-in message (XML0, QĐ 4750/3176) in their exact order. The table is the source of both the
 * validation here and the schema file beside it.
 */
export const fieldNames = [
  'MA_LK',
  'STT',
  'MA_BN',
  'HO_TEN',
  'SO_CCCD',
  'NGAY_SINH',
  'GIOI_TINH',
  'MA_THE_BHYT',
  'MA_DKBD',
  'GT_THE_TU',
  'GT_THE_DEN',
  'MA_DOITUONG_KCB',
  'NGAY_VAO',
  'NGAY_VAO_NOI_TRU',
  'LY_DO_VNT',
  'MA_LY_DO_VNT',
  'MA_LOAI_KCB',
  'MA_CSKCB',
  'MA_DICH_VU',
  'TEN_DICH_VU',
  'MA_THUOC',
  'TEN_THUOC',
  'MA_VAT_TU',
  'TEN_VAT_TU',
  'NGAY_YL',
  'DU_PHONG',
] as const;
export type FieldName = (typeof fieldNames)[number];
export type CheckInFields = Readonly<Record<FieldName, string>>;

export interface FieldRule {
  /** Most characters; null where the standard sets no limit. */
  readonly max: number | null;
  readonly mandatory: boolean;
  /** Whole value, where it is not empty. XSD and JavaScript read it alike. */
  readonly pattern?: string;
  /** Written as CDATA, as hospital systems do. */
  readonly cdata?: true;
}

const day = '[0-9]{4}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])';
const minute = `${day}([01][0-9]|2[0-3])[0-5][0-9]`;
/** An unknown month or day is written as zeros: never 01/01. */
const birth = `[0-9]{4}((0[1-9]|1[0-2])(0[0-9]|[12][0-9]|3[01])|0000)([01][0-9]|2[0-3])[0-5][0-9]`;

export const fieldRules: Readonly<Record<FieldName, FieldRule>> = {
  MA_LK: { max: 100, mandatory: true },
  STT: { max: 10, mandatory: true, pattern: '[0-9]+' },
  MA_BN: { max: 100, mandatory: true },
  HO_TEN: { max: 255, mandatory: true, cdata: true },
  SO_CCCD: { max: 15, mandatory: false, pattern: '[0-9]{9}|[0-9]{12}|[A-Z][0-9]{7}' },
  NGAY_SINH: { max: 12, mandatory: true, pattern: birth },
  GIOI_TINH: { max: 1, mandatory: true, pattern: '[123]' },
  MA_THE_BHYT: { max: 15, mandatory: false, pattern: '[A-Z]{2}[1-5][0-9]{12}|[0-9]{10}' },
  MA_DKBD: { max: 5, mandatory: false, pattern: '[0-9]{5}' },
  GT_THE_TU: { max: 8, mandatory: false, pattern: day },
  GT_THE_DEN: { max: 8, mandatory: false, pattern: day },
  MA_DOITUONG_KCB: { max: 5, mandatory: true, pattern: '[0-9]{1,2}([.][0-9]{1,2})?' },
  NGAY_VAO: { max: 12, mandatory: true, pattern: minute },
  NGAY_VAO_NOI_TRU: { max: 12, mandatory: false, pattern: minute },
  LY_DO_VNT: { max: 4000, mandatory: false, cdata: true },
  MA_LY_DO_VNT: { max: 5, mandatory: false },
  MA_LOAI_KCB: { max: 2, mandatory: true, pattern: '0[1-9]|1[0-6]' },
  MA_CSKCB: { max: 5, mandatory: true, pattern: '[0-9]{5}' },
  MA_DICH_VU: { max: 50, mandatory: false },
  TEN_DICH_VU: { max: 1024, mandatory: false, cdata: true },
  MA_THUOC: { max: 255, mandatory: false },
  TEN_THUOC: { max: 1024, mandatory: false, cdata: true },
  MA_VAT_TU: { max: 255, mandatory: false },
  TEN_VAT_TU: { max: 1024, mandatory: false, cdata: true },
  NGAY_YL: { max: 12, mandatory: true, pattern: minute },
  DU_PHONG: { max: null, mandatory: false },
};
