/** The daemon as it runs in a hospital: `main.ts` in a process of its own, with the real PC/SC service. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const kilobyte = 1024;

/** Resident memory of one process in MB; 0 when it is gone. Linux. */
function residentMb(pid: number): number {
  try {
    const found = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(found?.[1] ?? 0) / kilobyte;
  } catch {
    return 0;
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((each) => {
      try {
        return readFileSync(`/proc/${each}/stat`, 'latin1').split(') ')[1]?.split(' ')[1] === String(pid);
      } catch {
        return false;
      }
    });
}

export interface Footprint {
  /** The daemon itself. */
  readonly daemonMb: number;
  /** With its reader processes. */
  readonly treeMb: number;
  readonly processes: number;
  /** Open files of the daemon: a leak shows here first. */
  readonly files: number;
}

export class DaemonProcess {
  readonly #child: ChildProcess;
  readonly #stateDir = mkdtempSync(join(tmpdir(), 'daemon-soak-'));
  readonly #lines: string[] = [];

  constructor(server: { url: string; code: string }, settings: Readonly<Record<string, string>> = {}) {
    this.#child = spawn(process.execPath, ['--import', 'tsx', 'reader-daemon/src/main.ts'], {
      cwd: root,
      env: {
        ...process.env,
        CCCD_KIOSK_SERVER_URL: server.url,
        CCCD_KIOSK_ENROLMENT_CODE: server.code,
        CCCD_KIOSK_STATE_DIR: this.#stateDir,
        CCCD_KIOSK_SIMULATION: 'true',
        CCCD_KIOSK_LOG_LEVEL: 'trace',
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (part: unknown) => {
      this.#lines.push(String(part));
      if (this.#lines.length > 200) this.#lines.shift();
    };
    this.#child.stdout?.on('data', keep);
    this.#child.stderr?.on('data', keep);
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  get exitCode(): number | null {
    return this.#child.exitCode;
  }

  /** The end of its log. */
  get log(): string {
    return this.#lines.join('');
  }

  footprint(): Footprint {
    const pid = this.#child.pid ?? 0;
    const children = childrenOf(pid);
    const daemonMb = residentMb(pid);
    return {
      daemonMb,
      treeMb: children.reduce((sum, child) => sum + residentMb(child), daemonMb),
      processes: 1 + children.length,
      files: this.running ? readdirSync(`/proc/${pid}/fd`).length : 0,
    };
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.running) {
      const ended = new Promise((resolve) => this.#child.once('exit', resolve));
      this.#child.kill(signal);
      await ended;
    }
    rmSync(this.#stateDir, { recursive: true, force: true });
  }
}
