import type { Insurance } from '../insurance/insurance.ts';
import type { VisitInsurance } from '../insurance/outbox/visit-insurance-repository.ts';
import type { Log } from '../log.ts';
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
  /** What the look-up kept of a visit's insurance, at a site that has a gateway. */
  insuranceRecord: (visitId: string) => VisitInsurance | undefined;
  workItems: WorkItems;
  log: Log;
  now: () => Date;
}): HandOver {
  const { settings, site, store, insurance, workItems, log, now } = parts;
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
    destinations: (settings?.destinations ?? []).map(createDestination),
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
