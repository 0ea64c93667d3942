/** One machine has one PC/SC service and one virtual reader: whoever tests with them takes turns. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = join(tmpdir(), 'pcscd-tests.lock');
const owner = join(folder, 'pid');

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

function tryTake(): boolean {
  try {
    mkdirSync(folder);
    writeFileSync(owner, String(process.pid));
    return true;
  } catch {
    return false;
  }
}

function holderIsGone(): boolean {
  try {
    return !alive(Number(readFileSync(owner, 'utf8')));
  } catch {
    return false;
  }
}

/** Waits for the turn; returns the way to give it back. A holder that died does not block the others. */
export async function takeTurn(waitMs = 600_000): Promise<() => void> {
  const until = Date.now() + waitMs;
  while (!tryTake()) {
    if (Date.now() > until) throw new Error('the virtual reader is taken by another test run');
    if (holderIsGone()) rmSync(folder, { recursive: true, force: true });
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return () => rmSync(folder, { recursive: true, force: true });
}
