/**
 * The part of pcsclite 1.0.1 that is used. Written here so that the types hold on machines where the optional package
 * could not be built.
 */
declare module 'pcsclite' {
  import type { EventEmitter } from 'node:events';

  interface CardReader extends EventEmitter {
    readonly name: string;
    readonly connected: boolean;
    on(event: 'status', listener: (status: { state: number; atr?: Uint8Array }) => void): this;
    on(event: 'error', listener: (error: unknown) => void): this;
    on(event: 'end', listener: () => void): this;
    connect(options: { share_mode: number; protocol: number }, done: (error: unknown, protocol?: number) => void): void;
    disconnect(disposition: number, done: (error: unknown) => void): void;
    transmit(
      command: Uint8Array,
      responseLength: number,
      protocol: number,
      done: (error: unknown, response?: Uint8Array) => void,
    ): void;
    close(): void;
  }

  interface Context extends EventEmitter {
    readonly readers: Readonly<Record<string, CardReader>>;
    on(event: 'reader', listener: (reader: CardReader) => void): this;
    on(event: 'error', listener: (error: unknown) => void): this;
    close(): void;
  }

  /** Throws when the service does not answer. */
  export default function pcsclite(): Context;
}
