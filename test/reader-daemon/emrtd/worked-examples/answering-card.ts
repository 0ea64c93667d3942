/** A card that gives its answers in order and keeps what it was asked, for examples whose commands are the result. */
import { fromHex, toHex } from '@cccd-kiosk/emrtd/bytes';
import { CardSession } from '@cccd-kiosk/emrtd/iso7816/card-session';
import { unknownLimits, type ReadLimits } from '@cccd-kiosk/emrtd/iso7816/read-limits';

export function answeringCard(answers: readonly string[], limits: ReadLimits = unknownLimits) {
  const commands: string[] = [];
  const transport = {
    atr: new Uint8Array(0),
    transmit: (command: Uint8Array) => {
      const answer = answers[commands.length] ?? '';
      commands.push(toHex(command));
      return Promise.resolve(fromHex(answer));
    },
  };
  return { session: new CardSession({ transport, clock: () => 0, limits }), commands };
}

/** `apdus.0.command`, `apdus.0.response` … of a conversation. */
export const conversation = (commands: readonly string[], answers: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    commands.flatMap((command, i) => [
      [`apdus.${i}.command`, command],
      [`apdus.${i}.response`, answers[i] ?? ''],
    ]),
  );
