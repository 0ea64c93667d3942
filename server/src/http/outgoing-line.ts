import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { StartError } from '../start-error.ts';

/** Settings of a line to another system. */
export const outgoingLine = {
  url: z.url({ protocol: /^https?$/ }),
  /** The line is the site's own: it may be in the clear. */
  plainLine: z.boolean().default(false),
};

export const isLocal = (host: string): boolean =>
  ['localhost', '[::1]'].includes(host) || /^127(\.\d{1,3}){3}$/.test(host);

/** A person never travels in the clear beyond this machine, unless the site says that the line is its own. */
export const isSealedLine = ({ url, plainLine }: { url: string; plainLine: boolean }): boolean =>
  plainLine || url.startsWith('https:') || isLocal(new URL(url).hostname);
export const plainRefused = { message: 'https, or plainLine where the line is the site’s own', path: ['url'] };

/** The whole Authorization header's value, where the settings name a file of it. Throws StartError as `secretIn` does. */
export const authorizationIn = (path: string | undefined, setting: string): string | undefined =>
  path === undefined ? undefined : secretIn(path, setting);

/** A secret of at least 16 characters, from a file. Throws StartError `config-invalid` that names `setting`. */
export function secretIn(path: string, setting: string): string {
  try {
    const secret = readFileSync(path, 'utf8').trim();
    if (secret.length >= 16) return secret;
  } catch (error) {
    throw new StartError('config-invalid', `${setting} cannot be read.`, error);
  }
  throw new StartError('config-invalid', `${setting} holds fewer than 16 characters.`);
}
