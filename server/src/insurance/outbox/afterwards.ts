import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { asGatewayFault } from '../gateway/fault.ts';
import type { Answered, Gateway, Question } from '../gateway/gateway.ts';
import type { EvidenceCall, EvidenceRepository } from './evidence-repository.ts';

/** Somebody whose card is good. */
export interface GoodCard {
  readonly visitId: string;
  readonly lookUpId: string;
  readonly officer: string;
  readonly question: Question;
}

/** What is asked about somebody whose card is good, once nobody waits. */
export interface Afterwards {
  add(card: GoodCard): void;
  waits(): boolean;
  /** Asks the next one; the turn under the agreed rate is the caller's to take. Throws when the database fails. */
  askNext(): Promise<void>;
}

/** More than a morning leaves behind; what is older is no longer of use to anybody. */
const mostWaiting = 1000;

/**
 * Stays elsewhere and the year's own payments. They never change the answer, are asked once, and their failure is only
 * written down; a server that ends forgets what it had not asked yet.
 */
export function createAfterwards(parts: {
  gateway: Gateway;
  clock: Clock;
  evidence: EvidenceRepository;
  history: boolean;
  coPayment: boolean;
  changed: (visitId: string) => void;
  log: Log;
}): Afterwards {
  const { gateway, clock, evidence, log } = parts;
  const waiting: (GoodCard & { readonly call: EvidenceCall })[] = [];
  const calls: EvidenceCall[] = [
    ...(parts.history ? (['history'] as const) : []),
    ...(parts.coPayment ? (['co-payment'] as const) : []),
  ];
  const ask = (call: EvidenceCall, question: Question): Promise<Answered<unknown>> =>
    call === 'history' ? gateway.history(question) : gateway.coPayment(question);

  return {
    add(card) {
      for (const call of calls) waiting.push({ ...card, call });
      if (waiting.length > mostWaiting) waiting.splice(0, waiting.length - mostWaiting);
    },
    waits: () => waiting.length > 0,
    async askNext() {
      const next = waiting.shift();
      if (next === undefined) return;
      const { visitId, lookUpId, officer, question, call } = next;
      const row = { visitId, lookUpId, call, officer };
      try {
        const { raw, status, ms } = await ask(call, question);
        evidence.add({ ...row, code: '200', good: true, status, ms, at: clock.now().toISOString(), raw });
      } catch (error) {
        const { code, status, ms, raw } = asGatewayFault(error);
        evidence.add({ ...row, code, good: false, status, ms, at: clock.now().toISOString(), raw });
        log.info('insurance: not told afterwards', { visitId, code, ms });
      }
      parts.changed(visitId);
    },
  };
}
