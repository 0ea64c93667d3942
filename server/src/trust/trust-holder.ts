import type { TrustFileReport } from '@cccd-kiosk/emrtd/trust/load-trust-anchors';
import { currentTrust, recordImport, rollBack, type TrustHistory } from '@cccd-kiosk/emrtd/trust/trust-history';
import type { TrustStore } from '@cccd-kiosk/emrtd/trust/trust-store';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type { AuditLog } from '../audit/audit-log.ts';
import { days } from '../clock.ts';
import type { Db } from '../db/open-database.ts';
import { inTransaction } from '../db/store.ts';
import { loadFiles, prepareChange, type LoadedFiles, type PreparedChange, type TrustOrder } from './trust-change.ts';
import type { FileSet, KnownFile, TrustFile, TrustRepository } from './trust-repository.ts';

export interface ImportReport {
  readonly anchors: number;
  readonly lists: number;
  readonly refused: readonly { readonly name: string; readonly reason: string }[];
}

/** The trust store in use: certificates and revocation lists imported from files, offline, and how it came to be. */
export interface TrustHolder {
  readonly store: TrustStore;
  /** What became of each file in use, by digest. */
  readonly reports: ReadonlyMap<string, TrustFileReport>;
  history(): TrustHistory<FileSet>;
  known(digests: FileSet): KnownFile[];
  /** Works a change out without making it. Throws RefusedError: nothing to go back to, an unknown file to remove. */
  prepare(order: TrustOrder): PreparedChange;
  /**
   * Makes a change that was worked out, and returns the number of the version in use. Same files as before: no new
   * version. Throws RefusedError `trust-plan-outdated` where trust has changed in between.
   */
  take(change: PreparedChange, who: string): number;
  /** Prepares and takes at once: adds what is usable and says what is not. */
  importFiles(files: readonly TrustFile[], who: string): ImportReport;
  /** Called soon after another version is in use, whoever made it. */
  watch(listener: () => void): void;
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

/** What of the files was taken, and what was not for which reason. */
export const importReport = (report: readonly TrustFileReport[]): ImportReport => ({
  anchors: count(report, 'certificate'),
  lists: count(report, 'revocation-list'),
  refused: report.flatMap(({ name, reason, items }) => [
    ...(reason === undefined ? [] : [{ name, reason }]),
    ...items.filter(({ usable }) => !usable).map((item) => ({ name, reason: item.reason ?? 'unsupported' })),
  ]),
});

export function createTrustHolder(parts: {
  db: Db;
  files: TrustRepository;
  audit: AuditLog;
  now: () => Date;
}): TrustHolder {
  const { db, files, audit, now } = parts;
  let loaded: LoadedFiles = loadFiles([]);
  let loadedVersion = 0;
  const listeners: (() => void)[] = [];
  function changed(): void {
    setImmediate(() => {
      for (const listener of listeners) listener();
    });
  }
  /** Another process (a command) may have changed trust: the number of the latest version tells. */
  const reload = (): LoadedFiles => {
    const latest = files.latest();
    if (latest !== loadedVersion) {
      loaded = loadFiles(files.read(currentTrust(files.history()) ?? []));
      changed();
    }
    loadedVersion = latest;
    return loaded;
  };
  reload();

  function take({ kind, base, content, fresh, report, loaded: next }: PreparedChange, who: string): number {
    const version = inTransaction(db, () => {
      const history = files.history();
      if (history.entries.length !== base) throw new RefusedError('trust-plan-outdated');
      const current = currentTrust(history) ?? [];
      // A clock that was set back must not keep trust from being changed.
      const at = new Date(Math.max(now().getTime(), history.entries.at(-1)?.at.getTime() ?? 0));
      if (kind === 'rollback') {
        const to = files.append(rollBack(history, { by: who, at }));
        audit.append({ actor: who, action: 'trust-rolled-back', details: { version: to, files: content.length } });
        return to;
      }
      for (const file of fresh) files.keep(file, who, at);
      const removed = current.filter((digest) => !content.includes(digest)).length;
      const added = content.filter((digest) => !current.includes(digest)).length;
      const changed = added + removed > 0;
      const to = changed ? files.append(recordImport(history, { content, by: who, at })) : base;
      const { anchors, lists, refused } = importReport(report);
      audit.append({
        actor: who,
        action: 'trust-imported',
        details: { version: to, files: added, removed, anchors, lists, refused: refused.length },
      });
      return to;
    });
    if (version !== loadedVersion) {
      [loaded, loadedVersion] = [next, version];
      changed();
    }
    return version;
  }

  const prepare = (order: TrustOrder): PreparedChange => prepareChange(files, files.history(), order);
  return {
    get store() {
      return reload().store;
    },
    get reports() {
      return reload().reports;
    },
    history: () => files.history(),
    known: (digests) => files.known(digests),
    prepare,
    take,
    importFiles(add, who) {
      const change = prepare({ kind: 'import', add, remove: [] });
      take(change, who);
      return importReport(change.report);
    },
    watch(listener) {
      listeners.push(listener);
    },
    ages(at) {
      const { store } = reload();
      const changed = files.history().entries.at(-1)?.at;
      const newest = store.revocationLists.reduce<Date | null>(
        (latest, { thisUpdate }) => (latest === null || thisUpdate > latest ? thisUpdate : latest),
        null,
      );
      return {
        anchors: store.certificates.length,
        crlAgeDays: newest === null ? null : wholeDays(newest, at),
        importedAgeDays: changed === undefined ? null : wholeDays(changed, at),
      };
    },
  };
}
