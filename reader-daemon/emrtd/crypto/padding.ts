/** ISO/IEC 9797-1 padding method 2: one octet 80, then zeros to a multiple of the block size. */
import { EmrtdError } from '../errors.ts';

export function pad(data: Uint8Array, blockSize: number): Uint8Array {
  const out = new Uint8Array((Math.floor(data.length / blockSize) + 1) * blockSize);
  out.set(data);
  out[data.length] = 0x80;
  return out;
}

/** Takes the padding off; throws `malformed` where there is none within the last block. */
export function unpad(data: Uint8Array, blockSize: number): Uint8Array {
  const lowest = Math.max(0, data.length - blockSize);
  for (let i = data.length - 1; i >= lowest; i--) {
    if (data[i] === 0x80) return data.slice(0, i);
    if (data[i] !== 0x00) break;
  }
  throw new EmrtdError('malformed', 'padding: method 2 is due');
}
