import { describe, expect, it } from 'vitest';
import { pcscErrorName, transportCode } from '@cccd-kiosk/reader-daemon/src/pcsc/error-code';
import { Insertions } from '@cccd-kiosk/reader-daemon/src/pcsc/insertions';
import { isSamSlot } from '@cccd-kiosk/reader-daemon/src/pcsc/sam-slots';

describe('the number in a PC/SC error’s text', () => {
  it.each([
    ['SCardTransmit error: Card was removed.(0x80100069)', 'removed-card', 'card-lost'],
    ['SCardTransmit error: Card was reset.(0x80100068)', 'reset-card', 'card-lost'],
    ['SCardTransmit error: Transaction failed.(0x80100016)', 'not-transacted', 'card-lost'],
    ['SCardConnect error: No smart card inserted.(0x8010000c)', 'no-smartcard', 'card-lost'],
    ['SCardConnect error: Card is unresponsive.(0x80100066)', 'unresponsive-card', 'card-silent'],
    ['SCardConnect error: Sharing violation.(0x8010000b)', 'sharing-violation', 'reader-failed'],
    ['SCardEstablishContext error: Service not available.(0x8010001d)', 'no-service', 'reader-failed'],
    ['SCardTransmit error: Thẻ đã bị rút.(0xffffffff80100069)', 'removed-card', 'card-lost'],
    ['SCardTransmit error: new trouble(0x801000ff)', 'other', 'reader-failed'],
    ['Card Reader not connected', 'other', 'reader-failed'],
  ])('%s', (text, name, code) => {
    expect(pcscErrorName(new Error(text))).toBe(name);
    expect(transportCode(pcscErrorName(new Error(text)))).toBe(code);
  });

  it.each([undefined, null, 7, {}])('%j has none', (error) => {
    expect(pcscErrorName(error)).toBe('other');
  });
});

describe('a slot for a security module (decision 5)', () => {
  it.each([
    ['ACS ACR1252 Dual Reader [ACR1252 Dual Reader SAM] 01 00', [], true],
    ['ACS ACR1281 1S Dual Reader(SAM) 02', [], true],
    ['Identiv uTrust 4701 F CL Reader 00 00', [], false],
    ['Samsung Contactless 00 00', [], false],
    ['Virtual PCD 00 01', [], false],
    ['Virtual PCD 00 01', ['00 01'], true],
  ])('%s %j', (name, settings, sam) => {
    expect(isSamSlot(name, settings)).toBe(sam);
  });
});

describe('cards counted from the service’s state words', () => {
  const word = (bits: number, counter: number) => [
    { name: 'R', state: (counter << 16) | bits, atr: Uint8Array.of(0x3b) },
  ];
  const empty = 0x12;
  const present = 0x22;

  it('a card laid down, lifted and laid down again', () => {
    const insertions = new Insertions();
    const seen = [word(empty, 0), word(present, 1), word(present, 1), word(empty, 2), word(present, 3)].map(
      (raw) => insertions.statuses(raw)[0],
    );
    expect(seen.map((status) => [status?.card, status?.insertion])).toEqual([
      ['absent', 0],
      ['present', 1],
      ['present', 1],
      ['absent', 1],
      ['present', 2],
    ]);
  });

  it('a swap between two looks shows in the service’s counter', () => {
    const insertions = new Insertions();
    insertions.statuses(word(present, 1));
    expect(insertions.statuses(word(present, 3))[0]?.insertion).toBe(2);
  });

  it('never counts back, over a restart of the service', () => {
    const insertions = new Insertions();
    insertions.statuses(word(present, 5));
    insertions.statuses([]);
    expect(insertions.statuses(word(present, 0))[0]?.insertion).toBe(2);
  });

  it('mute and held by another program', () => {
    const insertions = new Insertions();
    expect(insertions.statuses(word(0x222, 1))[0]?.card).toBe('mute');
    expect(insertions.statuses(word(0x122, 1))[0]?.inUse).toBe(true);
    expect(insertions.statuses(word(empty, 2))[0]?.atr).toEqual(new Uint8Array());
  });
});
