import { overviewRoutes } from './admin/routes.ts';
import { createApp } from './app.ts';
import { verifyAudit } from './audit/verify-audit.ts';
import type { AuditVerdict } from './audit/verify-audit.ts';
import type { ServerConfigInput } from './config.ts';
import { anchorFileOf, readConfig } from './config.ts';
import { createListener, listen, stopListening } from './listen.ts';
import { createServices } from './services.ts';
import { openSockets } from './sockets/open-sockets.ts';
import { handOverRoutes } from './hand-over/routes.ts';
import { createOrigins } from './http/origins.ts';
import { paperRoutes } from './forms/papers-routes.ts';
import { formRoutes } from './forms/routes.ts';
import { insuranceRoutes } from './insurance/routes.ts';
import { createOutageFile } from './insurance/outage-file.ts';
import { createLog } from './log.ts';
import { serviceDay, siteDate, siteTime } from '@cccd-kiosk/contract/site-time';
import { populationRoutes } from './population/routes.ts';
import { screenRoutes } from './screens/routes.ts';
import { staffAdminRoutes } from './staff/admin-routes.ts';
import { staffRoutes } from './staff/routes.ts';
import { createTrustDesk } from './trust/trust-desk.ts';
import { workItemRoutes } from './work-items/routes.ts';
import { createStaffGuard } from './staff/staff-guard.ts';
import { createEnrolment } from './stations/enrol.ts';
import { createHelloChallenges } from './stations/hello-challenges.ts';
import { stationRoutes } from './stations/routes.ts';
import { browserOnly } from './http/browser-only.ts';
import { minutes, seconds, systemClock } from './clock.ts';
import type { ServerApi } from './server-api.ts';
import { createServerApi } from './server-api.ts';
import type { Express } from 'express';

export interface ServerDeps {
  readonly now?: () => Date;
  readonly logTo?: { write(line: string): void };
  /** Adds routes of its own, after the API and before the screens. */
  readonly mount?: (app: Express) => void;
}

export interface RunningServer {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly api: ServerApi;
  close(): Promise<void>;
}

export type { AuditVerdict };

