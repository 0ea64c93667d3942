import { beforeAll, describe, expect, it, vi } from 'vitest';
import { hash } from '@cccd-kiosk/emrtd/crypto/hash';
import { makeEvidence, type EvidenceRecord } from '@cccd-kiosk/emrtd/inspection/evidence';
import type { Inspection } from '@cccd-kiosk/emrtd/inspection/inspect';
import {
  acceptRemoteProof,
  offerRemoteProof,
  type ChannelState,
  type RemoteAnswer,
  type RemoteSecret,
  type RemoteVerifier,
} from '@cccd-kiosk/emrtd/inspection/remote-proof';
import { passed } from '@cccd-kiosk/emrtd/inspection/verdict';
import { verifyEvidence, type WitnessedChip } from '@cccd-kiosk/emrtd/inspection/verify-evidence';
import { cccdProfile } from '@cccd-kiosk/cccd/profile';
import { codeOf } from '../code-of.ts';
import { inspectCard, now, seededRandom, testStore, type CardOptions } from './simulated.ts';

/** A chip without Active Authentication: nothing but its Chip Authentication can prove it. */
const person = '15-dang';

/** A verifier on its own, which keeps what the terminal never sees. */
class Verifier implements RemoteVerifier {
  secret: RemoteSecret | undefined;
  dg14: Uint8Array | undefined;
  answer: RemoteAnswer | undefined;
  outcome: ChannelState | 'refused' | undefined;

  offer(dg14: Uint8Array): ReturnType<RemoteVerifier['offer']> {
    const { offer, secret } = offerRemoteProof(dg14, seededRandom('verifier'));
    this.secret = secret;
    this.dg14 = dg14.slice();
    return Promise.resolve(offer);
  }
  accept(answer: RemoteAnswer): ReturnType<RemoteVerifier['accept']> {
    if (this.secret === undefined) throw new Error('no offer');
    this.answer = answer;
    this.outcome = acceptRemoteProof(this.secret, answer);
    return Promise.resolve(this.outcome);
  }
  get seen(): WitnessedChip {
    if (this.dg14 === undefined) throw new Error('no offer');
    return { dg14: hash('SHA-256', this.dg14), proven: this.outcome !== undefined && this.outcome !== 'refused' };
  }
}

const identity = { readingId: 'reading-00000001', stationId: 'station-00000001', startedAt: now, finishedAt: now };
const standards = { trust: testStore(), simulation: true, now, profile: cccdProfile() };
const recordOf = (inspection: Inspection): EvidenceRecord => makeEvidence(inspection, identity);
const check = 'chip-authentication';

async function read(card: CardOptions, verifier: RemoteVerifier = new Verifier()): Promise<Inspection> {
  return inspectCard(card, { verifier });
}

describe('a chip without Active Authentication, before a verifier that is not at the reader', () => {
  const verifier = new Verifier();
  let inspection: Inspection;
  beforeAll(async () => {
    inspection = await read({ person }, verifier);
  });

  it('is read to the end in the channel that the verifier handed over', () => {
    expect(inspection.verdict.overall).toBe('genuine');
    expect(inspection.verdict.checks[check]).toEqual(passed);
    expect(inspection.files.has('DG2')).toBe(true);
    expect(verifier.outcome).toMatchObject({ cipher: 'AES-128' });
  });

  it('is proven to whoever witnessed it, and attested to everybody else', () => {
    const record = recordOf(inspection);
    const told = verifyEvidence(record, { ...standards, witnessed: verifier.seen });
    expect([told.verdict.overall, told.basis, told.verdict.checks[check]]).toEqual(['genuine', 'proven', passed]);
    const untold = verifyEvidence(record, standards);
    expect([untold.verdict.overall, untold.basis]).toEqual(['genuine', 'attested']);
  });

  it('a witness of another key says nothing of this card', () => {
    const other = { dg14: hash('SHA-256', Uint8Array.of(1)), proven: true };
    expect(verifyEvidence(recordOf(inspection), { ...standards, witnessed: other }).basis).toBe('attested');
  });

  it('a key that the issuer did not sign proves nothing, witnessed or not', () => {
    const record = recordOf(inspection);
    const dg14 = Buffer.from(record.files.DG14 ?? '', 'base64');
    dg14[dg14.length - 1] = (dg14.at(-1) ?? 0) ^ 1;
    const forged = { ...record, files: { ...record.files, DG14: dg14.toString('base64') } };
    const witnessed = { dg14: hash('SHA-256', new Uint8Array(dg14)), proven: true };
    const { verdict } = verifyEvidence(forged, { ...standards, witnessed });
    expect(verdict.overall).toBe('suspicious');
    expect(verdict.checks[check]).toMatchObject({ status: 'inconclusive', reason: 'key-not-bound' });
  });

  it('a station that saw the channel break later is believed: it can only worsen', () => {
    const record = recordOf(inspection);
    const worse = { ...record, chipAuthentication: { attested: { status: 'failed', reason: 'channel-not-opened' } } };
    const { verdict } = verifyEvidence(worse as EvidenceRecord, { ...standards, witnessed: verifier.seen });
    expect(verdict.overall).toBe('suspicious');
  });
});

