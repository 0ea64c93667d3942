import { httpPost, outcomeOfStatus } from '../../http/http-post.ts';
import type { Destination } from '../language.ts';
import { bundleOf } from './bundle.ts';
import { toldPatient } from './told-patient.ts';

export interface FhirOptions {
  readonly name: string;
  /** The server's base, where transactions are posted. */
  readonly url: string;
  readonly identifierBase: string;
  /** `Bearer …` or `Basic …`. */
  readonly authorization: string | undefined;
}

export function fhirDestination({ name, url, identifierBase, authorization }: FhirOptions): Destination {
  return {
    name,
    kind: 'fhir',
    async deliver(message, signal) {
      const reply = await httpPost(
        url,
        JSON.stringify(bundleOf(message, identifierBase)),
        {
          'content-type': 'application/fhir+json; charset=utf-8',
          accept: 'application/fhir+json',
          // Whom the server put the visit on must be seen: a patient of its own is never overwritten.
          prefer: 'return=representation',
          'idempotency-key': message.key,
          ...(authorization === undefined ? {} : { authorization }),
        },
        signal,
      );
      if ('outcome' in reply) return reply;
      // More than one patient has this identifier: a person decides, never the machine.
      if (reply.status === 412) return { outcome: 'refused', code: 'several-patients' };
      return outcomeOfStatus(reply.status) ?? { outcome: 'taken', patient: toldPatient(reply.text, identifierBase) };
    },
    close: () => Promise.resolve(),
  };
}
