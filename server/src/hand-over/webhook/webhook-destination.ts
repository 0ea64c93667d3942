import { createHmac } from 'node:crypto';
import { httpPost, outcomeOfStatus } from '../../http/http-post.ts';
import type { Destination } from '../language.ts';
import type { RegisteredVisit, Sex } from '../registered-visit.ts';
import { insuranceNumberOf } from '../registered-visit.ts';

const sexes = { male: 'Nam', female: 'Nữ', unknown: '' } as const satisfies Record<Sex, string>;

/** The field names that card-reading programs in the field use, so that a receiver written for one understands this. */
export function webhookBody(visit: RegisteredVisit) {
  const { person, insurance, companion, department, ticket, times, verdict } = visit;
  return {
    id_card: person.number.kind === 'insurance' ? '' : person.number.value,
    full_name: person.fullName,
    date_of_birth: person.birthDate?.split('-').reverse().join('/') ?? '',
    gender: sexes[person.sex],
    nationality: person.nationality ?? '',
    race: person.ethnicGroup ?? '',
    place_of_residence: person.residence ?? '',
    old_id_card: person.oldNumber ?? '',
    visit: {
      id: visit.visitId,
      event: visit.event,
      department: department.id,
      ticket: ticket.number,
      arrived_at: times.arrivedAt,
      at: times.at,
      chip:
        verdict === null
          ? null
          : { overall: verdict.overall, basis: verdict.basis, evidence_sha256: verdict.evidenceHash },
      companion:
        companion === null
          ? null
          : {
              ...{ id_card: companion.number.value, full_name: companion.fullName },
              ...{ relation: companion.relation, until: companion.until },
            },
      insurance: { state: insurance.state, card: insuranceNumberOf(visit) ?? '', until: insurance.validTo ?? '' },
    },
  };
}

/** HMAC-SHA-256 over `id.timestamp.body`, hexadecimal. The receiver refuses old timestamps and ids it has seen. */
export const webhookSignature = (secret: string, id: string, timestamp: string, body: string): string =>
  createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('hex');

export function webhookDestination(options: { name: string; url: string; secret: string }): Destination {
  const { name, url, secret } = options;
  return {
    name,
    kind: 'webhook',
    async deliver({ key, visit, now }, signal) {
      const body = JSON.stringify(webhookBody(visit));
      const timestamp = String(Math.floor(now.getTime() / 1000));
      const reply = await httpPost(
        url,
        body,
        {
          'content-type': 'application/json; charset=utf-8',
          'x-cccd-kiosk-id': key,
          'x-cccd-kiosk-timestamp': timestamp,
          'x-cccd-kiosk-signature': `v1=${webhookSignature(secret, key, timestamp, body)}`,
        },
        signal,
      );
      if ('outcome' in reply) return reply;
      return outcomeOfStatus(reply.status) ?? { outcome: 'taken', patient: null };
    },
    close: () => Promise.resolve(),
  };
}
