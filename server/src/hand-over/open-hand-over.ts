import type { Insurance } from '../insurance/insurance.ts';
import type { VisitInsurance } from '../insurance/outbox/visit-insurance-repository.ts';
import type { CheckInLine } from '../insurance/outbox/check-in-line.ts';
import type { Log } from '../log.ts';
import { StartError } from '../start-error.ts';
import type { Site } from '../site/site-config.ts';
import type { Store } from '../store.ts';
import type { WorkItems } from '../work-items/work-items.ts';
import type { HandOver } from './hand-over.ts';
import { createHandOver } from './hand-over.ts';
import { insuranceFactOf } from './insurance-fact.ts';
import type { HandOverSettings } from './settings.ts';
import { createDestination } from './settings.ts';
import { createSnapshot } from './snapshot.ts';

/** The hand-over of a site by its settings; without them nothing is ever written. Throws StartError `config-invalid`. */
export function openHandOver(parts: {
  settings: HandOverSettings | undefined;
  site: Site;
  store: Store;
  insurance: Pick<Insurance, 'view' | 'watch'>;
  /** The line to the insurance gateway and the house's code there, at a site that has one. */
  gateway: { readonly checkIns: CheckInLine; readonly facilityCode: string } | null;
  /** What the look-up kept of a visit's insurance, at a site that has a gateway. */
  insuranceRecord: (visitId: string) => VisitInsurance | undefined;
  workItems: WorkItems;
  log: Log;
  now: () => Date;
}): HandOver {
  const { settings, site, store, insurance, gateway, workItems, log, now } = parts;
  const sendsThere = settings?.destinations.some(({ kind }) => kind === 'check-in-message') ?? false;
  if (sendsThere && gateway !== null && gateway.facilityCode !== settings?.facilityCode)
    throw new StartError('config-invalid', 'handOver.facilityCode and insurance.facility.code are two houses.');
  const { db, visits, tickets, readings, companions, audit, handOverOutbox: outbox } = store;
  const snapshot = createSnapshot({
    ...{ site, visits, tickets, readings, companions },
    facilityCode: settings?.facilityCode ?? '',
    insurance: ({ id }) => {
      const record = parts.insuranceRecord(id);
      // A screen is told less than the hospital: of somebody not proven to be this person, nothing.
      const view = record === undefined ? insurance.view(id) : (record.view ?? { state: 'pending' });
      return insuranceFactOf(view, record);
    },
  });
  const handOver = createHandOver({
    ...{ db, outbox, snapshot, visits, workItems, audit, log, now },
    destinations: (settings?.destinations ?? []).map((one) =>
      createDestination(one, { checkIns: gateway?.checkIns ?? null, log }),
    ),
    timeZone: site.timeZone,
  });
  const unwatch = insurance.watch((visitId) => {
    // A visit that could not be noted (a full disk) is noted at the next start.
    try {
      handOver.note(visitId);
    } catch (error) {
      log.error('hand-over could not be noted', { visitId, error });
    }
  });
  return {
    ...handOver,
    stop() {
      unwatch();
      return handOver.stop();
    },
  };
}
