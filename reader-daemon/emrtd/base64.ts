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

const valueOf = new Map([...alphabet].map((character, value) => [character.charCodeAt(0), value]));
const values = Uint8Array.from({ length: 128 }, (_, code) => valueOf.get(code) ?? 0xff);

const malformed = (): EmrtdError => new EmrtdError('malformed', 'base64: not in its form', { step: 'parse' });

/** Throws `malformed` for anything that `toBase64` would not have written. */
export function fromBase64(text: string): Uint8Array {
  if (text.length % 4 !== 0) throw malformed();
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const out = new Uint8Array((text.length / 4) * 3 - padding);
  let bits = 0;
  for (let at = 0, to = 0; at < text.length - padding; at++) {
    const value = values[text.charCodeAt(at)] ?? 0xff;
    if (value === 0xff) throw malformed();
    bits = ((bits << 6) | value) & 0xfff;
    if (at % 4 !== 0) out[to++] = (bits >> (6 - 2 * (at % 4))) & 0xff;
  }
  // What the last character holds beyond the last octet must be zero.
  const spare = padding === 2 ? 0x0f : padding === 1 ? 0x03 : 0;
  if ((bits & spare) !== 0) throw malformed();
  return out;
}
