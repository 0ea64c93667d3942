import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { InsuranceView } from '@cccd-kiosk/contract/insurance';
import { startBhxhGateway, type BhxhGateway, type GatewayOptions } from '@cccd-kiosk/fixtures/upstreams/bhxh/gateway';
import type { Person } from '@cccd-kiosk/fixtures/world';
import { systemClock, type Clock } from '@cccd-kiosk/server/src/clock';
import { readConfig } from '@cccd-kiosk/server/src/config';
import { inTransaction } from '@cccd-kiosk/server/src/db/store';
import { createInsurance, type InsuranceDesk } from '@cccd-kiosk/server/src/insurance/create-insurance';
import type { Gateway } from '@cccd-kiosk/server/src/insurance/gateway/gateway';
import { insuranceSettingsSchema } from '@cccd-kiosk/server/src/insurance/settings';
import { createLog } from '@cccd-kiosk/server/src/log';
import { openStore, type Store } from '@cccd-kiosk/server/src/store';
import { createWorkItems } from '@cccd-kiosk/server/src/work-items/work-item-log';
import { temporaryFolder, until } from '../test-server.ts';

/** `dd/mm/yyyy` or `yyyy` of a person's file, as the server holds it. */
const iso = (text: string): string => text.split('/').reverse().join('-');

export interface InsuranceBench {
  readonly gateway: BhxhGateway;
  readonly store: Store;
  readonly desk: InsuranceDesk;
  readonly logs: string[];
  /** A proven person's visit, its question kept with it and not yet begun. */
  visit(person: Person, changes?: { overall?: 'genuine' | 'not-proven'; number?: string }): string;
  /** The whole of it: a visit, its look-up, and what the screen says once it is settled. */
  lookUp(person: Person): Promise<{ visitId: string; view: InsuranceView }>;
  settled(visitId: string): Promise<InsuranceView>;
  close(): Promise<void>;
}

export interface BenchOptions {
  readonly settings?: Record<string, unknown>;
  readonly timeoutMs?: number;
  readonly gateway?: GatewayOptions;
  readonly clock?: Clock;
  /** In place of the stand-in's address: a gateway without a network. */
  readonly inside?: Gateway;
  readonly dataDir?: string;
  /** Keeps the folder on close. */
  readonly keep?: boolean;
}

/** The insurance look-up on a real database and, unless told otherwise, against the stand-in over HTTP. */
export async function startInsuranceBench(options: BenchOptions = {}): Promise<InsuranceBench> {
  const clock = options.clock ?? systemClock();
  const now = (): Date => clock.now();
  const gateway = await startBhxhGateway(options.gateway);
  const dataDir = options.dataDir ?? temporaryFolder();
  const store = openStore(readConfig({ dataDir }), now);
  const { db, cipher, visits } = store;
  const logs: string[] = [];
  const workItems = createWorkItems({ items: store.workItems, audit: store.audit });
  const desk = createInsurance({
    ...{ db, cipher, visits, workItems, clock },
    settings: insuranceSettingsSchema.parse({
      gateway: { url: gateway.url, timeoutMs: options.timeoutMs, ...gateway.account },
      officers: { kiosk: gateway.officer },
      facility: { code: '01999', level: 'basic', formerLevel: 'province' },
      ratePerSecond: 200,
      ...options.settings,
    }),
    timeZone: 'Asia/Ho_Chi_Minh',
    log: createLog('trace', { write: (line) => void logs.push(line) }),
    ...(options.inside === undefined ? {} : { gateway: options.inside }),
  });
  const station = store.stations.add({ name: `K${Math.random()}`, publicKey: randomBytes(44) }, now());
  let count = store.visits.ofDay(now().toISOString().slice(0, 10)).length;

  const settled = async (visitId: string): Promise<InsuranceView> =>
    until(() => {
      const view = desk.insurance.view(visitId);
      return view.state === 'checking' ? undefined : view;
    });

  function visit(
    person: Person,
    { overall = 'genuine', number = person.number }: Parameters<InsuranceBench['visit']>[1] = {},
  ) {
    count += 1;
    const id = `visit-${String(count).padStart(6, '0')}`;
    inTransaction(db, () => {
      visits.add({
        ...{
          id,
          serviceDay: now().toISOString().slice(0, 10),
          lane: 'card',
          overall,
          basis: 'proven',
          priority: false,
        },
        holder: {
          fullName: person.name,
          number,
          birthDate: iso(person.birthDate),
          sex: person.sex === 'Nam' ? 'male' : 'female',
        },
        ...{ desk: false, stationId: station.id, reason: null, consentVersion: '1', at: now().toISOString() },
      });
      const added = visits.find(id);
      if (added !== undefined) desk.insurance.queue(added);
    });
    return id;
  }
  return {
    ...{ gateway, store, desk, logs, visit, settled },
    async lookUp(person) {
      const visitId = visit(person);
      desk.insurance.begin(visitId);
      return { visitId, view: await settled(visitId) };
    },
    async close() {
      await desk.close();
      store.close();
      await gateway.close();
      if (options.keep !== true) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
