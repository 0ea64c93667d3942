import { EmrtdError } from '@cccd-kiosk/emrtd/errors';

/** The code with which a call refuses; `undefined` when it does not. Anything but an EmrtdError is let through. */
export function codeOf(call: () => unknown): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (error instanceof EmrtdError) return error.code;
    throw error;
  }
}
