import type { Holder } from '../../readings/holder.ts';
import type { NewWorkItem } from '../../work-items/work-items.ts';
import type { Judged } from '../decisions/decide.ts';
import type { LookUpReply } from '../gateway/look-up-reply.ts';

/**
 * What a person at a desk has to do about an answer; undefined when nothing. `late`: the person was admitted before the
 * answer came, so a bad one is a task before money is taken, never a surprise.
 */
export function workOf(
  judged: Judged,
  about: {
    readonly visitId: string;
    readonly holder: Holder;
    readonly reply: LookUpReply | null;
    readonly late: boolean;
  },
): NewWorkItem | undefined {
  const { code, decision } = judged;
  const { visitId, holder, reply, late } = about;
  const kind = late ? 'before-payment' : 'insurance';
  switch (decision.next) {
    case 'ended':
    case 'desk':
    case 'ask-number':
      return { kind, severity: late ? 'blocking' : 'needs-look', visitId, code };
    case 'mismatch':
      return {
        kind: 'mismatch',
        severity: code === '061' ? 'information' : 'needs-look',
        visitId,
        field: decision.field === 'name' ? 'full-name' : 'birth-date',
        code,
        values:
          decision.field === 'name'
            ? { chip: holder.fullName, insurance: reply?.fullName ?? undefined }
            : { chip: holder.birthDate ?? undefined, insurance: reply?.birthDate ?? undefined },
        beforePayment: late,
      };
    case 'staff-check':
      return { kind, severity: late ? 'blocking' : decision.severity, visitId, code };
    case 'uncertain':
      return { kind, severity: 'needs-look', visitId, code };
    case 'configuration':
      return { kind: 'configuration', severity: 'blocking', code, scope: 'insurance-gateway' };
    default:
      return undefined;
  }
}
