import type { Db } from '../../db/open-database.ts';
import { inTransaction } from '../../db/store.ts';

/** Long enough to gather what comes back together, short beside a network. */
const gatherMs = 20;

/**
 * Commits several pieces of work in one transaction: a commit waits for the disk, and on this one thread everybody waits
 * with it. Resolves when the work is kept; rejects for the whole group when it is not.
 */
export function createGroupCommit(db: Db): (work: () => void) => Promise<void> {
  let group: { works: (() => void)[]; kept: Promise<void> } | undefined;

  function gather(): { works: (() => void)[]; kept: Promise<void> } {
    const works: (() => void)[] = [];
    const kept = new Promise<void>((resolve, reject) => {
      setTimeout(() => {
        group = undefined;
        try {
          inTransaction(db, () => {
            for (const work of works) work();
          });
          resolve();
        } catch (error) {
          reject(error as Error);
        }
      }, gatherMs);
    });
    return { works, kept };
  }

  return (work) => {
    group ??= gather();
    group.works.push(work);
    return group.kept;
  };
}