describe('what the verifier finds out', () => {
  it.each(['cloned', 'ca-wrong-key', 'ca-wrong-mac'])(
    '%s: refused, nothing more is read, suspicious',
    async (fault) => {
      const verifier = new Verifier();
      const inspection = await read({ person, fault }, verifier);
      expect(verifier.outcome).toBe('refused');
      expect(inspection.verdict.checks[check]).toEqual({ status: 'failed', reason: 'channel-not-opened' });
      expect(inspection.verdict.overall).toBe('suspicious');
      expect(inspection.files.has('DG2')).toBe(false);

      // A station that says otherwise: the verifier's own eyes go before its word.
      const lie = { ...recordOf(inspection), chipAuthentication: { attested: passed } };
      const told = verifyEvidence(lie, { ...standards, witnessed: verifier.seen });
      expect(told.verdict.checks[check]).toEqual({ status: 'failed', reason: 'channel-not-opened' });
      expect(told.verdict.overall).toBe('suspicious');
    },
  );

  it('an answer recorded from the genuine chip fits no other offer', async () => {
    const [first, second] = [new Verifier(), new Verifier()];
    await read({ person }, first);
    const { secret } = offerRemoteProof(first.dg14 ?? new Uint8Array(0), seededRandom('another'));
    second.secret = secret;
    await second.accept(first.answer ?? { response: '' });
    expect(second.outcome).toBe('refused');
  });

  it.each(['', '9000', '6982', 'zz', '990290008E08000000000000000090', 'AB'.repeat(600)])(
    'an answer made up (%s)',
    async (response) => {
      const verifier = new Verifier();
      await read({ person }, verifier);
      expect(acceptRemoteProof(verifier.secret as RemoteSecret, { response })).toBe('refused');
    },
  );

  it('a file without a key is not asked for one', () => {
    expect(codeOf(() => offerRemoteProof(Uint8Array.of(0x6e, 2, 0x31, 0), seededRandom('x')))).toBe('unsupported');
    expect(codeOf(() => offerRemoteProof(Uint8Array.of(1, 2, 3), seededRandom('x')))).toBe('malformed');
  });
});

describe('when it is asked', () => {
  it('not for a chip with Active Authentication, which it can check by itself', async () => {
    const verifier = new Verifier();
    const offer = vi.spyOn(verifier, 'offer');
    expect((await read({ person: '01-khuyen' }, verifier)).verdict.overall).toBe('genuine');
    expect(offer).not.toHaveBeenCalled();
  });

  it('a verifier that is not there leaves the protocol to the terminal', async () => {
    const away: RemoteVerifier = { offer: () => Promise.resolve(undefined), accept: () => Promise.reject(new Error()) };
    const inspection = await read({ person }, away);
    expect(inspection.verdict.checks[check]).toEqual(passed);
    expect(verifyEvidence(recordOf(inspection), standards).basis).toBe('attested');
  });

  it('one that goes away with the channel ends the sitting: nothing is read in the open', async () => {
    const verifier = new Verifier();
    verifier.accept = () => Promise.resolve(undefined);
    await expect(read({ person }, verifier)).rejects.toMatchObject({
      code: 'channel-lost',
      step: 'chip-authentication',
    });
  });

  it('a chip that refuses the protocol goes on in the channel it has', async () => {
    const inspection = await read({ person, fault: 'cloned-silent' });
    expect(inspection.verdict.overall).toBe('not-proven');
    expect(inspection.files.has('DG2')).toBe(true);
  });
});
