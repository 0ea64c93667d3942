/**
 * A scanner that writes lines to a device file (USB serial, HID as text) or a pipe. Read without blocking a thread;
 * looked for again when it is unplugged.
 */
import { close, constants, fstat, open } from 'node:fs';
import { Socket } from 'node:net';
import { isatty, ReadStream } from 'node:tty';
import { StringDecoder } from 'node:string_decoder';
import type { Log } from '../log.ts';
import { Personal } from '../personal.ts';
import type { KeyScanner, Scan } from './key-scanner.ts';
import { ScanLines } from './scan-lines.ts';

const retryMs = 2000;

export interface DeviceScannerOptions {
  readonly path: string;
  readonly reader?: string;
  readonly log: Log;
}

/** Terminals keep their line discipline off the text; pipes are read as they are. */
function streamOf(file: number): Socket {
  if (!isatty(file)) return new Socket({ fd: file, readable: true, writable: false });
  const terminal = new ReadStream(file);
  terminal.setRawMode(true);
  return terminal;
}

export class DeviceScanner implements KeyScanner {
  readonly #options: DeviceScannerOptions;

  constructor(options: DeviceScannerOptions) {
    this.#options = options;
  }

  watch(listener: (scan: Scan) => void): () => void {
    const { path, reader, log } = this.#options;
    let stopped = false;
    let stream: Socket | undefined;
    let again: NodeJS.Timeout | undefined;
    const retry = (code: unknown) => {
      if (stopped) return;
      log.debug('scanner not there', { path, ...(typeof code === 'string' && { code }) });
      again = setTimeout(start, retryMs);
    };
    const start = () => {
      // Read and write for a pipe: it then stays open when its writer leaves.
      open(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY, (error, file) => {
        if (error) return retry(error.code);
        if (stopped) return close(file, () => undefined);
        fstat(file, (failed, stats) => {
          if (failed || stats.isFile() || stats.isDirectory()) {
            close(file, () => undefined);
            return retry('not-a-device');
          }
          follow(file);
        });
      });
    };
    const follow = (file: number) => {
      const lines = new ScanLines();
      const decoder = new StringDecoder('utf8');
      stream = streamOf(file);
      log.info('scanner ready', { path });
      stream.on('data', (octets: Buffer) => {
        for (const text of lines.feed(decoder.write(octets), performance.now()))
          listener({ text: new Personal(text), ...(reader !== undefined && { reader }) });
      });
      stream.on('error', () => undefined);
      stream.once('close', () => retry('closed'));
    };
    start();
    return () => {
      stopped = true;
      clearTimeout(again);
      stream?.destroy();
    };
  }
}
