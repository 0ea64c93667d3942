/** A daemon on in-process readers, a stand-in server and a simulated world, for one test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTrustAnchors } from '@cccd-kiosk/emrtd/trust/load-trust-anchors';
import { chipTransport, makeCard, scannedOf, testTrust } from '@cccd-kiosk/fixtures/world';
import type { Latency, SimulatedChip } from '@cccd-kiosk/fixtures/world';
import { startDaemon } from '@cccd-kiosk/reader-daemon/src/daemon';
import type { Daemon, DaemonParts } from '@cccd-kiosk/reader-daemon/src/daemon';
import { ManualScanner } from '@cccd-kiosk/reader-daemon/src/key-scanner/key-scanner';
import { createLog } from '@cccd-kiosk/reader-daemon/src/log';
import { InProcessReaders } from '@cccd-kiosk/reader-daemon/src/readers/in-process-readers';
import { StandInServer, until } from './stand-in-server.ts';

export const reader = 'Reader One';

export class StationBench {
  readonly server = new StandInServer();
  readonly readers = new InProcessReaders([reader]);
  readonly scanner = new ManualScanner();
  readonly stateDir = mkdtempSync(join(tmpdir(), 'daemon-test-'));
  /** Every line the daemon logged, at the most verbose level. */
  readonly logged: string[] = [];
  daemon: Daemon | undefined;

  async start(parts: Partial<DaemonParts> = {}): Promise<this> {
    await this.server.start();
    await this.startDaemon(parts);
    return this;
  }

  async startDaemon(parts: Partial<DaemonParts> = {}): Promise<Daemon> {
    const { config, ...others } = parts;
    this.daemon = await startDaemon({
      config: {
        serverUrl: this.server.url,
        stateDir: this.stateDir,
        enrolmentCode: this.server.code,
        simulation: true,
        ...config,
      },
      readers: this.readers,
      scanner: this.scanner,
      trust: loadTrustAnchors(testTrust()).store,
      log: createLog({ level: 'trace', to: { write: (line: string) => void this.logged.push(line) } }),
      backoff: { firstMs: 50, maxMs: 200 },
      ...others,
    });
    return this.daemon;
  }

  /** Lays a person's card down; `scan` shows its code first. */
  async lay(
    person: string,
    {
      fault,
      scan = true,
      latency,
      silenceMs,
    }: { fault?: string; scan?: boolean; latency?: Latency; silenceMs?: number } = {},
  ): Promise<SimulatedChip> {
    const chip = await makeCard({ person, ...(fault !== undefined && { fault }), ...(latency && { latency }) });
    this.layChip(chip, silenceMs ?? (latency === undefined ? 300 : 3000));
    if (scan) this.scanner.scan(scannedOf(person, fault), reader);
    return chip;
  }

  layChip(chip: SimulatedChip, silenceMs = 300): void {
    this.readers.lay(reader, {
      atr: chip.atr,
      connect() {
        chip.power('on');
        return chipTransport(chip, { silenceMs });
      },
      disconnect: () => chip.power('reset'),
    });
  }

  lift(): void {
    this.readers.lift(reader);
  }

  async settled(): Promise<void> {
    await until('a line to the server', () => this.daemon?.connected);
    // In the daemon's hand: the server has given them out a moment before.
    await until('a full pool of challenges', () => (this.daemon?.challenges ?? 0) >= 8);
  }

  async stop(): Promise<void> {
    await this.daemon?.stop();
    await this.server.stop();
    rmSync(this.stateDir, { recursive: true, force: true });
  }
}
