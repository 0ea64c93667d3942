/** The real PC/SC service with the virtual reader for tests, or the name of what this machine lacks for it. */
import { startPcscd } from '@cccd-kiosk/fixtures/vpcd/pcscd';
import { layOnSlot, slotPorts } from '@cccd-kiosk/fixtures/vpcd/slot';
import type { LaidCard } from '@cccd-kiosk/fixtures/vpcd/slot';
import { makeCard } from '@cccd-kiosk/fixtures/world';
import { takeTurn } from './pcscd-lock.ts';

/** The first virtual slot's reader. */
export const virtualReader = 'Virtual PCD 00 00';

export interface Service {
  readonly pid: number;
  stop(): Promise<void>;
}

export interface PcscStack {
  service: Service;
  /** Ends the service (kill -9 unless told otherwise) and starts it anew. */
  restart(): Promise<void>;
  /** Gives the machine's virtual reader to the next test run. */
  end(): Promise<void>;
}

/** Takes the turn and starts the service; a string says why not. */
export async function startStack(): Promise<PcscStack | string> {
  const giveBack = await takeTurn();
  const start = async (): Promise<Service | string> => {
    const started = await startPcscd();
    return started.started ? started : started.reason;
  };
  const first = await start();
  if (typeof first === 'string') {
    giveBack();
    return first;
  }
  const stack: PcscStack = {
    service: first,
    async restart() {
      process.kill(stack.service.pid, 'SIGKILL');
      await stack.service.stop();
      const again = await start();
      if (typeof again === 'string') throw new Error(again);
      stack.service = again;
    },
    async end() {
      await stack.service.stop();
      giveBack();
    },
  };
  return stack;
}

/** Whether this machine can run these tests at all, found out once, before the suite is described. */
export async function whatIsMissing(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'the virtual reader is for Linux';
  // Only whether it is installed: loading the binding is for child processes.
  const { spawnSync } = await import('node:child_process');
  const probe = spawnSync(process.execPath, ['-e', "require('pcsclite')"], { cwd: import.meta.dirname });
  if (probe.status !== 0) return 'pcsclite could not be built here';
  const stack = await startStack();
  if (typeof stack === 'string') return stack;
  await stack.end();
  return undefined;
}

export async function layVirtual(person: string, fault?: string): Promise<LaidCard> {
  const chip = await makeCard({ person, ...(fault !== undefined && { fault }) });
  // Longer than any patience of the reader's side: a mute card stays where it is.
  return layOnSlot(chip, { port: slotPorts[0], muteMs: 30_000 });
}
