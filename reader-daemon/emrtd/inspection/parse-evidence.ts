/** Reading a record that anybody may have written. Every value is checked for form and size before it is used. */
import { fromBase64 } from '../base64.ts';
import { EmrtdError } from '../errors.ts';
import { dataGroupNames, type DataGroupName, type EvidenceRecord, type WithheldFile } from './evidence.ts';
import {
  checkNames,
  failureReasons,
  inconclusiveReasons,
  overallVerdicts,
  type Check,
  type CheckName,
  type Verdict,
} from './verdict.ts';

/** Characters of a whole record: a portrait of 128 KB and everything else. */
export const maxRecordLength = 400_000;
const maxFallbacks = 8;
const maxChecks = 64;

type Fields = Readonly<Record<string, unknown>>;

const malformed = (what: string): EmrtdError => new EmrtdError('malformed', `record: ${what}`, { step: 'parse' });

function object(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(what);
  return value as Fields;
}

function text(value: unknown, what: string, pattern: RegExp, max: number): string {
  if (typeof value !== 'string' || value.length > max || !pattern.test(value)) throw malformed(what);
  return value;
}

/** Base64 in its only form; stays text. */
function octets(value: unknown, what: string, max = maxRecordLength): string {
  if (typeof value !== 'string' || value.length > max) throw malformed(what);
  fromBase64(value);
  return value;
}

const octetsOrNull = (value: unknown, what: string): string | null => (value === null ? null : octets(value, what));
const identifier = (value: unknown, what: string): string => text(value, what, /^[A-Za-z0-9_-]+$/, 64);
const word = (value: unknown, what: string): string => text(value, what, /^[\x20-\x7e→]+$/u, 120);

function instant(value: unknown, what: string): string {
  const time = text(value, what, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/, 24);
  if (Number.isNaN(Date.parse(time))) throw malformed(what);
  return time;
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], what: string): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw malformed(what);
  return found;
}

function check(value: unknown): Check {
  const { status, reason, detail } = object(value, 'check');
  const more = detail === undefined ? {} : { detail: text(detail, 'detail', /^[\x20-\x7e]*$/, 200) };
  switch (oneOf(status, ['passed', 'failed', 'not-offered', 'not-attempted', 'inconclusive'], 'status')) {
    case 'failed':
      return { status: 'failed', reason: oneOf(reason, failureReasons, 'reason'), ...more };
    case 'inconclusive':
      return { status: 'inconclusive', reason: oneOf(reason, inconclusiveReasons, 'reason'), ...more };
    case 'passed':
      return { status: 'passed' };
    case 'not-offered':
      return { status: 'not-offered' };
    case 'not-attempted':
      return { status: 'not-attempted' };
  }
}

function checkName(name: string): CheckName {
  const row = dataGroupNames.find((dataGroup) => name === `hash:${dataGroup}`);
  return row === undefined ? oneOf(name, checkNames, 'check name') : (`hash:${row}` as CheckName);
}

function verdict(value: unknown): Verdict {
  const { overall, checks } = object(value, 'claims');
  const entries = Object.entries(object(checks, 'checks'));
  if (entries.length > maxChecks) throw malformed('checks');
  return {
    overall: oneOf(overall, overallVerdicts, 'overall'),
    checks: Object.fromEntries(entries.map(([name, item]) => [checkName(name), check(item)])),
  };
}

function dataGroups<T>(value: unknown, what: string, read: (item: unknown) => T): Partial<Record<DataGroupName, T>> {
  return Object.fromEntries(
    Object.entries(object(value, what)).map(([name, item]) => [oneOf(name, dataGroupNames, what), read(item)]),
  );
}

function withheldFile(value: unknown): WithheldFile {
  const { length, hash } = object(value, 'withheld');
  if (typeof length !== 'number' || !Number.isInteger(length) || length < 0 || length > 0x10_0000)
    throw malformed('withheld length');
  return { length, hash: octets(hash, 'withheld hash', 88) };
}

function access(value: unknown): EvidenceRecord['access'] {
  const { protocol, password, fallbacks } = object(value, 'access');
  if (!Array.isArray(fallbacks) || fallbacks.length > maxFallbacks) throw malformed('fallbacks');
  return {
    protocol: word(protocol, 'protocol'),
    password: word(password, 'password'),
    fallbacks: fallbacks.map((item) => word(item, 'fallback')),
  };
}

function activeAuthentication(value: unknown): NonNullable<EvidenceRecord['activeAuthentication']> {
  const { nonce, challenge, response } = object(value, 'active authentication');
  return {
    ...(nonce !== undefined && { nonce: octets(nonce, 'nonce', 44) }),
    challenge: octets(challenge, 'challenge', 12),
    response: octets(response, 'response', 2048),
  };
}

/** Standardized domains are numbered below 32; the longest field has 66 octets. */
function mapping(value: unknown): NonNullable<EvidenceRecord['chipAuthenticationMapping']> {
  const { parameterId, mappingPublicKey, chipAuthenticationData, cardSecurity } = object(value, 'mapping');
  if (typeof parameterId !== 'number' || !Number.isInteger(parameterId) || parameterId < 0 || parameterId > 31)
    throw malformed('parameter id');
  return {
    parameterId,
    mappingPublicKey: octets(mappingPublicKey, 'mapping key', 180),
    chipAuthenticationData: octets(chipAuthenticationData, 'mapping data', 108),
    ...(cardSecurity !== undefined && { cardSecurity: octets(cardSecurity, 'card security', 0xb000) }),
  };
}

/** Throws `limit` for a record that is too long, `malformed` for one out of form. Fields it does not know are left out. */
export function parseEvidence(json: string): EvidenceRecord {
  if (json.length > maxRecordLength) throw new EmrtdError('limit', 'record: too long', { step: 'parse' });
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new EmrtdError('malformed', 'record: not JSON', { step: 'parse', cause });
  }
  const record = object(value, 'record');
  if (record['version'] !== 1) throw new EmrtdError('unsupported', 'record: version', { step: 'parse' });
  const exchange = record['activeAuthentication'];
  const mapped = record['chipAuthenticationMapping'];
  return {
    version: 1,
    readingId: identifier(record['readingId'], 'reading id'),
    stationId: identifier(record['stationId'], 'station id'),
    startedAt: instant(record['startedAt'], 'started at'),
    finishedAt: instant(record['finishedAt'], 'finished at'),
    access: access(record['access']),
    cardAccess: octetsOrNull(record['cardAccess'], 'card access'),
    com: octetsOrNull(record['com'], 'com'),
    sod: octetsOrNull(record['sod'], 'sod'),
    files: dataGroups(record['files'], 'files', (item) => octets(item, 'file')),
    withheld: dataGroups(record['withheld'], 'withheld', withheldFile),
    ...(exchange !== undefined && { activeAuthentication: activeAuthentication(exchange) }),
    chipAuthentication: { attested: check(object(record['chipAuthentication'], 'chip authentication')['attested']) },
    ...(mapped !== undefined && { chipAuthenticationMapping: mapping(mapped) }),
    claims: verdict(record['claims']),
  };
}
