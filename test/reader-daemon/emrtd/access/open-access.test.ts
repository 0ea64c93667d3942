import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '@cccd-kiosk/emrtd/bytes';
import { openAccess, readCardAccess, type AccessPolicy } from '@cccd-kiosk/emrtd/access/open-access';
import type { AccessKey, MrzKey } from '@cccd-kiosk/emrtd/access/password';
import { selectApplicationById } from '@cccd-kiosk/emrtd/iso7816/commands';
import { unknownLimits } from '@cccd-kiosk/emrtd/iso7816/read-limits';
import { emrtdApplication } from '@cccd-kiosk/emrtd/iso7816/select-application';
import { channelFromSecret, protect } from '@cccd-kiosk/emrtd/secure-messaging/channel';
import { concat } from '@cccd-kiosk/emrtd/bytes';
import { encodeTlv } from '@cccd-kiosk/emrtd/tlv';
import { mutualAuthentication as d3 } from '@cccd-kiosk/fixtures/doc9303/basic-access';
import { paceVectors } from '@cccd-kiosk/fixtures/doc9303/pace-synthetic';
import { preparedRandom, scriptedSession, type Exchange } from '../iso7816/scripted-card.ts';
import { keyOf, paceScript, randomFor } from './pace-script.ts';

const canVector = paceVectors.find(({ id }) => id === '13-AES-128-CAN');
const mrzVector = paceVectors.find(({ id }) => id === '13-AES-128-MRZ');
if (canVector === undefined || mrzVector === undefined) throw new Error('vectors');

const cardAccess = fromHex('31143012060A04007F0007020204020202010202010D');
const select: Exchange = { command: `00A4040C07${toHex(emrtdApplication)}`, response: '9000' };

/** SELECT inside the channel that a vector opens, answered with 9000. */
function securedSelect(sharedSecret: string): Exchange {
  const [awaiting, bytes] = protect(
    channelFromSecret('AES-128', fromHex(sharedSecret)),
    selectApplicationById(emrtdApplication),
  );
  const covered = encodeTlv(0x99, fromHex('9000'));
  const ssc = fromHex('02'.padStart(32, '0'));
  const mac = awaiting.suite.mac(awaiting.kMac, concat(ssc, covered));
  return { command: toHex(bytes), response: `${toHex(covered)}${toHex(encodeTlv(0x8e, mac))}9000` };
}

const [template = select] = paceScript(mrzVector);
const refused: Exchange = { ...template, response: '6A80' };

const canKey = keyOf(canVector);
const mrz = keyOf(mrzVector);
const bacKey: MrzKey = { kind: 'mrz', documentNumber: 'L898902C<', dateOfBirth: '690806', dateOfExpiry: '940623' };
const limits = { ...unknownLimits, extended: 'works' } as const;
const bacRandom = () => preparedRandom(fromHex(d3.rndIfd), fromHex(d3.kIfd));
const noRandom = preparedRandom();

async function open(
  exchanges: readonly Exchange[],
  options: {
    keys: readonly AccessKey[];
    policy?: AccessPolicy;
    random?: (n: number) => Uint8Array;
    cardAccess?: Uint8Array | undefined;
  },
) {
  const { session, left } = scriptedSession(exchanges, { limits });
  const result = await openAccess(session, { random: noRandom, cardAccess, ...options });
  expect(left(), 'exchanges left over').toBe(0);
  expect(session.channel).toBeDefined();
  return result;
}

