import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { seconds } from '../clock.ts';
import { computingTime } from './computing-time.ts';
import type { Face } from '@cccd-kiosk/emrtd/lds/dg2';

/** Decodes one portrait to a JPEG of at most 240×320 and 64 KB; null for whatever is not one. Never throws. */
export interface PortraitDecoder {
  decode(face: Pick<Face, 'format' | 'image' | 'width' | 'height'>): Promise<Uint8Array | null>;
  close(): void;
}

const mostPixels = 4_000_000;
const mostOctets = 256 * 1024;
/** Pictures in line: some minutes of a rush. Beyond it there is no photo, and the officer looks at the card. */
const mostWaiting = 500;

/** How long one picture may take. */
export interface Patience {
  /** Of the process's own computing. A picture takes 36 ms, the first one ten times that. */
  readonly computingMs: number;
  /** By the clock, whatever happens: this process comes after everything else on a busy machine, and is not to blame for it. */
  readonly clockMs: number;
  /** By the clock where the system does not tell what a process computes. */
  readonly blindMs: number;
}

const usual: Patience = { computingMs: seconds(4), clockMs: seconds(60), blindMs: seconds(8) };
const lookEveryMs = 250;
/** A third of what others get on a machine that is full. With 10, a twelfth, photos came after the person had left. */
const behindOthers = 5;

type Answer = { ready: true } | { id: number; jpeg?: string; error?: string };

/** The child may read code, and nothing else: no writing, no processes, no workers. */
function restrictions(script: string): string[] {
  const permission = process.allowedNodeEnvironmentFlags.has('--permission')
    ? '--permission'
    : '--experimental-permission';
  const require = createRequire(script);
  const packages = dirname(dirname(dirname(require.resolve('jpeg-js'))));
  return [permission, `--allow-fs-read=${join(packages, '*')}`, `--allow-fs-read=${join(dirname(script), '*')}`];
}

/** Calls `onLate` once, when the process has used up its patience. The returned function ends the watch. */
function watch(process: ChildProcess, patience: Patience, onLate: () => void): () => void {
  const began = performance.now();
  const computed = computingTime(process.pid);
  const late = (): boolean => {
    const now = computingTime(process.pid);
    const clock = performance.now() - began;
    if (computed === undefined || now === undefined) return clock >= Math.min(patience.blindMs, patience.clockMs);
    return now - computed >= patience.computingMs || clock >= patience.clockMs;
  };
  const timer = setInterval(() => {
    if (!late()) return;
    clearInterval(timer);
    onLate();
  }, lookEveryMs);
  return () => {
    clearInterval(timer);
  };
}

/**
 * Keeps one child process warm and gives it one picture at a time. A picture that takes longer than `patience`, or ends
 * its process, yields null, and the next one gets a new process.
 */
export function createPortraitDecoder(options: { patience?: Patience; script?: string } = {}): PortraitDecoder {
  const { patience = usual, script = fileURLToPath(new URL('./portrait-child.mjs', import.meta.url)) } = options;
  let child: ChildProcess | undefined;
  let ready: Promise<void> | undefined;
  let line: Promise<unknown> = Promise.resolve();
  let closed = false;
  let next = 1;
  let waiting = 0;

  function start(): Promise<void> {
    const started = fork(script, [], {
      env: {},
      execArgv: ['--max-old-space-size=128', '--no-warnings', ...restrictions(script)],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    // A photo may wait; a check-in may not.
    if (started.pid !== undefined) setPriority(started.pid, behindOthers);
    child = started;
    started.once('exit', () => {
      if (child === started) child = ready = undefined;
    });
    let unwatch = (): void => undefined;
    return new Promise<void>((resolve, reject) => {
      unwatch = watch(started, patience, () => {
        reject(new Error('the decoder does not start'));
      });
      started.once('message', () => {
        resolve();
      });
      started.once('exit', () => {
        reject(new Error('the decoder ended'));
      });
      started.once('error', reject);
    }).finally(() => {
      unwatch();
    });
  }

  function recycle(): void {
    child?.kill('SIGKILL');
    child = ready = undefined;
  }

  function ask(running: ChildProcess, face: Pick<Face, 'format' | 'image'>): Promise<Uint8Array | null> {
    const id = next++;
    return new Promise((resolve) => {
      const end = (result: Uint8Array | null, healthy: boolean): void => {
        unwatch();
        running.off('message', onMessage).off('exit', onExit);
        if (!healthy) recycle();
        resolve(result);
      };
      const onMessage = (answer: Answer): void => {
        if (!('id' in answer) || answer.id !== id) return;
        const { jpeg } = answer;
        // After a failure the codec's memory may be in any state.
        end(jpeg === undefined ? null : new Uint8Array(Buffer.from(jpeg, 'base64')), jpeg !== undefined);
      };
      const onExit = (): void => {
        end(null, false);
      };
      const unwatch = watch(running, patience, onExit);
      running.on('message', onMessage).once('exit', onExit);
      running.send({ id, format: face.format, image: Buffer.from(face.image).toString('base64') });
    });
  }

  async function decode(face: Pick<Face, 'format' | 'image' | 'width' | 'height'>): Promise<Uint8Array | null> {
    if (closed || face.image.length > mostOctets || face.width * face.height > mostPixels) return null;
    try {
      ready ??= start();
      await ready;
      return child === undefined ? null : await ask(child, face);
    } catch {
      // The process could not be started or died before it was ready: no photo this time.
      recycle();
      return null;
    }
  }

  return {
    decode(face) {
      if (waiting >= mostWaiting) return Promise.resolve(null);
      waiting += 1;
      const result = line.then(() => decode(face)).finally(() => (waiting -= 1));
      line = result;
      return result;
    },
    close() {
      closed = true;
      recycle();
    },
  };
}
