import type express from 'express';
import type { DocumentProfile } from '@cccd-kiosk/emrtd/inspection/document-profile';
import type { StaffGuard } from '../staff/staff-guard.ts';
import type { Store } from '../store.ts';
import { createDryRun } from './dry-run.ts';
import { createProposals } from './proposals.ts';
import { trustFileRoutes, trustRoutes } from './routes.ts';

/** The trust store's routes, composed from what is kept. */
export function createTrustDesk(parts: {
  store: Pick<Store, 'trust' | 'readings' | 'audit' | 'stations' | 'staff'>;
  profile: DocumentProfile;
  simulation: boolean;
  guard: StaffGuard;
  browserOnly: express.RequestHandler;
  now: () => Date;
}): { readonly files: express.Router; readonly routes: express.Router } {
  const { store, profile, simulation, guard, browserOnly, now } = parts;
  const { trust, readings, audit, stations, staff } = store;
  const shared = {
    ...{ trust, guard, browserOnly },
    proposals: createProposals(now),
    dryRun: createDryRun({
      ...{ trust, readings, audit, profile, simulation, now },
      stationName: (id) => stations.find(id)?.name ?? id,
    }),
    nameOf: (who: string) => {
      const member = staff.all(now()).find(({ id }) => who === `staff:${id}`);
      return member?.account ?? who;
    },
  };
  return { files: trustFileRoutes(shared), routes: trustRoutes(shared) };
}
