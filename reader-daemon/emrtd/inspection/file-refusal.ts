/**
 * Why a file that was asked for is not there. `denied` is what DG3 answers; `malformed` is a file whose own length or
 * tag lies; `card-error` any other status word.
 */
export const fileRefusals = ['absent', 'denied', 'malformed', 'card-error'] as const;
export type FileRefusal = (typeof fileRefusals)[number];
