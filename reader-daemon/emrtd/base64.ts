/** Base64 after RFC 4648 §4, padded, strict: one text for one octet string. Pure, so that it also runs in a page. */
import { EmrtdError } from './errors.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const chunkLength = 0x6000;

export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += chunkLength)
    binary += String.fromCharCode(...bytes.subarray(at, at + chunkLength));
  return btoa(binary);
}

/** Throws `malformed` for anything that `toBase64` would not have written. */
export function fromBase64(text: string): Uint8Array {
  const malformed = (): EmrtdError => new EmrtdError('malformed', 'base64: not in its form', { step: 'parse' });
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw malformed();
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const last = text[text.length - 1 - padding];
  const spareBits = padding === 2 ? 0x0f : padding === 1 ? 0x03 : 0;
  if (last !== undefined && (alphabet.indexOf(last) & spareBits) !== 0) throw malformed();
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
