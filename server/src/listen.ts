import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ServerConfig } from './config.ts';
import { isLoopback } from './config.ts';
import { StartError } from './start-error.ts';

/** Headers of one request; a browser sends about twenty. */
export const mostHeaders = 100;

export const tooManyHeaders = (rawHeaders: readonly string[]): boolean => rawHeaders.length > 2 * mostHeaders;

/** An HTTP or HTTPS server that does nothing yet. Plain HTTP beyond this machine is refused. Throws StartError. */
export function createListener(config: ServerConfig): Server {
  const limits = { maxHeaderSize: 16 * 1024, headersTimeout: 10_000, requestTimeout: 20_000, keepAliveTimeout: 5_000 };
  if (config.tls === undefined) {
    if (!isLoopback(config.host))
      throw new StartError(
        'plain-http-beyond-loopback',
        `Personal data does not travel in the open: give tls.certFile and tls.keyFile to listen on ${config.host}, or listen on 127.0.0.1.`,
      );
    return createHttpServer(limits);
  }
  const { certFile, keyFile } = config.tls;
  return createHttpsServer({
    ...limits,
    cert: readFileSync(certFile),
    key: readFileSync(keyFile),
    minVersion: 'TLSv1.2',
  });
}

/** Resolves with the port; rejects with the system's error (EADDRINUSE). */
export const listen = (server: Server, host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });

export const stopListening = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
