import type { Role, StaffAction } from '@cccd-kiosk/contract/staff';
import { staffActions } from '@cccd-kiosk/contract/staff';

/** Who may do what. Everything that is not here is refused; a test walks role × action (TH15). */
export const roleMatrix: Readonly<Record<Role, readonly StaffAction[]>> = {
  reception: [
    'own.password',
    'arrivals.list',
    'arrivals.open',
    'photo.compare',
    'help.answer',
    'insurance.see',
    'insurance.confirm',
    'person.name',
    'forms.fill',
    'work-items.list',
    'work-items.take',
    'work-items.close',
  ],
  cashier: [
    'own.password',
    'arrivals.list',
    'arrivals.open',
    'insurance.see',
    'visit.settle',
    'work-items.list',
    'work-items.take',
    'work-items.close',
  ],
  'counter-officer': [
    'own.password',
    'arrivals.list',
    'arrivals.open',
    'photo.compare',
    'help.answer',
    'population.look-up',
    'forms.fill',
    'work-items.list',
    'work-items.take',
    'work-items.close',
  ],
  'postal-officer': ['own.password', 'arrivals.list', 'arrivals.open', 'photo.compare', 'help.answer', 'forms.fill'],
  administrator: staffActions.filter((action) => action !== 'population.look-up'),
  auditor: ['own.password', 'admin.overview', 'audit.verify', 'trust.see'],
};

export const may = (role: Role, action: StaffAction): boolean => roleMatrix[role].includes(action);
