import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type { Submission } from '@cccd-kiosk/contract/station';
import { envelopeSchema, submissionSchema } from '@cccd-kiosk/contract/station';
import { parseShape } from '../http/parse-shape.ts';
import { verifySignature } from './hello-challenges.ts';
import type { Station } from './station-repository.ts';

/**
 * Opens a signed envelope: the signature is checked over the exact text before anything in it is read, then the station
 * named inside must be the one that is connected. Throws RefusedError `bad-request` or `signature-invalid`.
 */
export function openEnvelope(station: Station, value: unknown): Submission {
  const envelope = parseShape(envelopeSchema, value);
  if (!verifySignature(station.publicKey, envelope.body, envelope.signature))
    throw new RefusedError('signature-invalid');
  let body: unknown;
  try {
    body = JSON.parse(envelope.body);
  } catch (error) {
    throw new RefusedError('bad-request', 'body', error);
  }
  const submission = parseShape(submissionSchema, body, 'body');
  if (submission.stationId !== station.id) throw new RefusedError('signature-invalid', 'body.stationId');
  return submission;
}
