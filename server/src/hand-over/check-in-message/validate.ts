import type { CheckInFields, FieldName } from './fields.ts';
import { fieldNames, fieldRules } from './fields.ts';

export interface FieldFault {
  readonly field: FieldName;
  readonly fault: 'missing' | 'too-long' | 'malformed' | 'before-arrival' | 'no-such-day';
}

const patterns = new Map(
  fieldNames.flatMap((name) => {
    const { pattern } = fieldRules[name];
    return pattern === undefined ? [] : [[name, new RegExp(`^(?:${pattern})$`)] as const];
  }),
);

/** `yyyyMMdd…` of a day that the calendar has; zeros for an unknown month or day pass. */
function isDay(text: string): boolean {
  const [year, month, day] = [text.slice(0, 4), text.slice(4, 6), text.slice(6, 8)];
  if (month === '00' || day === '00') return true;
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day);
}
const dates: readonly FieldName[] = ['NGAY_SINH', 'GT_THE_TU', 'GT_THE_DEN', 'NGAY_VAO', 'NGAY_VAO_NOI_TRU', 'NGAY_YL'];

/** Characters as XML counts them: code points, not UTF-16 units. */
const lengthOf = (text: string): number => [...text].length;

function faultOf(name: FieldName, value: string): FieldFault['fault'] | null {
  const { max, mandatory } = fieldRules[name];
  if (value === '') return mandatory ? 'missing' : null;
  if (max !== null && lengthOf(value) > max) return 'too-long';
  if (patterns.get(name)?.test(value) === false) return 'malformed';
  return dates.includes(name) && !isDay(value) ? 'no-such-day' : null;
}

/** Rules over more than one field. */
function jointFaults(fields: CheckInFields): FieldFault[] {
  const faults: FieldFault[] = [];
  const { NGAY_VAO_NOI_TRU: admitted, NGAY_VAO: arrived } = fields;
  if (admitted !== '' && admitted < arrived) faults.push({ field: 'NGAY_VAO_NOI_TRU', fault: 'before-arrival' });
  if (admitted !== '' && fields.LY_DO_VNT === '') faults.push({ field: 'LY_DO_VNT', fault: 'missing' });
  const ordered = fields.MA_DICH_VU !== '' || fields.MA_THUOC !== '' || fields.MA_VAT_TU !== '';
  if (!ordered) faults.push({ field: 'MA_DICH_VU', fault: 'missing' });
  return faults;
}

/** Every fault of a message that is to be sent; empty when it is whole. */
export function validateCheckIn(fields: CheckInFields): FieldFault[] {
  const single = fieldNames.flatMap((field) => {
    const fault = faultOf(field, fields[field]);
    return fault === null ? [] : [{ field, fault }];
  });
  return [...single, ...jointFaults(fields)];
}
