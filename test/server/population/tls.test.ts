import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPopulationService } from '@cccd-kiosk/server/src/population/service';
import { populationSettingsSchema } from '@cccd-kiosk/server/src/population/settings';

const missing = spawnSync('openssl', ['version']).status === 0 ? undefined : 'openssl is not installed';
const title = missing === undefined ? 'the line to the population service is TLS' : `SKIPPED, ${missing}: TLS`;

describe.skipIf(missing !== undefined)(title, () => {
  const folder = mkdtempSync(join(tmpdir(), 'population-tls-'));
  const certificate = (name: string) => {
    const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    const files = ['-days', '2', '-keyout', key, '-out', cert];
    execFileSync('openssl', ['req', '-x509', ...curve, ...subject, ...files], { stdio: 'ignore' });
    return { caFile: cert, key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  };
  let own: ReturnType<typeof certificate>;
  let other: ReturnType<typeof certificate>;
  let server: Server;
  let asked = 0;
  beforeAll(async () => {
    own = certificate('own');
    other = certificate('other');
    server = createServer(own, (_request, response) => {
      asked += 1;
      response.writeHead(401).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  const service = (caFile?: string) =>
    createPopulationService(
      populationSettingsSchema.parse({
        url: `https://127.0.0.1:${String((server.address() as AddressInfo).port)}/x`,
        ...{ user: 'u', secret: 's', apiKey: 'k', client: 'VN/GOV/1/kiosk', unit: 'G01' },
        ...(caFile === undefined ? {} : { caFile }),
      }),
      () => new Date(),
    );
  const person = {
    ...{ id: 'q', officerNumber: '001180999900', account: 'motcua1' },
    ...{ personalNumber: '001180999901', fullName: 'Lê Mẫu', birthDate: '1980-01-02' },
  };

  it('asks where the pinned authority vouches for it', async () => {
    await expect(service(own.caFile).ask(person)).rejects.toMatchObject({ code: 'account-refused' });
    expect(asked).toBe(1);
  });

  it.each([
    ['an authority nobody vouches for', () => undefined],
    ['another authority than the pinned one', () => other.caFile],
  ])('%s: nothing leaves', async (_title, caFile) => {
    const before = asked;
    const fault = await service(caFile())
      .ask(person)
      .catch((error: unknown) => error);
    expect(fault).toMatchObject({
      code: 'unreachable',
      cause: { code: expect.stringMatching(/SELF_SIGNED|UNABLE_TO_VERIFY/) as string },
    });
    expect(asked).toBe(before);
  });

  it('a pinned file that is not there refuses to start', () => {
    expect(() => service(join(folder, 'nowhere.pem'))).toThrow(/population.caFile: cannot be read/);
  });
});
