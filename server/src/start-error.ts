/** Why the server will not start, in words for the person who starts it. Codes are what programs branch on. */
export const startErrorCodes = [
  'config-invalid',
  'sqlite-vulnerable',
  'key-missing',
  'key-unreadable',
  'key-wrong',
  'key-exposed',
  'migration-failed',
  'database-newer',
  'database-damaged',
  'plain-http-beyond-loopback',
] as const;
export type StartErrorCode = (typeof startErrorCodes)[number];

export class StartError extends Error {
  override readonly name = 'StartError';
  readonly code: StartErrorCode;
  constructor(code: StartErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
