import { loadTrustAnchors, type TrustFileReport } from '@cccd-kiosk/emrtd/trust/load-trust-anchors';
import { canRollBack, currentTrust, rollBack, type TrustHistory } from '@cccd-kiosk/emrtd/trust/trust-history';
import type { TrustStore } from '@cccd-kiosk/emrtd/trust/trust-store';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import { digestOf, type FileSet, type TrustFile, type TrustRepository } from './trust-repository.ts';

/** What somebody wants to do with the trust store. */
export type TrustOrder =
  | {
      readonly kind: 'import';
      readonly add: readonly TrustFile[];
      /** Digests of files that are to be in use no longer; `all` of those that are. */
      readonly remove: FileSet | 'all';
    }
  | { readonly kind: 'rollback' };

/** A store, and what became of each file that it was made of, by digest. */
export interface LoadedFiles {
  readonly store: TrustStore;
  readonly reports: ReadonlyMap<string, TrustFileReport>;
}

export function loadFiles(files: readonly TrustFile[]): LoadedFiles {
  const { store, report } = loadTrustAnchors(files);
  const reports = report.flatMap((each, index): [string, TrustFileReport][] => {
    const file = files[index];
    return file === undefined ? [] : [[digestOf(file.bytes), each]];
  });
  return { store, reports: new Map(reports) };
}

/** A change worked out and not yet made: the store that would be in use, and what it would consist of. */
export interface PreparedChange {
  readonly kind: TrustOrder['kind'];
  /** The version it was worked out from; it can be made while that one is in use. */
  readonly base: number;
  readonly content: FileSet;
  /** Files to keep before they can be in use. */
  readonly fresh: readonly TrustFile[];
  readonly loaded: LoadedFiles;
  /** Of the files that were to be added, in their order. */
  readonly report: readonly TrustFileReport[];
}

export const isUsable = ({ items }: TrustFileReport): boolean => items.some(({ usable }) => usable);

/** Works a change out; nothing is written. Files that hold nothing usable stay out. Throws RefusedError. */
export function prepareChange(
  files: TrustRepository,
  history: TrustHistory<FileSet>,
  order: TrustOrder,
): PreparedChange {
  const base = history.entries.length;
  const current = currentTrust(history) ?? [];
  if (order.kind === 'rollback') {
    if (!canRollBack(history)) throw new RefusedError('not-found', 'previous');
    const at = history.entries.at(-1)?.at ?? new Date(0);
    const content = currentTrust(rollBack(history, { by: '', at })) ?? [];
    return { kind: 'rollback', base, content, fresh: [], loaded: loadFiles(files.read(content)), report: [] };
  }
  const remove = order.remove === 'all' ? current : order.remove;
  const stranger = remove.findIndex((digest) => !current.includes(digest));
  if (stranger >= 0) throw new RefusedError('not-found', `remove.${stranger}`);
  const { report } = loadTrustAnchors(order.add);
  const usable = order.add.filter((_, index) => {
    const row = report[index];
    return row !== undefined && isUsable(row);
  });
  const kept = current.filter((digest) => !remove.includes(digest));
  const content = [...new Set([...kept, ...usable.map(({ bytes }) => digestOf(bytes))])];
  const known = new Set(files.known(content).map(({ digest }) => digest));
  const fresh = usable.filter(({ bytes }) => !known.has(digestOf(bytes)));
  const loaded = loadFiles([...files.read(content), ...fresh]);
  return { kind: 'import', base, content, fresh, loaded, report };
}
