import type { AuditLog } from '../audit/audit-log.ts';
import { hours } from '../clock.ts';
import type { WorkItems } from '../work-items/work-items.ts';
import type { StaffMember } from './staff-repository.ts';

/** Looks at people by one officer within an hour from which somebody should ask why (TH14). */
export const lookUpAlarm = 200;

/** Counts a look at a person by whatever way it came. */
export type CountLook = (officer: Pick<StaffMember, 'id'>) => void;

export function createLookCount(parts: { workItems: WorkItems; audit: AuditLog; now: () => Date }): CountLook {
  const { workItems, audit, now } = parts;
  const looks = new Map<string, number[]>();
  return (officer) => {
    const at = now().getTime();
    const recent = (looks.get(officer.id) ?? []).filter((time) => at - time < hours(1));
    looks.set(officer.id, [...recent, at]);
    if (recent.length + 1 === lookUpAlarm) {
      workItems.open({ kind: 'alarm', severity: 'blocking', code: 'look-ups', scope: officer.id }, now());
      audit.append({
        actor: `staff:${officer.id}`,
        action: 'look-up-alarm',
        object: officer.id,
        details: { count: lookUpAlarm },
      });
    }
  };
}
