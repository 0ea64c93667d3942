import type { TrustFileReport } from '@cccd-kiosk/emrtd/trust/load-trust-anchors';
import { loadTrustAnchors } from '@cccd-kiosk/emrtd/trust/load-trust-anchors';
import type { TrustStore } from '@cccd-kiosk/emrtd/trust/trust-store';
import { emptyTrustStore } from '@cccd-kiosk/emrtd/trust/trust-store';
import type { AuditLog } from '../audit/audit-log.ts';
import { days } from '../clock.ts';
import type { Db } from '../db/open-database.ts';
import { inTransaction } from '../db/store.ts';
import type { TrustFile, TrustRepository } from './trust-repository.ts';

export interface ImportReport {
  readonly anchors: number;
  readonly lists: number;
  readonly refused: readonly { readonly name: string; readonly reason: string }[];
}

/** The trust store in use: certificates and revocation lists imported from files, offline. */
export interface TrustHolder {
  readonly store: TrustStore;
  /** Takes what is usable and says what is not; who and when is recorded. */
  importFiles(files: readonly TrustFile[], who: string): ImportReport;
  /** In whole days; null when there is none. */
  ages(now: Date): {
    readonly anchors: number;
    readonly crlAgeDays: number | null;
    readonly importedAgeDays: number | null;
  };
}

const wholeDays = (from: Date, now: Date): number =>
  Math.max(0, Math.floor((now.getTime() - from.getTime()) / days(1)));

const count = (report: readonly TrustFileReport[], kind: 'certificate' | 'revocation-list'): number =>
  report.flatMap(({ items }) => items).filter((item) => item.usable && item.kind === kind && item.role !== 'signer')
    .length;

function refusedIn(report: readonly TrustFileReport[]): ImportReport['refused'] {
  return report.flatMap(({ name, reason, items }) => [
    ...(reason === undefined ? [] : [{ name, reason }]),
    ...items.filter(({ usable }) => !usable).map((item) => ({ name, reason: item.reason ?? 'unsupported' })),
  ]);
}

export function createTrustHolder(parts: {
  db: Db;
  files: TrustRepository;
  audit: AuditLog;
  now: () => Date;
}): TrustHolder {
  const { db, files, audit, now } = parts;
  let store: TrustStore = emptyTrustStore;
  let loadedOf: string | null = null;
  /** Another process (a command) may have imported: the time of the latest import tells. */
  const reload = (): void => {
    const imported = files.importedAt();
    if (imported === loadedOf) return;
    store = loadTrustAnchors(files.all()).store;
    loadedOf = imported;
  };
  reload();
  return {
    get store() {
      reload();
      return store;
    },
    importFiles(incoming, who) {
      const { report } = loadTrustAnchors(incoming);
      const usable = new Set(report.filter(({ items }) => items.some((item) => item.usable)).map(({ name }) => name));
      const result = {
        anchors: count(report, 'certificate'),
        lists: count(report, 'revocation-list'),
        refused: refusedIn(report),
      };
      inTransaction(db, () => {
        let added = 0;
        for (const file of incoming) if (usable.has(file.name) && files.add(file, who, now())) added += 1;
        audit.append({
          actor: who,
          action: 'trust-imported',
          details: { files: added, anchors: result.anchors, lists: result.lists, refused: result.refused.length },
        });
      });
      loadedOf = null;
      reload();
      return result;
    },
    ages(at) {
      const imported = files.importedAt();
      const newest = store.revocationLists.reduce<Date | null>(
        (latest, { thisUpdate }) => (latest === null || thisUpdate > latest ? thisUpdate : latest),
        null,
      );
      return {
        anchors: store.certificates.length,
        crlAgeDays: newest === null ? null : wholeDays(newest, at),
        importedAgeDays: imported === null ? null : wholeDays(new Date(imported), at),
      };
    },
  };
}
