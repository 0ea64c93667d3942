import { bytesToBigInt, fromHex, leftPad, toHex, uintToBytes } from '@cccd-kiosk/emrtd/bytes';
import { domainByParameterId } from '@cccd-kiosk/emrtd/crypto/domains';
import type { CipherName } from '@cccd-kiosk/emrtd/crypto/kdf';
import type { PaceChoice } from '@cccd-kiosk/emrtd/access/pace-info';
import type { AccessKey } from '@cccd-kiosk/emrtd/access/password';
import { encodeOid } from '@cccd-kiosk/emrtd/oid';
import { encodeTlv } from '@cccd-kiosk/emrtd/tlv';
import type { PaceVector } from '@cccd-kiosk/fixtures/doc9303/pace-synthetic';
import { preparedRandom, type Exchange } from '../iso7816/scripted-card.ts';

/** MRZ information taken apart again: a number of nine characters and two dates, each with its digit. */
export const mrzKey = (information: string): AccessKey => ({
  kind: 'mrz',
  documentNumber: information.slice(0, 9),
  dateOfBirth: information.slice(10, 16),
  dateOfExpiry: information.slice(17, 23),
});

export const keyOf = ({ can, mrzInformation = '' }: PaceVector): AccessKey =>
  can === undefined ? mrzKey(mrzInformation) : { kind: 'can', can };

/** Random octets from which the terminal draws exactly these private keys: d − 1, as long as n and 16 more. */
export function randomFor(parameterId: number, ...privateKeys: string[]) {
  const { order, orderLength } = domainByParameterId(parameterId) ?? { order: 1n, orderLength: 0 };
  return preparedRandom(
    ...privateKeys.map((d) => {
      const value = (bytesToBigInt(fromHex(d)) % order) - 1n;
      return leftPad(uintToBytes(value, orderLength), orderLength + 16);
    }),
  );
}

export function choiceFor(
  vector: { oid: string; cipher: string; parameterId: number },
  mapping: PaceChoice['mapping'] = 'GM',
): PaceChoice {
  const domain = domainByParameterId(vector.parameterId);
  if (domain === undefined) throw new Error('vector');
  const { oid, parameterId } = vector;
  return { oid, parameterId, domain, cipher: vector.cipher as CipherName, mapping, isAmbiguous: false };
}

const authenticate = (tag: number, value: string, last = false): string => {
  const data = encodeTlv(0x7c, value === '' ? new Uint8Array(0) : encodeTlv(tag, fromHex(value)));
  return `${last ? '00' : '10'}860000${toHex(Uint8Array.of(data.length))}${toHex(data)}00`;
};
const answer = (tag: number, value: string): string => `${toHex(encodeTlv(0x7c, encodeTlv(tag, fromHex(value))))}9000`;

/** The whole conversation of a vector. */
export function paceScript(vector: PaceVector): Exchange[] {
  const template = `${toHex(encodeTlv(0x80, encodeOid(vector.oid)))}8301${vector.can === undefined ? '01' : '02'}`;
  return [
    { command: `0022C1A4${toHex(Uint8Array.of(template.length / 2))}${template}`, response: '9000' },
    { command: authenticate(0, ''), response: answer(0x80, vector.encryptedNonceZ) },
    {
      command: authenticate(0x81, vector.terminalMappingPublicKey),
      response: answer(0x82, vector.chipMappingPublicKey),
    },
    {
      command: authenticate(0x83, vector.terminalEphemeralPublicKey),
      response: answer(0x84, vector.chipEphemeralPublicKey),
    },
    { command: authenticate(0x85, vector.terminalToken, true), response: answer(0x86, vector.chipToken) },
  ];
}
