/**
 * The WAL-reset bug of SQLite: with two connections and a checkpoint race, 3.7.0 to 3.51.2 can corrupt a database. Mended
 * in 3.51.3, and back-ported to 3.50.7 and 3.44.6. The server does not start on a version that has it.
 */
const backPorts: readonly [minor: number, firstMended: number][] = [
  [50, 7],
  [44, 6],
];

/** True for a version with the bug, and for one that cannot be read. */
export function hasWalResetBug(version: string): boolean {
  const found = /^3\.(\d+)\.(\d+)(?:\.\d+)?$/.exec(version);
  if (found === null) return !/^[4-9]\.\d+\.\d+/.test(version);
  const minor = Number(found[1]);
  const patch = Number(found[2]);
  if (minor < 7) return false;
  if (minor > 51 || (minor === 51 && patch >= 3)) return false;
  return !backPorts.some(([line, firstMended]) => minor === line && patch >= firstMended);
}
