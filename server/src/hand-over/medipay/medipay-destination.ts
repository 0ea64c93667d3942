import { createHmac } from 'node:crypto';
import { httpPost, outcomeOfStatus } from '../../http/http-post.ts';
import type { Destination, Outcome } from '../language.ts';
import type { MedipayOptions } from './registration.ts';
import { registrationOf, replySchema, toldPatient } from './registration.ts';

/** Values that go into the signature, in order: the document leaves them to the two parties. */
export const signedValues = ['merchant', 'timestamp', 'number', 'name', 'birth-date', 'body'] as const;
export type SignedValue = (typeof signedValues)[number];

export interface MedipayDestinationOptions extends MedipayOptions {
  readonly name: string;
  readonly url: string;
  readonly merchantId: string;
  readonly secret: string;
  readonly signed: readonly SignedValue[];
}

function outcomeOf(text: string): Outcome {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { outcome: 'refused', code: 'not-json' };
  }
  const reply = replySchema.safeParse(value);
  if (!reply.success) return { outcome: 'refused', code: 'unknown-reply' };
  if (reply.data.code === '000') return { outcome: 'taken', patient: toldPatient(reply.data) };
  // 999 is the document's "system error"; 404 and others are about what was sent.
  const code = `medipay-${reply.data.code.replace(/[^0-9A-Za-z]/g, '').slice(0, 8)}`;
  return { outcome: reply.data.code === '999' ? 'busy' : 'refused', code };
}

export function medipayDestination(options: MedipayDestinationOptions): Destination {
  const { name, url, merchantId, secret, signed } = options;
  return {
    name,
    kind: 'medipay',
    async deliver({ key, visit, now }, signal) {
      // The document knows no way back: somebody at the hospital's system takes the visit out.
      if (visit.event === 'cancelled') return { outcome: 'by-hand', code: 'cancel-by-hand' };
      // The document wants a number of an identity paper, and a BHYT number is none.
      if (visit.person.number.kind === 'insurance') return { outcome: 'by-hand', code: 'number-by-hand' };
      const registration = registrationOf(visit, options);
      const body = JSON.stringify(registration);
      const timestamp = String(now.getTime());
      const { SO_GTTT, HO_TEN, NGAY_SINH } = registration.THONG_TIN_BN;
      const values: Record<SignedValue, string> = {
        merchant: merchantId,
        timestamp,
        number: SO_GTTT,
        name: HO_TEN,
        'birth-date': NGAY_SINH,
        body,
      };
      const sign = createHmac('sha256', secret)
        .update(signed.map((value) => values[value]).join('|'))
        .digest('hex');
      const reply = await httpPost(
        url,
        body,
        {
          'content-type': 'application/json; charset=utf-8',
          'x-merchant-id': merchantId,
          'x-timestamp': timestamp,
          'x-sign': sign,
          'idempotency-key': key,
        },
        signal,
      );
      return 'outcome' in reply ? reply : (outcomeOfStatus(reply.status) ?? outcomeOf(reply.text));
    },
    close: () => Promise.resolve(),
  };
}
