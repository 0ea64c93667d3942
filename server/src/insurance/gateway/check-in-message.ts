import { z } from 'zod';

/** What the gateway says of a check-in message (XML0). */
export interface CheckInReceipt {
  /** `200` taken; anything else is a refusal with its reason in `message`. */
  readonly code: string;
  readonly transactionId: string | null;
  /** `yyyyMMddHHmmss`. */
  readonly receivedAt: string | null;
  readonly message: string | null;
}

const text = z.union([z.string(), z.number()]).transform(String).nullish().catch(null);
const shape = z.object({
  maKetQua: z.union([z.string(), z.number()]).transform(String),
  maGiaoDich: text,
  thoiGianTiepNhan: text,
  thongDiep: text,
});

/** Null when it is not of the documented form. */
export function parseCheckInReceipt(json: unknown): CheckInReceipt | null {
  const parsed = shape.safeParse(json);
  if (!parsed.success) return null;
  const { maKetQua, maGiaoDich, thoiGianTiepNhan, thongDiep } = parsed.data;
  return {
    code: maKetQua,
    transactionId: maGiaoDich ?? null,
    receivedAt: thoiGianTiepNhan ?? null,
    message: thongDiep ?? null,
  };
}

/** The form of `checkInKcbQd3176`: the file in base64, status only (`loaiHoSo` 0), the province from the facility's code. */
export function checkInForm(xml: Uint8Array, username: string, facilityCode: string): URLSearchParams {
  return new URLSearchParams({
    username,
    loaiHoSo: '0',
    maTinh: facilityCode.slice(0, 2),
    maCSKCB: facilityCode,
    fileHSBase64: Buffer.from(xml).toString('base64'),
  });
}
