/** One daemon for one state folder: two would use the same sequence numbers and challenges. */
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';

export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning';
  readonly pid: number;
  constructor(pid: number) {
    super(`another daemon (process ${pid}) uses this state folder`);
    this.pid = pid;
  }
}

/** When a process started, so that a number used again is not taken for the old process. Linux only; else 0. */
function startedAt(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ')[19] ?? '0';
  } catch {
    return '0';
  }
}

function alive(pid: number, started: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Another user's process exists all the same.
    if ((error as { code?: unknown }).code !== 'EPERM') return false;
  }
  return startedAt(pid) === started;
}

function write(path: string): boolean {
  let file: number;
  try {
    file = openSync(path, 'wx', 0o600);
  } catch (error) {
    if ((error as { code?: unknown }).code === 'EEXIST') return false;
    throw error;
  }
  writeSync(file, `${process.pid} ${startedAt(process.pid)}`);
  closeSync(file);
  return true;
}

/** Takes the lock or throws `AlreadyRunning`; a lock left by a killed daemon is taken over. Returns the way to let go. */
export function takeInstanceLock(path: string): () => void {
  for (let tries = 0; !write(path); tries++) {
    const [pid = '', started = ''] = readFileSync(path, 'utf8').split(' ');
    if (tries > 2 || alive(Number(pid), started)) throw new AlreadyRunning(Number(pid));
    rmSync(path, { force: true });
  }
  return () => rmSync(path, { force: true });
}
