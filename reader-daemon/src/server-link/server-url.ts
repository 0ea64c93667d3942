import { RefusedConfig } from '../refused-config.ts';

const loopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);

/**
 * The server's origin. TLS, except on this very machine: names, faces and numbers go over this line.
 * Throws `RefusedConfig` for anything else, and for an address that carries more than an origin.
 */
export function serverOrigin(text: string): URL {
  if (!URL.canParse(text)) throw new RefusedConfig('serverUrl', 'not a URL');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new RefusedConfig('serverUrl', 'not http or https');
  if (url.protocol === 'http:' && !loopback(url.hostname))
    throw new RefusedConfig('serverUrl', `plain http is for this machine alone; ${url.hostname} needs https`);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '' || url.pathname !== '/')
    throw new RefusedConfig('serverUrl', 'more than a host and a port');
  return url;
}
