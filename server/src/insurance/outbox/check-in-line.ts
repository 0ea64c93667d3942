import { seconds, type Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { CheckInReceipt } from '../gateway/check-in-message.ts';
import { asGatewayFault, GatewayFault } from '../gateway/fault.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Breaker } from '../link/breaker.ts';
import type { Link } from '../link/link.ts';
import type { EvidenceRepository } from './evidence-repository.ts';
import type { LookUpRepository } from './look-up-repository.ts';

/**
 * Check-in messages on the gateway's line: the same session, the same agreed rate, and below every look-up, for nobody
 * stands waiting for one. Each reply is kept as evidence.
 */
export interface CheckInLine {
  /** Why a message had better not leave now; null when it may. */
  hindered(): 'gateway-away' | 'look-ups-first' | null;
  /** One call. Throws GatewayFault; a receipt of another code than `200` is the gateway's refusal. */
  send(visitId: string, xml: Uint8Array): Promise<CheckInReceipt>;
  /** A message was hindered lately, so that the gateway is worth a try. */
  waits(): boolean;
}

/** Whose name stands in the evidence: nobody's account sends it. */
const sender = 'hand-over';
/** A message that waits asks again within its longest back-off. */
const remembered = seconds(400);

export function createCheckInLine(parts: {
  clock: Clock;
  gateway: Gateway;
  breaker: Breaker;
  link: Link;
  lookUps: Pick<LookUpRepository, 'nextDue'>;
  evidence: EvidenceRepository;
  /** Resolves when it is this call's turn under the agreed rate. */
  turn: () => Promise<void>;
  /** The gateway may be tried with a new session. */
  wake: () => void;
  /** Look-ups under way. */
  underway: () => number;
  log: Log;
}): CheckInLine {
  const { clock, gateway, breaker, link, lookUps, evidence, turn, log } = parts;
  let sending: Promise<unknown> = Promise.resolve();
  let waitedAt = Number.NEGATIVE_INFINITY;
  const now = (): number => clock.now().getTime();

  /** Half-open, one exchange is the trial: this one, where nothing else is under way. */
  const away = (): boolean => breaker.state === 'open' || (breaker.state === 'half-open' && parts.underway() > 0);

  async function sendOne(visitId: string, xml: Uint8Array): Promise<CheckInReceipt> {
    await turn();
    if (away()) throw new GatewayFault('unreachable', 'not-sent');
    const begun = clock.now();
    const row = { visitId, lookUpId: null, call: 'check-in', officer: sender } as const;
    try {
      const { value, raw, status, ms } = await gateway.sendCheckIn(xml);
      const at = clock.now().toISOString();
      evidence.add({ ...row, code: value.code.slice(0, 10), good: value.code === '200', status, ms, at, raw });
      link.works();
      return value;
    } catch (error) {
      const fault = asGatewayFault(error);
      const { code, status, ms, raw } = fault;
      evidence.add({ ...row, code, good: false, status, ms, at: clock.now().toISOString(), raw });
      link.fault(fault, begun);
      log.warn('check-in message not taken', { visitId, code, ms, error: fault.cause });
      throw fault;
    }
  }

  return {
    hindered() {
      const due = lookUps.nextDue();
      if (due !== null && Date.parse(due) <= now()) return 'look-ups-first';
      if (!away()) return null;
      waitedAt = now();
      parts.wake();
      return 'gateway-away';
    },
    send(visitId, xml) {
      // One at a time: the second would not know yet what the first found out about the line.
      const sent = sending.then(() => sendOne(visitId, xml));
      sending = sent.catch(() => undefined);
      return sent;
    },
    waits: () => now() - waitedAt < remembered,
  };
}
