import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RefusedConfig } from '@cccd-kiosk/reader-daemon/src/refused-config';
import { StationBench } from '../station-bench.ts';
import { until } from '../stand-in-server.ts';

const missing = spawnSync('openssl', ['version']).status === 0 ? undefined : 'openssl is not installed';
const title = missing === undefined ? 'the line to the server is TLS (fault 37)' : `SKIPPED, ${missing}: TLS`;

describe.skipIf(missing !== undefined)(title, () => {
  const folder = mkdtempSync(join(tmpdir(), 'tls-test-'));
  const certificate = (name: string, days: string) => {
    const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    execFileSync('openssl', ['req', '-x509', ...curve, ...subject, '-days', days, '-keyout', key, '-out', cert], {
      stdio: 'ignore',
    });
    return { caFile: cert, key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  };
  let own: ReturnType<typeof certificate>;
  let other: ReturnType<typeof certificate>;
  let bench: StationBench;
  beforeAll(() => {
    own = certificate('own', '2');
    other = certificate('other', '2');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(() => {
    bench = new StationBench();
  });
  afterEach(() => bench.stop());

  const start = async (caFile?: string) => {
    await bench.server.start(own);
    await bench.startDaemon({
      config: {
        serverUrl: bench.server.url,
        stateDir: bench.stateDir,
        enrolmentCode: bench.server.code,
        ...(caFile !== undefined && { caFile }),
      },
    });
  };

  it('enrols, says hello and connects when the authority is the pinned one', async () => {
    await start(own.caFile);
    await until('a line', () => bench.daemon?.connected);
    await until('the readers', () => bench.server.states.length > 0);
  });

  it.each([
    ['an authority nobody vouches for', () => undefined],
    ['another authority than the pinned one', () => other.caFile],
  ])('%s: nothing is told to it, and the log says why', async (_title, caFile) => {
    await start(caFile());
    await until('a reason', () => bench.logged.find((line) => line.includes('server not reached')));
    expect(bench.logged.join('')).toMatch(
      /"code":"(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_VERIFY)[A-Z_]*"/,
    );
    expect(bench.server.stations.size).toBe(0);
    expect(bench.server.codeSpent).toBe(false);
  });

  it('a pinned file that is not there refuses to start', async () => {
    await expect(start(join(folder, 'nowhere.pem'))).rejects.toBeInstanceOf(RefusedConfig);
  });
});

describe('enrolment', () => {
  let bench: StationBench;
  beforeEach(() => {
    bench = new StationBench();
  });
  afterEach(() => bench.stop());

  it('without a code, a new station refuses to start', async () => {
    await bench.server.start();
    const config = { serverUrl: bench.server.url, stateDir: bench.stateDir, enrolmentCode: undefined };
    await expect(bench.startDaemon({ config })).rejects.toBeInstanceOf(RefusedConfig);
  });

  it('with a code that is not good, it does not try again and again', async () => {
    bench.server.codeSpent = true;
    await bench.start();
    await until('a refusal', () => bench.logged.find((line) => line.includes('enrolment-code-invalid')));
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(bench.logged.filter((line) => line.includes('server not reached'))).toHaveLength(1);
  });

  it('a server that lost this station takes it in again with a new code, under a new key', async () => {
    await bench.start();
    await bench.settled();
    const before = bench.daemon?.stationId;
    await bench.daemon?.stop();
    bench.server.stations.clear();
    bench.server.codeSpent = false;
    await bench.startDaemon();
    await until('a line', () => bench.daemon?.connected);
    expect(bench.daemon?.stationId).not.toBe(before);
  });
});
