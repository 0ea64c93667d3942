import type { TrustFileRow, TrustItemRow, TrustOverview, TrustVersionRow } from '@cccd-kiosk/contract/trust';
import type { TrustFileReport, TrustItem } from '@cccd-kiosk/emrtd/trust/load-trust-anchors';
import { canRollBack, currentTrust } from '@cccd-kiosk/emrtd/trust/trust-history';
import type { FileSet, KnownFile } from './trust-repository.ts';
import type { TrustHolder } from './trust-holder.ts';

/** A national list has hundreds: the first are shown, all are counted. */
const shownItems = 30;

const itemRow = ({ kind, subject, fingerprint, role, notBefore, notAfter, reason }: TrustItem): TrustItemRow => ({
  ...{ kind, subject, fingerprint },
  role: role ?? null,
  from: notBefore?.toISOString() ?? null,
  until: notAfter?.toISOString() ?? null,
  reason: reason ?? null,
});

/** A file with what is in it; `known` where it was imported. */
export function fileRow(
  report: TrustFileReport,
  file: Pick<KnownFile, 'digest' | 'name'> & Partial<KnownFile>,
): TrustFileRow {
  const usable = report.items.filter((item) => item.usable);
  const lists = usable.filter(({ kind }) => kind === 'revocation-list').length;
  return {
    ...{ digest: file.digest, name: file.name },
    importedAt: file.importedAt ?? null,
    importedBy: file.importedBy ?? null,
    ...{ certificates: usable.length - lists, lists, unusable: report.items.length - usable.length },
    reason: report.reason ?? (usable.length > 0 ? null : (report.items[0]?.reason ?? 'unsupported')),
    items: report.items.slice(0, shownItems).map(itemRow),
  };
}

const missing = (from: FileSet, other: FileSet): FileSet => from.filter((digest) => !other.includes(digest));

/** What is trusted and how it came to be, the newest versions first. `nameOf` turns who did it into an account. */
export function describeTrust(
  trust: TrustHolder,
  nameOf: (who: string) => string,
  mostVersions = Infinity,
): Pick<TrustOverview, 'version' | 'canRollBack' | 'files' | 'history'> {
  const history = trust.history();
  const names = new Map<string, string>();
  const namesOf = (digests: FileSet): string[] =>
    digests.map((digest) => {
      const name = names.get(digest) ?? trust.known([digest])[0]?.name ?? digest.slice(0, 12);
      names.set(digest, name);
      return name;
    });
  const rows = history.entries.flatMap(({ kind, at, by, content = [] }, index): TrustVersionRow[] => {
    if (index < history.entries.length - mostVersions) return [];
    const before = history.entries[index - 1]?.content ?? [];
    const row: TrustVersionRow = {
      ...{ version: index + 1, kind, at: at.toISOString(), by: nameOf(by) },
      added: namesOf(missing(content, before)),
      removed: namesOf(missing(before, content)),
    };
    return [row];
  });
  const { reports } = trust;
  return {
    version: history.entries.length,
    canRollBack: canRollBack(history),
    files: trust.known(currentTrust(history) ?? []).flatMap((known) => {
      const row = reports.get(known.digest);
      return row === undefined ? [] : [fileRow(row, { ...known, importedBy: nameOf(known.importedBy) })];
    }),
    history: rows.reverse(),
  };
}
