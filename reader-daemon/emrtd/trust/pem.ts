/** PEM (RFC 7468): Base64 between two lines of dashes, any number of them in a file. */
import { EmrtdError } from '../errors.ts';

const block = /-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]*)-----END \1-----/g;

/** Base64 with blanks allowed. Throws `malformed`. */
export function decodeBase64(text: string): Uint8Array {
  const clean = text.replace(/\s+/g, '');
  if (clean.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(clean))
    throw new EmrtdError('malformed', 'base64: not in its form', { step: 'parse' });
  const binary = atob(clean);
  // A loop: `Uint8Array.from` takes a tenth of a microsecond an octet, and a whole PKD has thirty million.
  const out = new Uint8Array(binary.length);
  for (let i = 0; i < out.length; i++) out[i] = binary.charCodeAt(i);
  return out;
}

/** Does the text hold a PEM block? */
export const looksLikePem = (text: string): boolean => text.includes('-----BEGIN ');

/** Label and content of every block. Throws `malformed`. */
export function parsePem(text: string): readonly { readonly label: string; readonly bytes: Uint8Array }[] {
  return [...text.matchAll(block)].map(([, label = '', content = '']) => ({ label, bytes: decodeBase64(content) }));
}
