import { spawn, type ChildProcess } from 'node:child_process';

/** A server in a process of its own, to be killed. */
export interface ServerProcess {
  readonly url: string;
  /** kill -9, at once; resolves when it is gone. */
  kill(): Promise<void>;
}

/** Resolves when it listens. Any free port, plain HTTP on loopback, simulation; `config` is a file of further settings. */
export async function spawnServer(bundle: string, dataDir: string, config?: string): Promise<ServerProcess> {
  const further = config === undefined ? [] : ['--config', config];
  const child = spawn(
    process.execPath,
    [bundle, 'serve', '--data', dataDir, '--port', '0', '--simulation', ...further],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {},
    },
  );
  const url = await listening(child);
  const gone = new Promise<void>((resolve) =>
    child.once('exit', () => {
      resolve();
    }),
  );
  return {
    url,
    kill() {
      child.kill('SIGKILL');
      return gone;
    },
  };
}

const listening = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let output = '';
    child.stdout?.on('data', (part: Buffer) => {
      output += part.toString();
      const found = /"url":"([^"]+)"/.exec(output);
      if (found?.[1] !== undefined) resolve(found[1]);
    });
    let complaint = '';
    child.stderr?.on('data', (part: Buffer) => (complaint += part.toString()));
    child.once('exit', (code) => {
      reject(new Error(`the server ended with ${code}: ${complaint.slice(0, 500)}`));
    });
  });
