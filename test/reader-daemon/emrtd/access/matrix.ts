/** Every combination of 9303-11 §4.4 and §6.2: how a card with it is made, read, and written down. */
import { openAccess, readCardAccess } from '@cccd-kiosk/emrtd/access/open-access';
import type { AccessKey } from '@cccd-kiosk/emrtd/access/password';
import { equal } from '@cccd-kiosk/emrtd/bytes';
import { chooseChipAuthentication, exchangeChipAuthentication } from '@cccd-kiosk/emrtd/chip/chip-authentication';
import { verifyChipAuthenticationMapping } from '@cccd-kiosk/emrtd/chip/chip-authentication-mapping';
import { CardSession } from '@cccd-kiosk/emrtd/iso7816/card-session';
import { readFile } from '@cccd-kiosk/emrtd/iso7816/read-file';
import { parseDg14 } from '@cccd-kiosk/emrtd/lds/dg14';
import { fileNamed } from '@cccd-kiosk/emrtd/lds/files';
import type { CardImage } from '@cccd-kiosk/fixtures/chip/card-image';
import { curveTable } from '@cccd-kiosk/fixtures/chip/crypto/curve-table';
import type { CurveName } from '@cccd-kiosk/fixtures/chip/crypto/curve-table';
import { dhGroupTable } from '@cccd-kiosk/fixtures/chip/crypto/dh-group-table';
import type { DhGroupName } from '@cccd-kiosk/fixtures/chip/crypto/dh-group-table';
import { parameterIdOf } from '@cccd-kiosk/fixtures/chip/crypto/domain';
import { suiteNames } from '@cccd-kiosk/fixtures/chip/crypto/suite';
import type { SuiteName } from '@cccd-kiosk/fixtures/chip/crypto/suite';
import type { MappingName, PaceOffer } from '@cccd-kiosk/fixtures/chip/pace-offer';
import { SoftwareChip } from '@cccd-kiosk/fixtures/chip/simulated-chip';
import { mrzInformation } from '@cccd-kiosk/fixtures/people/mrz';
import { agreementKeyInfo } from '@cccd-kiosk/fixtures/personalisation/agreement-key-info';
import { dg14, efCardAccess } from '@cccd-kiosk/fixtures/personalisation/security-infos';
import { dg1 } from '@cccd-kiosk/fixtures/personalisation/small-files';
import { canOf, chipTransport, mrzOf, personById } from '@cccd-kiosk/fixtures/world';
import { seededRandom } from '../inspection/simulated.ts';

const person = personById('04-mau');
const mrz = mrzOf(person);
const dg1Bytes = dg1(mrz);

export const curves = Object.keys(curveTable) as CurveName[];
export const groups = Object.keys(dhGroupTable) as DhGroupName[];
export const ciphers = suiteNames;
export const passwords = {
  CAN: { kind: 'can', can: canOf(person) },
  MRZ: {
    kind: 'mrz',
    documentNumber: mrz.slice(5, 14),
    dateOfBirth: mrz.slice(30, 36),
    dateOfExpiry: mrz.slice(38, 44),
  },
} as const satisfies Record<string, AccessKey>;
export type PasswordName = keyof typeof passwords;
export const passwordNames: readonly PasswordName[] = ['CAN', 'MRZ'];

/** Why the standard has no such combination; `undefined` where it has. */
export function impossible(
  mapping: MappingName,
  suite: SuiteName,
  domain: CurveName | DhGroupName,
): string | undefined {
  if (mapping === 'CAM' && suite === '3DES') return 'CAM: AES only';
  if (mapping === 'IM' && domain === 'secp224r1') return 'secp224r1: p is 1 modulo 4, the point encoding needs 3';
  return undefined;
}

/** CAM is defined over ECDH alone. */
export const agreements: readonly { mapping: MappingName; domains: readonly (CurveName | DhGroupName)[] }[] = [
  { mapping: 'GM', domains: curves },
  { mapping: 'IM', domains: curves },
  { mapping: 'CAM', domains: curves },
  { mapping: 'GM', domains: groups },
  { mapping: 'IM', domains: groups },
];

