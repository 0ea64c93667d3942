import type { Statistics } from '@cccd-kiosk/contract/forms';
import type { AuditLog } from '../audit/audit-log.ts';
import type { FieldCipher } from '../crypto/field-cipher.ts';
import type { Db } from '../db/open-database.ts';
import { newId } from '../ids.ts';
import type { VisitRepository } from '../check-ins/visit-repository.ts';
import type { InsuranceCard } from '../insurance/outbox/visit-insurance-repository.ts';
import type { PortraitStore } from '../portraits/portrait-store.ts';
import { serviceDay, siteDate, siteTime } from '@cccd-kiosk/contract/site-time';
import type { Site } from '../site/site-config.ts';
import type { StaffRepository } from '../staff/staff-repository.ts';
import type { WorkItems } from '../work-items/work-items.ts';
import { createAddressBook, type AddressBook } from './addresses/address-book.ts';
import { createCaseActs, type CaseActs } from './case/case-acts.ts';
import { createCaseDesk, type CaseDesk } from './case/case-desk.ts';
import { createCaseRepository, type CaseRepository } from './case/case-repository.ts';
import { createCaseOpener, type CaseOpener } from './case/open-case.ts';
import { noteCorrections } from './case/note-corrections.ts';
import { createPapers, type Papers } from './documents/papers.ts';
import { createFolderPrinter } from './print/folder-printer.ts';
import { createIppPrinter } from './print/ipp-printer.ts';
import { createRegistry, type Registry } from './registry/registry.ts';
import type { FormSettings } from './settings.ts';
import { createCitizenPapers } from './citizen/citizen-paper.ts';
import { createCitizenPath, type CitizenPath } from './citizen/citizen-path.ts';
import { createStatistics } from './statistics.ts';
import { createFreshCards } from './taps/fresh-cards.ts';
import { createTapRepository } from './taps/tap-repository.ts';
import { createTaps, type Taps } from './taps/take-tap.ts';

/** The counter's forms, joined. */
export interface Forms {
  readonly registry: Registry;
  readonly desk: CaseDesk;
  readonly acts: CaseActs;
  readonly opener: CaseOpener;
  readonly citizen: CitizenPath;
  readonly addresses: AddressBook;
  readonly cases: CaseRepository;
  readonly taps: Taps;
  readonly papers: Papers;
  readonly statistics: (serviceDay: string) => Statistics;
  /** Called after a case changed, outside its transaction; returns the way to stop. */
  watch(listener: (caseId: string) => void): () => void;
  /** What its purpose no longer needs; returns how many cases. */
  erase(at: Date, evidenceBefore: Date): number;
}

export function createForms(parts: {
  db: Db;
  cipher: FieldCipher;
  site: Site;
  settings: FormSettings;
  staff: StaffRepository;
  portraits: PortraitStore;
  workItems: WorkItems;
  audit: AuditLog;
  visits: Pick<VisitRepository, 'find'>;
  numberOf: (visitId: string) => string;
  cardOf: (visitId: string) => InsuranceCard | null;
  stationName: (id: string) => string | undefined;
  /** Whether the stand-in for a printer has paper. */
  paper: () => 'ready' | 'out-of-paper' | 'failed';
  now: () => Date;
}): Forms {
  const { db, cipher, site, settings, now } = parts;
  const cases = createCaseRepository(db, cipher);
  const taps = createTapRepository(db, cipher);
  const fresh = createFreshCards();
  const addresses = createAddressBook();
  const listeners = new Set<(caseId: string) => void>();
  const day = (at: Date): string => serviceDay(at, site.timeZone);
  const registry = createRegistry(settings.folder, () => day(now()));
  const desk = createCaseDesk({
    ...{ db, cases, taps, fresh, registry, now, portraits: parts.portraits, audit: parts.audit },
    serviceDay: day,
    siteDate: (at) => siteDate(at, site.timeZone),
    site: site.name,
    places: settings.placesOfIssue,
    stationName: parts.stationName,
    candidates: addresses.candidates,
    numberOf: parts.numberOf,
    nameOfStaff: (id) => parts.staff.nameOf(id) ?? '',
    changed(caseId) {
      setImmediate(() => {
        for (const listener of listeners) listener(caseId);
      });
    },
  });
  const stationExists = (id: string): boolean => parts.stationName(id) !== undefined;
  const acts = createCaseActs({
    stationExists,
    ...{ desk, registry, taps, now, ward: addresses.ward },
    fileNumber: (openedOn) =>
      `HS-${openedOn.replaceAll('-', '')}-${String(cases.nextNumber(openedOn)).padStart(4, '0')}`,
    noteCorrections: (caseId, content) => {
      noteCorrections(parts.workItems, caseId, content, now());
    },
  });
  const papers = createPapers({
    desk,
    registry,
    site: site.name,
    time: (at) => `${siteTime(at, site.timeZone)} ${siteDate(at, site.timeZone)}`,
  });
  const { print } = settings.kiosk;
  const citizenPapers = createCitizenPapers({
    settings: print,
    printers: print.printers.map((each) => ({
      stations: each.stations,
      printer:
        each.kind === 'ipp'
          ? createIppPrinter(each)
          : createFolderPrinter({ folder: each.folder, now, state: parts.paper }),
    })),
    ...{ papers, audit: parts.audit, today: () => day(now()) },
  });
  return {
    ...{ registry, desk, acts, cases, addresses },
    citizen: createCitizenPath({ settings, registry, desk, acts, fresh, papers: citizenPapers, now }),
    opener: createCaseOpener({ desk, acts, stationExists, newId, visits: parts.visits, cardOf: parts.cardOf }),
    taps: createTaps({ desk, taps, fresh }),
    papers,
    statistics: createStatistics(db),
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    erase(at, evidenceBefore) {
      cases.forgetUndo(at.toISOString());
      taps.eraseEvidence(evidenceBefore.toISOString());
      return cases.erase(at.toISOString());
    },
  };
}
