/**
 * Connecting to a card that the service may have lost sight of.
 *
 * pcscd keeps a reader's state twice: what it tells clients, and what the thread that watches the reader last saw. A reset
 * of a card that has just been lifted (its own clean-up after a client that died does one) sets the first to "empty"
 * without telling the second. A card that lies there again before the next look, 0.4 s later, is then never announced:
 * the thread saw a card before and sees one now. A reset through the reader itself makes the service look once more.
 */
import type { CardReader } from 'pcsclite';
import { anyProtocol, leaveCard, noProtocol, resetCard, shareDirect, shareExclusive } from './binding.ts';
import { pcscErrorName } from './error-code.ts';

const connect = (reader: CardReader, share_mode: number, protocol: number): Promise<number> =>
  new Promise((resolve, reject) => {
    reader.connect({ share_mode, protocol }, (error, agreed) => {
      if (error) reject(error);
      else resolve(agreed ?? 0);
    });
  });

const disconnect = (reader: CardReader, disposition: number): Promise<void> =>
  new Promise((resolve, reject) => {
    reader.disconnect(disposition, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });

const exclusively = (reader: CardReader): Promise<number> => connect(reader, shareExclusive, anyProtocol);

async function lookAgain(reader: CardReader): Promise<void> {
  try {
    await connect(reader, shareDirect, noProtocol);
    await disconnect(reader, resetCard);
  } catch {
    // Nothing there to reset: the connection that follows says what is the matter.
    await disconnect(reader, leaveCard).catch(() => undefined);
  }
}

/** Resolves with the protocol; rejects with the binding's error. `reset`: this card was connected before. */
export async function connectCard(reader: CardReader, reset: boolean): Promise<number> {
  try {
    const protocol = await exclusively(reader);
    if (!reset) return protocol;
    await disconnect(reader, resetCard);
    return await exclusively(reader);
  } catch (error) {
    if (pcscErrorName(error) !== 'no-smartcard') throw error;
    await lookAgain(reader);
    return exclusively(reader);
  }
}
