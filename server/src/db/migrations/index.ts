import type { Migration } from '../migrate.ts';
import { stations } from './0001-stations.ts';
import { visits } from './0002-visits.ts';
import { people } from './0003-staff-audit-trust.ts';
import { insurance } from './0005-insurance.ts';
import { handOver } from './0006-hand-over.ts';
import { workItemsAndRoles } from './0007-work-items-and-roles.ts';
import { forms } from './0008-forms.ts';
import { insuranceOutages } from './0009-insurance-outages.ts';
import { handOverOrder } from './0010-hand-over-order.ts';
import { localTickets } from './0011-local-tickets.ts';
import { trustVersions } from './0012-trust-versions.ts';
import { childVisits } from './0013-child-visits.ts';
import { companions } from './0016-companions.ts';
import { checkInMessages } from './0020-check-in-messages.ts';
import { populationEvidence } from './0021-population-evidence.ts';
import { hospitalQuestions } from './0022-hospital-questions.ts';
import { printedCodes } from './0023-printed-codes.ts';
import { visitAppointments } from './0024-visit-appointments.ts';

/** Forward only, in order. A shipped step is never edited: add the next one. */
export const migrations: readonly Migration[] = [
  stations,
  visits,
  people,
  insurance,
  handOver,
  workItemsAndRoles,
  forms,
  insuranceOutages,
  handOverOrder,
  localTickets,
  trustVersions,
  childVisits,
  companions,
  checkInMessages,
  populationEvidence,
  hospitalQuestions,
  printedCodes,
  visitAppointments,
];