export const offers: readonly PaceOffer[] = agreements.flatMap(({ mapping, domains }) =>
  domains.flatMap((domain) =>
    ciphers.flatMap((suite) => (impossible(mapping, suite, domain) === undefined ? [{ mapping, suite, domain }] : [])),
  ),
);

export const nameOf = ({ mapping, suite, domain }: PaceOffer): string => `${mapping} ${domain} ${suite}`;

const blank: CardImage = {
  cardAccess: undefined,
  files: { DG1: dg1Bytes },
  pace: [],
  basicAccess: true,
  can: canOf(person),
  mrzInformation: mrzInformation(mrz),
  activeAuthentication: undefined,
  chipAuthentication: [],
  randomness: 'matrix',
};

const sessionWith = (image: CardImage) =>
  new CardSession({ transport: chipTransport(new SoftwareChip(image)), clock: () => 0 });

async function readsDg1(session: CardSession): Promise<boolean> {
  const file = await readFile(session, fileNamed('DG1'));
  return file.status === 'read' && equal(file.bytes, dg1Bytes);
}

/** PACE as offered, then DG1 through the channel. `undefined` = right; otherwise what was not. Throws `EmrtdError`. */
export async function paceFault(offer: PaceOffer, password: AccessKey): Promise<string | undefined> {
  const { mapping, suite, domain } = offer;
  const mappingKey = { domain, scalar: 0x5eed_1234_5678_9abcn };
  const cardAccess = efCardAccess({ pace: [offer], chipAuthentication: [] });
  const session = sessionWith({ ...blank, cardAccess, pace: [offer], ...(mapping === 'CAM' && { mappingKey }) });
  const random = seededRandom(nameOf(offer));
  const access = await openAccess(session, { keys: [password], random, cardAccess: await readCardAccess(session) });
  if (access.protocol !== 'PACE' || access.mapping !== mapping || access.cipher !== suite) return 'another protocol';
  if (access.parameterId !== parameterIdOf(domain) || access.password !== password.kind) return 'another domain';
  if (!(await readsDg1(session))) return 'DG1';
  if ((mapping === 'CAM') !== (access.chipAuthenticationMapping !== undefined)) return 'proof of the mapping';
  if (access.chipAuthenticationMapping === undefined) return undefined;
  const { chipAuthenticationData: ecad, mappingPublicKey } = access.chipAuthenticationMapping;
  const staticPublicKey = agreementKeyInfo(mappingKey, 'standardised');
  return verifyChipAuthenticationMapping({ ecad, mappingPublicKey, staticPublicKey }).verified ? undefined : 'proof';
}

/** Chip Authentication behind BAC, then DG1 through the new channel: what was not right. Throws `EmrtdError`. */
export async function chipAuthenticationFault(
  suite: SuiteName,
  domain: CurveName | DhGroupName,
  parameters: 'explicit' | 'standardised',
): Promise<string | undefined> {
  const chipAuthentication = [{ suite, domain, scalar: 0xc41d_5678_9abc_def1n }] as const;
  const file = dg14({ pace: [], chipAuthentication, activeAuthentication: undefined, parameters });
  const session = sessionWith({ ...blank, chipAuthentication, files: { DG1: dg1Bytes, DG14: file } });
  const random = seededRandom(`${domain} ${suite}`);
  await openAccess(session, { keys: [passwords.MRZ], random, cardAccess: undefined });
  const read = await readFile(session, fileNamed('DG14'));
  const agreement = read.status === 'read' ? chooseChipAuthentication(parseDg14(read.bytes)) : undefined;
  if (agreement?.cipher !== suite || agreement.domain.parameterId !== parameterIdOf(domain)) return 'another key';
  await exchangeChipAuthentication(session, { agreement, random });
  return (await readsDg1(session)) ? undefined : 'DG1';
}