/** Starts everything. Throws StartError, or the system's error when the port is taken; then nothing is left open. */
export async function startServer(input: ServerConfigInput = {}, deps: ServerDeps = {}): Promise<RunningServer> {
  const config = readConfig(input);
  const clock = systemClock(deps.now);
  const now = (): Date => clock.now();
  const log = createLog(config.logLevel, deps.logTo);
  const http = createListener(config);
  const services = createServices(config, clock, log);
  const { store, forms } = services;
  const secure = config.tls !== undefined;
  const scheme = secure ? 'https' : 'http';
  let port = config.port;
  const origins = createOrigins({ scheme, host: config.host, port: () => port, extra: config.origins });

  const challenges = createHelloChallenges();
  const sockets = openSockets({ http, services, challenges, origins, config, log });
  const guard = createStaffGuard(store.staff, now);
  const ownPage = browserOnly(origins);
  const { timeZone } = config.site;
  const trustDesk = createTrustDesk({
    ...{ store, guard, browserOnly: ownPage, now },
    ...{ profile: services.profile, simulation: config.simulation },
  });
  const today = (): string => serviceDay(now(), timeZone);
  const time = (at: string): string => `${siteTime(new Date(at), timeZone)} ${siteDate(new Date(at), timeZone)}`;
  const app = createApp({
    origins,
    secure,
    simulation: config.simulation,
    screensDir: config.screensDir,
    stationRoutes: stationRoutes({
      enrol: createEnrolment({
        db: store.db,
        codes: store.enrolmentCodes,
        stations: store.stations,
        audit: store.audit,
      }),
      challenges,
      stations: store.stations,
      now,
    }),
    screenRoutes: screenRoutes({ codes: store.pairingCodes, sessions: store.screens, audit: store.audit, secure, now }),
    staffRoutes: staffRoutes({
      overview: overviewRoutes({
        ...{ guard, browserOnly: ownPage },
        overview: () => ({
          ...{ site: config.site.name, simulation: config.simulation, serverTime: now().toISOString() },
          visitsToday: store.visits.countOfDay(serviceDay(now(), timeZone)),
          stations: store.stations
            .all()
            .map(({ id, name, revoked }) => ({ id, name, revoked, connected: sockets.isConnected(id) })),
          trust: store.trust.ages(now()),
          workItems: store.workItems.counts(),
        }),
        verify: () => verifyAudit(store.db, anchorFileOf(config)),
      }),
      admin: staffAdminRoutes({
        ...{ staff: store.staff, signIn: services.signIn, guard, browserOnly: ownPage, audit: store.audit, now },
        cut: sockets.cutStaff,
      }),
      signIn: services.signIn,
      staff: store.staff,
      audit: store.audit,
      cut: sockets.cutStaff,
      browserOnly: ownPage,
      secure,
      now,
    }),
    trustFileRoutes: trustDesk.files,
    trustRoutes: trustDesk.routes,
    handOverRoutes: handOverRoutes({
      handOver: services.handOver,
      guard,
      browserOnly: ownPage,
    }),
    workItemRoutes: workItemRoutes({
      ...{ desk: services.workItemDesk, items: store.workItems, visits: store.visits, placeOf: services.placeOf },
      ...{ guard, browserOnly: ownPage, audit: store.audit, time },
      cardOf: (visitId) => services.insuranceDesk?.records.find(visitId)?.card?.reveal() ?? null,
      date: () => siteDate(now(), timeZone),
    }),
    formRoutes: formRoutes({
      ...{
        registry: forms.registry,
        addresses: forms.addresses,
        desk: forms.desk,
        acts: forms.acts,
        opener: forms.opener,
      },
      ...{ guard, browserOnly: ownPage, audit: store.audit, portraits: services.portraits, today, now },
      stations: () =>
        store.stations
          .all()
          .filter(({ revoked }) => !revoked)
          .map(({ id, name }) => ({ stationId: id, name, connected: sockets.isConnected(id) })),
      showForms: sockets.showForms,
      papers: paperRoutes({
        ...{
          desk: forms.desk,
          cases: forms.cases,
          registry: forms.registry,
          statistics: forms.statistics,
          papers: forms.papers,
        },
        ...{ guard, audit: store.audit, today, time },
      }),
    }),
    insuranceRoutes: insuranceRoutes({
      desk: services.insuranceDesk,
      outageFile:
        services.insuranceDesk === null
          ? null
          : createOutageFile({
              ...{ visits: store.visits, tickets: store.tickets, site: config.site.name },
              evidence: services.insuranceDesk.evidence,
              outages: services.insuranceDesk.outages,
              time,
            }),
      guard,
      browserOnly: ownPage,
      audit: store.audit,
    }),
    populationRoutes: populationRoutes({ desk: services.population, guard, browserOnly: ownPage }),
    healthy: () => store.db.open && store.db.prepare('SELECT 1').pluck().get() === 1,
    ...(deps.mount === undefined ? {} : { mount: deps.mount }),
    log,
  });
  http.on('request', app);

  async function close(): Promise<void> {
    clearInterval(retention);
    clearTimeout(warm);
    await sockets.close();
    await stopListening(http);
    await services.close();
  }
  const retention = setInterval(() => {
    services.runRetention();
  }, minutes(config.retention.everyMinutes));
  retention.unref();

  try {
    port = await listen(http, config.host, config.port);
  } catch (error) {
    await close();
    throw error;
  }
  services.runRetention();
  // Off the way of the first check-ins; four megabytes of names are read once.
  const warm = setTimeout(() => {
    forms.addresses.warm();
  }, seconds(5));
  warm.unref();
  const bare = config.host.includes(':') ? `[${config.host}]` : config.host;
  const url = `${scheme}://${bare}:${port}`;
  log.info('listening', { url });
  return { url, api: createServerApi({ config, services, sockets, now }), close };
}
