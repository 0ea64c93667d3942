import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createFhirSearch } from '@cccd-kiosk/server/src/hospital-record/fhir-search';
import { createPatientSearch, type PatientSearch } from '@cccd-kiosk/server/src/hospital-record/patient-search';
import { hospitalRecordSchema } from '@cccd-kiosk/server/src/hospital-record/settings';

const number = '001190000017';
let server: Server | undefined;
let got: { path: string; body: string; headers: IncomingMessage['headers'] }[] = [];

async function answering(
  answer: string,
  { status = 200, type = 'application/fhir+json', silent = false } = {},
): Promise<PatientSearch> {
  got = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString('utf8')));
    request.on('end', () => {
      got.push({ path: request.url ?? '', body, headers: request.headers });
      if (!silent) response.writeHead(status, { 'content-type': type, location: '/elsewhere' }).end(answer);
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/fhir/`;
  const settings = hospitalRecordSchema.parse({ url, timeoutMs: 300 });
  return createPatientSearch(settings, createFhirSearch(settings, 'Bearer abc'));
}
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

const bundle = (...resources: unknown[]): string =>
  JSON.stringify({ resourceType: 'Bundle', type: 'searchset', entry: resources.map((resource) => ({ resource })) });
const sid = 'http://fhir.ehealth.gov.vn/core/sid';

describe('a search in the hospital’s records', () => {
  it('says number and name in the body alone, asks for four elements, shows its authority', async () => {
    const search = await answering(bundle());
    await search.byNumber(number);
    await search.byNameAndBirth('Trần Thị Hòa', '1990-03-05');
    expect(got.map(({ path }) => path)).toEqual(['/fhir/Patient/_search', '/fhir/Patient/_search']);
    expect(new URLSearchParams(got[0]?.body).get('identifier')).toBe(`${sid}/national_id|${number}`);
    expect(new URLSearchParams(got[1]?.body).get('birthdate')).toBe('1990-03-05');
    expect(new URLSearchParams(got[1]?.body).get('_elements')).toBe('identifier,name,birthDate,gender');
    expect(got[0]?.headers.authorization).toBe('Bearer abc');
  });

  it('understands a name whole or in parts, and takes no old number for the present one', async () => {
    const search = await answering(
      bundle(
        {
          resourceType: 'Patient',
          id: 'a',
          identifier: [
            { system: `${sid}/national_id`, value: '001190000099', use: 'old' },
            { system: `${sid}/patient-internal-id`, value: 'BN1' },
          ],
          name: [
            { text: 'biệt danh', use: 'nickname' },
            { family: 'Trần', given: ['Thị', 'Hòa'], use: 'official' },
          ],
          gender: 'female',
          birthDate: '1990',
        },
        { resourceType: 'OperationOutcome', issue: [] },
        { resourceType: 'Patient', id: 'b', birthDate: 'hôm qua', gender: 'other' },
      ),
    );
    expect(await search.byNumber(number)).toEqual({
      outcome: 'told',
      value: [
        { id: 'a', patientId: 'BN1', number: null, fullName: 'Trần Thị Hòa', birthDate: '1990', sex: 'female' },
        { id: 'b', patientId: null, number: null, fullName: null, birthDate: null, sex: null },
      ],
    });
  });

  it.each<[string, Parameters<typeof answering>, object]>([
    ['a page of HTML', ['<html>', { type: 'text/html' }], { outcome: 'refused', code: 'malformed' }],
    ['another resource', ['{"resourceType":"Patient"}'], { outcome: 'refused', code: 'malformed' }],
    ['a patient without an id', [bundle({ resourceType: 'Patient' })], { outcome: 'refused', code: 'malformed' }],
    [
      'an id that is a path',
      [bundle({ resourceType: 'Patient', id: '../Encounter' })],
      { outcome: 'refused', code: 'malformed' },
    ],
    ['half a megabyte', [bundle('x'.repeat(500_000))], { outcome: 'refused', code: 'malformed' }],
    ['a refusal', ['{}', { status: 422 }], { outcome: 'refused', code: 'http-422' }],
    ['a redirect', ['{}', { status: 302 }], { outcome: 'refused', code: 'http-302' }],
    ['trouble of its own', ['{}', { status: 503 }], { outcome: 'away', code: 'http-503' }],
    ['a wrong account', ['{}', { status: 401 }], { outcome: 'away', code: 'http-401' }],
    ['nothing at all', ['', { silent: true }], { outcome: 'away', code: 'timeout' }],
  ])('answered with %s', async (_what, answer, expected) => {
    const search = await answering(...answer);
    expect(await search.byNumber(number)).toEqual(expected);
    expect(got).toHaveLength(1);
  });

  it('looks at twenty records at most', async () => {
    const search = await answering(
      bundle(...Array.from({ length: 400 }, (_, nth) => ({ resourceType: 'Patient', id: `p${String(nth)}` }))),
    );
    const told = await search.byNumber(number);
    expect(told.outcome === 'told' && told.value).toHaveLength(20);
  });

  it('in the clear beyond this machine is refused', () => {
    const bad = hospitalRecordSchema.safeParse({ url: 'http://his.example/fhir' });
    expect(bad.error?.issues[0]?.path).toEqual(['url']);
    expect(hospitalRecordSchema.safeParse({ url: 'http://his.example/fhir', plainLine: true }).success).toBe(true);
  });
});
