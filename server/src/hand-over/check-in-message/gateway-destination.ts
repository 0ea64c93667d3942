import { isDeepStrictEqual } from 'node:util';
import { GatewayFault } from '../../insurance/gateway/fault.ts';
import type { CheckInLine } from '../../insurance/outbox/check-in-line.ts';
import type { Log } from '../../log.ts';
import type { Destination, Outcome } from '../language.ts';
import type { RegisteredVisit } from '../registered-visit.ts';
import { compactMinute } from '../../site/site-clock.ts';
import { completed, draftOf, type Draft, type DraftOptions } from './draft.ts';
import { signedMessage, type FacilitySignature } from './signed-message.ts';

/** The first cost line of a visit: MA_DICH_VU and TEN_DICH_VU of the consultation. */
export interface FirstService {
  readonly code: string;
  readonly name: string;
}

export interface GatewayDestinationOptions extends DraftOptions {
  readonly name: string;
  /** By department; `*` for every other. A department without one sends nothing: its first cost line is ordered elsewhere. */
  readonly services: Readonly<Record<string, FirstService>>;
  /** The destination whose patient number is MA_BN. Without it the house numbers nobody, and MA_BN is MA_LK. */
  readonly patientFrom?: string | undefined;
  readonly signature: FacilitySignature;
  readonly line: CheckInLine;
  readonly log: Log;
}

/** What makes no news: when the message was made, and a patient's number that came after it. */
const untold = { NGAY_YL: '', MA_BN: '' };
/** Emergency (QĐ 3276): no check-in message is wanted (QĐ 4750 art. 2). */
const emergency = '2';

/**
 * The check-in message (XML0) to the insurance gateway, from a house whose own system does not send it: once the card is
 * good and a clerk has confirmed MA_DOITUONG_KCB. Whoever pays themselves is no matter of the insurance's. The gateway knows
 * a message by MA_LK; a message that may have arrived is never sent again by itself.
 */
export function gatewayDestination(options: GatewayDestinationOptions): Destination {
  const { name, services, patientFrom, signature, line, log } = options;

  /** Null while the visit is no matter of the insurance's, or not settled yet. */
  function due(visit: RegisteredVisit): Draft | null {
    const service = services[visit.department.id] ?? services['*'];
    const { state, visitCategory } = visit.insurance;
    if (service === undefined || state !== 'valid') return null;
    if (visitCategory === null || visitCategory === emergency) return null;
    return completed(draftOf(visit, options), {
      MA_BN: visit.person.patientId ?? visit.visitId,
      MA_DICH_VU: service.code,
      TEN_DICH_VU: service.name,
      // The consultation is ordered when the kind of visit is settled.
      NGAY_YL: compactMinute(visit.times.at, visit.timeZone),
    });
  }

  /** The gateway has been told all of it, but for when. */
  function isTold({ fields }: Draft, before: RegisteredVisit | null): boolean {
    const last = before && due(before)?.fields;
    return last ? isDeepStrictEqual({ ...last, ...untold }, { ...fields, ...untold }) : false;
  }

  async function signed(visit: RegisteredVisit, draft: Draft, signal: AbortSignal): Promise<Uint8Array | null> {
    try {
      return await signedMessage(draft, signature, signal);
    } catch (error) {
      log.warn('check-in message could not be signed', { visitId: visit.visitId, error });
      return null;
    }
  }

  async function send(visitId: string, xml: Uint8Array): Promise<Outcome> {
    try {
      const { code } = await line.send(visitId, xml);
      if (code === '200') return { outcome: 'taken', patient: null };
      return { outcome: 'refused', code: `gateway-${/^[\w.]{1,10}$/.test(code) ? code : 'other'}` };
    } catch (error) {
      if (!(error instanceof GatewayFault)) throw error;
      return { outcome: error.certainty === 'uncertain' ? 'uncertain' : 'unreachable', code: error.code };
    }
  }

  return {
    name,
    kind: 'check-in-message',
    ...(patientFrom !== undefined && { patientFrom }),
    async deliver({ visit }, signal, delivery) {
      // The portal's document knows no way back.
      if (visit.event === 'cancelled') return { outcome: 'by-hand', code: 'cancel-by-hand' };
      const draft = due(visit);
      if (draft === null || isTold(draft, delivery.before())) return { outcome: 'not-due' };
      if (patientFrom !== undefined && visit.person.patientId === null)
        return { outcome: 'not-yet', code: 'patient-number' };
      const fault = draft.faults[0] ?? draft.missing.map((field) => ({ field, fault: 'missing' }))[0];
      if (fault !== undefined) return { outcome: 'refused', code: `${fault.field} ${fault.fault}` };
      const hindered = line.hindered();
      if (hindered === 'gateway-away') return { outcome: 'unreachable', code: hindered };
      if (hindered !== null) return { outcome: 'not-yet', code: hindered };
      const xml = await signed(visit, draft, signal);
      if (xml === null) return { outcome: 'busy', code: 'not-signed' };
      await delivery.leaving();
      return send(visit.visitId, xml);
    },
    close: () => Promise.resolve(),
  };
}
