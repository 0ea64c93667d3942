import { roles, staffActions } from '@cccd-kiosk/contract/staff';
import { may } from '@cccd-kiosk/server/src/staff/roles';
import { describe, expect, it } from 'vitest';

/** Written a second time, by action (R reception, C cashier, O counter officer, P postal officer, A administrator, U auditor). */
const allowed: Record<(typeof staffActions)[number], string> = {
  'arrivals.list': 'RCOPA',
  'arrivals.open': 'RCOPA',
  'photo.compare': 'ROPA',
  'help.answer': 'ROPA',
  'insurance.see': 'RCA',
  'insurance.confirm': 'RA',
  'person.name': 'RA',
  'population.look-up': 'O',
  'visit.settle': 'CA',
  'forms.fill': 'ROPA',
  'work-items.list': 'RCOA',
  'work-items.take': 'RCOA',
  'work-items.close': 'RCOA',
  'work-items.export': 'A',
  'admin.overview': 'AU',
  'audit.verify': 'AU',
  'trust.see': 'AU',
  'trust.change': 'A',
  'hand-over.see': 'A',
  'hand-over.retry': 'A',
  'staff.manage': 'A',
  'own.password': 'RCOPAU',
};
const letters = {
  reception: 'R',
  cashier: 'C',
  'counter-officer': 'O',
  'postal-officer': 'P',
  administrator: 'A',
  auditor: 'U',
};

describe('every role × action (TH15)', () => {
  it.each(roles.flatMap((role) => staffActions.map((action) => [role, action] as const)))('%s: %s', (role, action) => {
    expect(may(role, action)).toBe(allowed[action].includes(letters[role]));
  });
});
