import { join } from 'node:path';
import { httpPost, outcomeOfStatus } from '../../http/http-post.ts';
import type { Destination, Message, Outcome } from '../language.ts';
import { diskCode, writeWhole } from '../write-file.ts';
import type { DraftOptions } from './draft.ts';
import { draftOf } from './draft.ts';
import { checkInXml } from './xml.ts';

export type DraftTransport =
  | { readonly to: 'folder'; readonly folder: string }
  | { readonly to: 'url'; readonly url: string; readonly authorization: string | undefined };

/** Hands the draft to the hospital's system, which adds the first service and sends it. */
export function draftDestination(options: { name: string; transport: DraftTransport } & DraftOptions): Destination {
  const { name, transport } = options;

  async function send({ key }: Message, xml: string, missing: string, signal: AbortSignal): Promise<Outcome> {
    if (transport.to === 'folder') {
      try {
        await writeWhole(join(transport.folder, `check-in-${key}.xml`), xml, true);
        return { outcome: 'taken', patient: null };
      } catch (error) {
        return { outcome: 'unreachable', code: diskCode(error) };
      }
    }
    const { url, authorization } = transport;
    const reply = await httpPost(
      url,
      xml,
      {
        'content-type': 'application/xml; charset=utf-8',
        'idempotency-key': key,
        'x-missing-fields': missing,
        ...(authorization === undefined ? {} : { authorization }),
      },
      signal,
    );
    if ('outcome' in reply) return reply;
    return outcomeOfStatus(reply.status) ?? { outcome: 'taken', patient: null };
  }

  return {
    name,
    kind: 'check-in-draft',
    deliver(message, signal) {
      // A draft is sent by the hospital with its first service: somebody there lets it fall.
      if (message.visit.event === 'cancelled') return Promise.resolve({ outcome: 'by-hand', code: 'cancel-by-hand' });
      const { fields, missing, faults } = draftOf(message.visit, options);
      const fault = faults[0];
      if (fault !== undefined) return Promise.resolve({ outcome: 'refused', code: `${fault.field} ${fault.fault}` });
      return send(message, checkInXml(fields), missing.join(' '), signal);
    },
    close: () => Promise.resolve(),
  };
}
