import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { GatewayFault } from '../gateway/fault.ts';
import type { Answered, Gateway, Question } from '../gateway/gateway.ts';
import type { Pace } from '../link/pace.ts';
import type { EvidenceCall, EvidenceRepository } from './evidence-repository.ts';

/**
 * What is asked about somebody whose card is good, once nobody waits: stays elsewhere and the year's own payments. It never
 * changes the answer, is asked once, and its failure is only written down.
 */
export function createAfterwards(parts: {
  gateway: Gateway;
  pace: Pace;
  clock: Clock;
  evidence: EvidenceRepository;
  history: boolean;
  coPayment: boolean;
  changed: (visitId: string) => void;
  log: Log;
}): (visitId: string, lookUpId: string, officer: string, question: Question) => Promise<void> {
  const { gateway, pace, clock, evidence, log } = parts;

  const turn = (): Promise<void> =>
    new Promise((resolve) => {
      clock.wake(new Date(pace.reserve(clock.now().getTime())), resolve);
    });

  return async (visitId, lookUpId, officer, question) => {
    const calls: [EvidenceCall, (question: Question) => Promise<Answered<unknown>>][] = [
      ...(parts.history ? [['history', (asked: Question) => gateway.history(asked)] as const] : []),
      ...(parts.coPayment ? [['co-payment', (asked: Question) => gateway.coPayment(asked)] as const] : []),
    ].map(([call, ask]) => [call, ask]);
    for (const [call, ask] of calls) {
      await turn();
      const row = { visitId, lookUpId, call, officer };
      try {
        const { raw, status, ms } = await ask(question);
        evidence.add({ ...row, code: '200', good: true, status, ms, at: clock.now().toISOString(), raw });
      } catch (error) {
        const fault =
          error instanceof GatewayFault ? error : new GatewayFault('interrupted', 'uncertain', { cause: error });
        const { code, status, ms, raw } = fault;
        evidence.add({ ...row, code, good: false, status, ms, at: clock.now().toISOString(), raw });
        log.info('insurance: not told afterwards', { visitId, code, ms });
      }
      parts.changed(visitId);
    }
  };
}
