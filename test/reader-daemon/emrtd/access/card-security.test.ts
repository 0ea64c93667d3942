import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex, uintToBytes } from '@cccd-kiosk/emrtd/bytes';
import { openAccess } from '@cccd-kiosk/emrtd/access/open-access';
import { pad } from '@cccd-kiosk/emrtd/crypto/padding';
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import { CardSession } from '@cccd-kiosk/emrtd/iso7816/card-session';
import { unknownLimits } from '@cccd-kiosk/emrtd/iso7816/read-limits';
import { channelFromSecret } from '@cccd-kiosk/emrtd/secure-messaging/channel';
import { encodeTlv } from '@cccd-kiosk/emrtd/tlv';
import { paceChipAuthenticationMapping as cam } from '@cccd-kiosk/fixtures/doc9303/pace-chip-authentication-mapping';
import { mrzKey, randomFor } from './pace-script.ts';

const file = fromHex('3003020101');
type Answer = { readonly data?: Uint8Array; readonly sw: string } | 'lost' | 'plain';

/** The chip of Appendix I, then these answers inside its channel. */
function openWith(answers: readonly Answer[]) {
  const heard: string[] = [];
  const channel = channelFromSecret('AES-128', fromHex(cam.sharedSecret));
  const transmit = (command: Uint8Array): Promise<Uint8Array> => {
    const at = heard.push(toHex(command.slice(0, 4))) - 1;
    const inPlain = cam.apdus[at];
    if (inPlain !== undefined) {
      expect(toHex(command)).toBe(inPlain.command);
      return Promise.resolve(fromHex(inPlain.response));
    }
    const answer = answers[at - cam.apdus.length] ?? 'plain';
    if (answer === 'lost') return Promise.reject(new EmrtdError('card-lost', 'as scripted'));
    if (answer === 'plain') return Promise.resolve(fromHex('6988'));
    const ssc = uintToBytes(2 * (at - cam.apdus.length + 1), 16);
    const { suite, kEnc, kMac } = channel;
    const { data, sw } = answer;
    const encrypted = data && encodeTlv(0x87, [Uint8Array.of(1), suite.encrypt(kEnc, ssc, pad(data, 16))]);
    const covered = concat(encrypted ?? new Uint8Array(0), encodeTlv(0x99, fromHex(sw)));
    const mac = encodeTlv(0x8e, suite.mac(kMac, concat(ssc, covered)));
    return Promise.resolve(concat(covered, mac, fromHex(sw)));
  };
  const transport = { atr: new Uint8Array(0), transmit };
  const limits = { ...unknownLimits, extended: 'refused' } as const;
  const session = new CardSession({ transport, clock: () => 0, limits });
  const result = openAccess(session, {
    keys: [mrzKey(cam.mrzInformation)],
    random: randomFor(13, cam.terminalMappingPrivateKey, cam.terminalEphemeralPrivateKey),
    cardAccess: fromHex(cam.efCardAccess),
  });
  return { result, heard: () => heard.slice(cam.apdus.length) };
}

describe('9303-11 §6, point 3: EF.CardSecurity after chip-authentication mapping', () => {
  it('is read in the channel, before the application is selected', async () => {
    const { result, heard } = openWith([{ data: file, sw: '6282' }, { sw: '9000' }]);
    const access = await result;
    expect(access).toMatchObject({ protocol: 'PACE', mapping: 'CAM', parameterId: 13, password: 'mrz', fallbacks: [] });
    if (access.protocol !== 'PACE') throw new Error('protocol');
    expect(toHex(access.chipKey)).toBe(cam.chipEphemeralPublicKey);
    expect(access.chipAuthenticationMapping).toEqual({
      chipAuthenticationData: fromHex(cam.chipAuthenticationData),
      mappingPublicKey: fromHex(cam.chipMappingPublicKey),
      cardSecurity: file,
    });
    expect(heard()).toEqual(['0CB09D00', '0CA4040C']);
  });

  it.each([
    ['absent', [{ sw: '6A82' }, { sw: '9000' }]],
    ['denied', [{ sw: '6982' }, { sw: '9000' }]],
    ['refused in another way', [{ sw: '6F00' }, { sw: '9000' }]],
    ['no file at all', [{ data: new Uint8Array(8), sw: '9000' }, { sw: '9000' }]],
  ] as const)('%s: access is open all the same, the mapping goes without it', async (_, answers) => {
    const access = await openWith(answers).result;
    if (access.protocol !== 'PACE') throw new Error('protocol');
    expect(access.chipAuthenticationMapping?.cardSecurity).toBeUndefined();
    expect(access.chipAuthenticationMapping?.mappingPublicKey).toHaveLength(65);
  });

  it.each([
    ['a lost card', 'lost', 'card-lost'],
    ['an answer outside the channel', 'plain', 'channel-lost'],
  ] as const)('%s ends the sitting', async (_, answer, code) => {
    await expect(openWith([answer]).result).rejects.toThrow(expect.objectContaining({ code }));
  });
});
