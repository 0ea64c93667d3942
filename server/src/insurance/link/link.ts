import type { InsuranceCode } from '@cccd-kiosk/contract/insurance-codes';
import type { Clock } from '../../clock.ts';
import type { GatewayFault } from '../gateway/fault.ts';
import type { OutageRepository } from '../outbox/outage-repository.ts';
import type { Breaker } from './breaker.ts';

/** What each exchange tells of the line: the breaker hears it, and the outage that the law wants proven. */
export interface Link {
  works(): void;
  /** `begun`: when the exchange began. */
  failed(code: InsuranceCode, begun: Date): void;
  /** The exchange gave no answer: a refused session is held for a person, everything else is a failure. */
  fault(fault: GatewayFault, begun: Date): void;
}

export function createLink({
  clock,
  breaker,
  outages,
}: {
  clock: Clock;
  breaker: Breaker;
  outages: OutageRepository;
}): Link {
  const failed = (code: InsuranceCode, begun: Date): void => {
    breaker.failed(code, begun.getTime(), clock.now().getTime());
    if (breaker.state === 'open') outages.away(code, clock.now().toISOString());
  };
  return {
    works() {
      breaker.answered(clock.now().getTime());
      if (breaker.state === 'closed') outages.over(clock.now().toISOString());
    },
    failed,
    fault({ code }, begun) {
      if (code === '401') breaker.hold(code, clock.now().getTime());
      else failed(code as InsuranceCode, begun);
    },
  };
}