describe('9303-11 §4.2: access by policy', () => {
  const { terminalMappingPrivateKey, terminalEphemeralPrivateKey } = canVector;
  const canRandom = () => randomFor(13, terminalMappingPrivateKey, terminalEphemeralPrivateKey);
  const mrzRandom = () => randomFor(13, mrzVector.terminalMappingPrivateKey, mrzVector.terminalEphemeralPrivateKey);

  it('PACE with the CAN first; the application is selected inside the channel', async () => {
    const exchanges = [...paceScript(canVector), securedSelect(canVector.sharedSecret)];
    expect(await open(exchanges, { keys: [mrz, canKey], random: canRandom() })).toMatchObject({
      protocol: 'PACE',
      mapping: 'GM',
      oid: '0.4.0.127.0.7.2.2.4.2.2',
      cipher: 'AES-128',
      parameterId: 13,
      password: 'can',
      fallbacks: [],
    });
  });

  it('PACE with the MRZ where only that is known: no fallback', async () => {
    const exchanges = [...paceScript(mrzVector), securedSelect(mrzVector.sharedSecret)];
    const result = await open(exchanges, { keys: [mrz], random: mrzRandom() });
    expect(result).toMatchObject({ protocol: 'PACE', password: 'mrz', fallbacks: [] });
  });

  it('a wrong CAN falls back to the MRZ, on record', async () => {
    const wrong = paceScript(canVector).map((exchange, i) => (i === 4 ? { ...exchange, response: '6300' } : exchange));
    const exchanges = [...wrong, ...paceScript(mrzVector), securedSelect(mrzVector.sharedSecret)];
    const both = [canRandom(), mrzRandom()];
    let calls = 0;
    const random = (length: number): Uint8Array => (calls++ < 2 ? both[0] : both[1])?.(length) ?? new Uint8Array(0);
    expect((await open(exchanges, { keys: [canKey, mrz], random })).fallbacks).toEqual([
      { from: 'pace-can', to: 'pace-mrz', because: 'wrong-password' },
    ]);
  });

  it('no PACE offered: BAC, with the step down on record', async () => {
    const result = await open([select, ...d3.apdus], { keys: [bacKey], random: bacRandom(), cardAccess: undefined });
    expect(result).toEqual({
      protocol: 'BAC',
      cipher: '3DES',
      password: 'mrz',
      fallbacks: [{ from: 'pace-mrz', to: 'bac-without-pace', because: 'not-offered' }],
    });
  });

  it('PACE offered and refused: no BAC behind it', async () => {
    await expect(open([refused], { keys: [mrz] })).rejects.toThrow(
      expect.objectContaining({ code: 'access-denied', step: 'pace' }),
    );
  });

  it('unless the policy says so', async () => {
    const result = await open([refused, select, ...d3.apdus], {
      keys: [bacKey],
      policy: ['pace-mrz', 'bac'],
      random: bacRandom(),
    });
    expect(result.fallbacks).toEqual([{ from: 'pace-mrz', to: 'bac', because: 'access-denied' }]);
  });

  it('a forged answer is no reason to try something weaker', async () => {
    const forged = paceScript(canVector).map((exchange, i) =>
      i === 4 ? { ...exchange, response: '7C0A860800112233445566779000' } : exchange,
    );
    await expect(
      open(forged, { keys: [canKey, mrz], policy: ['pace-can', 'bac'], random: canRandom() }),
    ).rejects.toThrow(expect.objectContaining({ code: 'token-mismatch' }));
  });

  it('nothing in common', async () => {
    const nothing = expect.objectContaining({ code: 'no-access-protocol' });
    await expect(open([], { keys: [] })).rejects.toThrow(nothing);
    await expect(open([], { keys: [canKey], policy: ['pace-mrz'] })).rejects.toThrow(nothing);
    await expect(open([select], { keys: [canKey], cardAccess: undefined })).rejects.toThrow(nothing);
  });

  it('a card of another kind', async () => {
    await expect(open([{ ...select, response: '6A82' }], { keys: [canKey], cardAccess: undefined })).rejects.toThrow(
      expect.objectContaining({ code: 'not-emrtd', step: 'select-application', statusWord: 0x6a82 }),
    );
  });

  it('an EF.CardAccess that does not parse ends it: a torn file must not lead to BAC', async () => {
    await expect(open([], { keys: [mrz], cardAccess: fromHex('310530') })).rejects.toThrow(
      expect.objectContaining({ code: 'malformed' }),
    );
  });
});

describe('9303-11 §9.2.8: EF.CardAccess', () => {
  it('without SELECT MF or SELECT file, in extended form', async () => {
    const { session } = scriptedSession([{ command: '00B09C00000000', response: `${toHex(cardAccess)}9000` }]);
    expect(await readCardAccess(session)).toEqual(cardAccess);
    expect(session.limits.extended).toBe('works');
  });

  it.each(['6A82', '6982', '6F00'])('answered %s: none', async (response) => {
    const { session } = scriptedSession([{ command: '00B09C00000000', response }]);
    expect(await readCardAccess(session)).toBeUndefined();
  });

  it.each([
    ['9000', 'malformed'],
    ['318000000000009000', 'malformed'],
    ['3184FFFFFFFF009000', 'limit'],
  ])('answered %s: %s, never a card without PACE', async (response, code) => {
    const { session } = scriptedSession([{ command: '00B09C00000000', response }]);
    await expect(readCardAccess(session)).rejects.toThrow(expect.objectContaining({ code }));
  });

  it('a card that is gone is gone', async () => {
    const { session } = scriptedSession([{ command: '00B09C00000000', response: { fails: 'card-lost' } }]);
    await expect(readCardAccess(session)).rejects.toThrow(expect.objectContaining({ code: 'card-lost' }));
  });
});
