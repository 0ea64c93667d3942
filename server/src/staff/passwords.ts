import { randomBytes, scrypt, scryptSync, timingSafeEqual } from 'node:crypto';

/** scrypt with N = 2^15, r = 8, p = 1: about 32 MB and 80 ms a try. */
const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

const derive = (password: string, salt: Uint8Array): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, 32, cost, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });

export const newSalt = (): Uint8Array => new Uint8Array(randomBytes(16));

/** At once, and blocking: for the rare making of an account. */
export const hashPassword = (password: string, salt: Uint8Array): Uint8Array =>
  new Uint8Array(scryptSync(password.normalize('NFKC'), salt, 32, cost));

export async function passwordMatches(password: string, salt: Uint8Array, hash: Uint8Array): Promise<boolean> {
  const tried = await derive(password, salt);
  return tried.length === hash.length && timingSafeEqual(tried, hash);
}
