import type { AuditLog } from '../audit/audit-log.ts';
import type { WorkItemRepository } from './work-item-repository.ts';
import type { WorkItems } from './work-items.ts';

export interface WorkItemLog extends WorkItems {
  /** Called soon after items changed, outside the transaction that changed them; returns the way to stop. */
  watch(listener: () => void): () => void;
  /** For whoever changes items by other ways. */
  changed(): void;
}

/** What the rest of the server opens and settles items with. Each change leaves an audit row of ids and codes. */
export function createWorkItems(parts: { items: WorkItemRepository; audit: AuditLog }): WorkItemLog {
  const { items, audit } = parts;
  const listeners = new Set<() => void>();
  let told = true;
  function changed(): void {
    if (!told) return;
    told = false;
    setImmediate(() => {
      told = true;
      for (const listener of listeners) listener();
    });
  }
  return {
    open(item, at) {
      const id = items.open(item, at);
      if (id !== undefined) {
        const { kind, code, field = null } = item;
        audit.append({ actor: 'server', action: 'work-item-opened', object: id, details: { kind, code, field } });
      }
      changed();
    },
    settle(visitId, kind, by, at, only = {}) {
      for (const { id } of items.openOfVisit(visitId, kind, only)) {
        items.close(id, 'server', by, at);
        audit.append({ actor: 'server', action: 'work-item-closed', object: id, details: { by } });
      }
      changed();
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changed,
  };
}
