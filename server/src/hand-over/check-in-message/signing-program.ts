import { spawn } from 'node:child_process';
import type { FacilitySignature } from './signed-message.ts';

/** Longer than any signature, certificates included. */
const mostOctets = 64 * 1024;

/** A test house's: CHUKYDONVI stays empty. */
export const unsigned: FacilitySignature = { sign: () => Promise.resolve('') };

/**
 * A program of the site's that signs with the facility's certificate, wherever that is kept: the list's octets on standard
 * input, the content of CHUKYDONVI on standard output (UTF-8, at most 64 KiB), exit code 0. It runs without a shell and
 * with nothing of this server's environment but the path. Rejects for whatever else it does.
 */
export const signingProgram = (program: string, args: readonly string[]): FacilitySignature => ({
  sign: (list, signal) =>
    new Promise((resolve, reject) => {
      const child = spawn(program, args, {
        signal,
        stdio: ['pipe', 'pipe', 'ignore'],
        env: { PATH: process.env['PATH'] },
      });
      const parts: Buffer[] = [];
      let size = 0;
      child.stdout.on('data', (part: Buffer) => {
        size += part.length;
        if (size <= mostOctets) parts.push(part);
        else child.kill('SIGKILL');
      });
      child.on('error', reject);
      // It may end without having read everything; the exit code says what that means.
      child.stdin.on('error', () => undefined);
      child.on('close', (code) => {
        const text = Buffer.concat(parts).toString('utf8').trim();
        if (code === 0 && text !== '' && size <= mostOctets) resolve(text);
        else reject(new Error(`signing program: exit code ${String(code)}, ${size} octets`));
      });
      child.stdin.end(list);
    }),
});
