import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import type { EvidenceRecord } from '@cccd-kiosk/emrtd/inspection/evidence';
import { serializeEvidence } from '@cccd-kiosk/emrtd/inspection/evidence';
import { maxRecordLength, parseEvidence } from '@cccd-kiosk/emrtd/inspection/parse-evidence';

const record: EvidenceRecord = {
  version: 1,
  readingId: 'reading-00000001',
  stationId: 'station-00000001',
  startedAt: '2026-03-02T02:00:00.000Z',
  finishedAt: '2026-03-02T02:00:03.250Z',
  access: { protocol: 'PACE', password: 'can', fallbacks: [] },
  cardAccess: 'MQA=',
  com: 'YAA=',
  sod: 'dwA=',
  files: { DG1: 'YQA=' },
  withheld: { DG2: { length: 17000, hash: 'AAAA' } },
  activeAuthentication: { nonce: 'AAAA', challenge: 'AAAAAAAAAAA=', response: 'AAAA' },
  chipAuthentication: { attested: { status: 'passed' } },
  claims: {
    overall: 'genuine',
    checks: { 'sod-signature': { status: 'passed' }, 'hash:DG2': { status: 'inconclusive', reason: 'withheld' } },
  },
};

const refusal = (json: string): string | undefined => {
  try {
    parseEvidence(json);
    return undefined;
  } catch (error) {
    if (error instanceof EmrtdError) return error.code;
    throw error;
  }
};

describe('a record on its way in', () => {
  it('comes back as it was written', () => {
    expect(parseEvidence(serializeEvidence(record))).toEqual(record);
  });

  it('leaves out what it does not know', () => {
    expect(parseEvidence(JSON.stringify({ ...record, verified: true, isAdmin: 1 }))).toEqual(record);
  });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['a list', []],
    ['a station id with a path in it', { ...record, stationId: '../../etc' }],
    ['a time that is none', { ...record, startedAt: '2026-13-45T99:00:00Z' }],
    ['base64 with blanks', { ...record, sod: 'd wA=' }],
    ['DG17', { ...record, files: { DG17: 'YQA=' } }],
    ['a file that is a number', { ...record, files: { DG1: 7 } }],
    ['a check nobody knows', { ...record, claims: { overall: 'genuine', checks: { trust_me: { status: 'passed' } } } }],
    ['a reason nobody knows', { ...record, chipAuthentication: { attested: { status: 'failed', reason: 'because' } } }],
    ['a verdict nobody knows', { ...record, claims: { overall: 'splendid', checks: {} } }],
    ['a negative length', { ...record, withheld: { DG2: { length: -1, hash: 'AAAA' } } }],
    ['a list for an object', { ...record, withheld: [] }],
    [
      'too many fallbacks',
      { ...record, access: { ...record.access, fallbacks: Array.from({ length: 9 }, () => 'x') } },
    ],
  ])('refuses %s', (_what, value) => {
    expect(refusal(JSON.stringify(value))).toBe('malformed');
  });

  it('refuses another version, other text, and whatever is too long', () => {
    expect(refusal(JSON.stringify({ ...record, version: 2 }))).toBe('unsupported');
    expect(refusal('{"version":1')).toBe('malformed');
    expect(refusal(' '.repeat(maxRecordLength + 1))).toBe('limit');
  });

  it('is not misled by names of the language', () => {
    const json = JSON.stringify(record).replace('"files":{', '"files":{"__proto__":"YQA=",');
    expect(refusal(json)).toBe('malformed');
    expect(({} as Record<string, unknown>)['DG1']).toBeUndefined();
  });

  it('answers any JSON with a record or an error of its own', () => {
    const property = fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(record)), (value, key) => {
      refusal(JSON.stringify(value));
      refusal(JSON.stringify({ ...record, [key]: value }));
    });
    fc.assert(property, { numRuns: 500 });
  });
});
