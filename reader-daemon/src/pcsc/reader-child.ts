/** Child process: one reader. Connects exclusively, transmits one APDU at a time. May hang for ever: its parent ends it. */
import type { CardReader } from 'pcsclite';
import { connectCard } from './connect-card.ts';
import { dieWithParent, leaveCard, loadBinding, responseLength, tellParent } from './binding.ts';
import { pcscErrorName } from './error-code.ts';
import type { FromReader, ToReader } from './messages.ts';

const wanted = process.argv[2] ?? '';
/** The service names its readers at once; one that it has not named by then is not there. */
const notThereMs = 1000;
const tell = (message: FromReader): void => tellParent(message);

function lost(error: unknown): void {
  tell({ kind: 'away', error: pcscErrorName(error) });
  setTimeout(() => process.exit(0), 20);
}

function serve(reader: CardReader): void {
  let protocol = 0;
  const answer = (id: number, error: unknown, response?: Uint8Array): void => {
    if (error) tell({ kind: 'failed', id, error: pcscErrorName(error) });
    else if (response === undefined) tell({ kind: 'done', id });
    else tell({ kind: 'done', id, response: Uint8Array.from(response) });
  };
  process.on('message', (message: ToReader) => {
    const { id } = message;
    switch (message.kind) {
      case 'connect':
        return void connectCard(reader, message.reset).then(
          (agreed) => {
            protocol = agreed;
            answer(id, undefined);
          },
          (error: unknown) => answer(id, error),
        );
      case 'transmit':
        // The binding reads the command as a Buffer; the view shares the octets that arrived.
        return reader.transmit(Buffer.from(message.command), responseLength, protocol, (error, response) =>
          answer(id, error, response ?? new Uint8Array()),
        );
      case 'disconnect':
        // Never a reset: it may be gone already, and a reset that finds it gone leaves the service of two minds.
        return reader.disconnect(leaveCard, (error) => answer(id, error));
    }
  });
  reader.on('end', () => lost(undefined));
  reader.on('error', lost);
  tell({ kind: 'ready' });
}

dieWithParent();
const openContext = await loadBinding();
try {
  const context = openContext?.();
  if (context === undefined) lost(undefined);
  context?.on('error', lost);
  const nowhere = setTimeout(() => lost(undefined), notThereMs);
  context?.on('reader', (reader) => {
    if (reader.name !== wanted) return void reader.on('error', () => undefined);
    clearTimeout(nowhere);
    serve(reader);
  });
} catch (error) {
  lost(error);
}
