import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromHex } from '@cccd-kiosk/emrtd/bytes';
import { openAccess, readCardAccess } from '@cccd-kiosk/emrtd/access/open-access';
import { exchangeActiveAuthentication, verifyActiveAuthentication } from '@cccd-kiosk/emrtd/chip/active-authentication';
import { chooseChipAuthentication } from '@cccd-kiosk/emrtd/chip/chip-authentication';
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import { CardSession } from '@cccd-kiosk/emrtd/iso7816/card-session';
import { readFile } from '@cccd-kiosk/emrtd/iso7816/read-file';
import { dataGroupFile } from '@cccd-kiosk/emrtd/lds/files';
import { parseSecurityInfos } from '@cccd-kiosk/emrtd/lds/security-infos';
import { channelFromSecret, secureChannel, unprotect } from '@cccd-kiosk/emrtd/secure-messaging/channel';
import { encodeTlv } from '@cccd-kiosk/emrtd/tlv';
import { paceVectors } from '@cccd-kiosk/fixtures/doc9303/pace-synthetic';
import { paceScript } from './pace-script.ts';

/** The card's answers are the fuzzed octets: whatever they are, only an `EmrtdError` or a result may come of them. */
async function onlyOwnErrors(work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof EmrtdError)) throw error;
  }
}

const octets = fc.uint8Array({ maxLength: 300 });
const status = fc.constantFrom('9000', '6282', '6700', '6A82', '6982', '6B00', '6C10', '6110', '6300', '6F00');
/** Noise, or something that looks like an answer. */
const answer = fc.oneof(
  octets,
  fc.tuple(octets, status).map(([data, sw]) => concat(data, fromHex(sw))),
  fc
    .tuple(fc.constantFrom(0x61, 0x31, 0x7c, 0x53, 0x75), octets, status)
    .map(([tag, value, sw]) => concat(encodeTlv(tag, value), fromHex(sw))),
);
const conversation = fc.array(answer, { minLength: 1, maxLength: 12 });

function cardOf(answers: readonly Uint8Array[]): CardSession {
  let at = 0;
  const transmit = (): Promise<Uint8Array> => Promise.resolve(answers[at++ % answers.length] ?? new Uint8Array(0));
  return new CardSession({ transport: { atr: new Uint8Array(0), transmit }, clock: () => 0 });
}

const random = (length: number): Uint8Array => new Uint8Array(length).fill(0x5a);
const [vector] = paceVectors.filter(({ id }) => id === '13-AES-128-CAN');
if (vector === undefined) throw new Error('vector');
const can = { kind: 'can', can: vector.can ?? '' } as const;
const mrz = { kind: 'mrz', documentNumber: 'L898902C', dateOfBirth: '690806', dateOfExpiry: '940623' } as const;
const runs = { numRuns: 300 };

describe('hostile cards', () => {
  it('reading', () =>
    fc.assert(
      fc.asyncProperty(conversation, (answers) =>
        onlyOwnErrors(() => readFile(cardOf(answers), dataGroupFile(2), { maxBytes: 5000 })),
      ),
      runs,
    ));

  it('opening, whatever EF.CardAccess says', () =>
    fc.assert(
      fc.asyncProperty(conversation, (answers) =>
        onlyOwnErrors(async () => {
          const session = cardOf(answers);
          const cardAccess = await readCardAccess(session);
          await openAccess(session, { keys: [can, mrz], random, cardAccess, policy: ['pace-can', 'pace-mrz', 'bac'] });
        }),
      ),
      runs,
    ));

  it('PACE that begins well', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 4 }), conversation, (good, answers) =>
        onlyOwnErrors(() => {
          const begun = paceScript(vector)
            .slice(0, good)
            .map(({ response }) => fromHex(typeof response === 'string' ? response : ''));
          const session = cardOf([...begun, ...answers]);
          const cardAccess = fromHex('31143012060A04007F0007020204020202010202010D');
          return openAccess(session, { keys: [can], random, cardAccess });
        }),
      ),
      { numRuns: 150 },
    ));

  it('secure messaging: nothing but the right MAC opens', () => {
    const channel = channelFromSecret('AES-128', fromHex('00'));
    const check = (response: Uint8Array): void => {
      expect(() => unprotect(channel, response)).toThrow(EmrtdError);
    };
    fc.assert(fc.property(answer, check), { numRuns: 2000 });
  });

  it('inside a channel', () =>
    fc.assert(
      fc.asyncProperty(conversation, (answers) =>
        onlyOwnErrors(async () => {
          const session = cardOf(answers);
          session.openChannel(secureChannel(channelFromSecret('3DES', fromHex('00'))));
          await exchangeActiveAuthentication(session, new Uint8Array(8));
        }),
      ),
      runs,
    ));

  it('EF.DG14 and EF.DG15', () => {
    const check = (bytes: Uint8Array): Promise<void> =>
      onlyOwnErrors(() => {
        const given = { publicKeyInfo: bytes, challenge: new Uint8Array(8), response: bytes };
        expect(verifyActiveAuthentication(given).verified).toBe(false);
        return chooseChipAuthentication(parseSecurityInfos(bytes));
      });
    return fc.assert(fc.asyncProperty(octets, check), { numRuns: 2000 });
  });
});
