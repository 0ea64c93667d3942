/** Starts a PC/SC child process: TypeScript as it is, octets over IPC, no secret of the parent in its environment. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const passedOn = ['PATH', 'HOME', 'TMPDIR', 'NODE_PATH', 'LD_LIBRARY_PATH', 'PCSCLITE_CSOCK_NAME', 'SystemRoot'];

/** Where tsx is, seen from this file: the working directory of a service is not the project's. */
const loader = (): string => pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** `script` is relative to this file. */
export function forkChild(script: string, args: readonly string[]): ChildProcess {
  const environment = passedOn.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return fork(fileURLToPath(new URL(script, import.meta.url)), [...args], {
    serialization: 'advanced',
    execArgv: ['--import', loader(), '--max-semi-space-size=1'],
    env: { ...Object.fromEntries(environment), NODE_NO_WARNINGS: '1' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}
