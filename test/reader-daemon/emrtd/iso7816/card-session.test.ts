import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '@cccd-kiosk/emrtd/bytes';
import { getChallenge, readBinary } from '@cccd-kiosk/emrtd/iso7816/commands';
import { selectApplication } from '@cccd-kiosk/emrtd/iso7816/select-application';
import { sw } from '@cccd-kiosk/emrtd/iso7816/status-word';
import { scriptedSession } from './scripted-card.ts';

const code = (value: string) => expect.objectContaining({ code: value });

describe('card session', () => {
  it('follows 61xx with GET RESPONSE and joins the pieces', async () => {
    const { session, left } = scriptedSession([
      { command: '00B0000000', response: '0102 6102' },
      { command: '00C0000002', response: '03 6101' },
      { command: '00C0000001', response: '04 9000' },
    ]);
    const response = await session.send(readBinary(0, 256));
    expect(response).toEqual({ data: fromHex('01020304'), sw: sw.ok, pieces: 3 });
    expect(left()).toBe(0);
  });

  it('asks again with the length of 6Cxx, in the short form', async () => {
    const { session } = scriptedSession([
      { command: '00B00000000000', response: '6C03' },
      { command: '00B0000003', response: '010203 9000' },
    ]);
    const response = await session.send(readBinary(0, 65_536));
    expect(response).toEqual({ data: fromHex('010203'), sw: sw.ok, pieces: 1 });
  });

  it.each(['6C05', '6105'])('gives up on %s for ever after 8 rounds', async (response) => {
    const first = { command: '00B0000005', response };
    const again = { command: response === '6C05' ? '00B0000005' : '00C0000005', response };
    const { session, left } = scriptedSession([first, ...new Array<typeof again>(9).fill(again)]);
    await expect(session.send(readBinary(0, 5))).rejects.toThrow(code('limit'));
    expect(left()).toBe(1);
  });

  it('counts and traces without content', async () => {
    const { session } = scriptedSession([
      { command: '0084000008', response: '0102030405060708 9000' },
      { command: '0084000008', response: '6D00' },
      { command: '0084000008', response: { fails: 'card-lost' } },
    ]);
    await session.send(getChallenge(8));
    expect((await session.send(getChallenge(8))).sw).toBe(sw.instructionNotSupported);
    await expect(session.send(getChallenge(8), 'bac')).rejects.toThrow(
      expect.objectContaining({ code: 'card-lost', step: 'bac' }),
    );
    expect(session.counters).toEqual({ apdus: 3, bytesSent: 15, bytesReceived: 12, cardMs: 3, meanwhileMs: 0 });
    expect(session.trace.map(({ received, sw }) => [received, sw])).toEqual([
      [10, 0x9000],
      [2, 0x6d00],
      [0, undefined],
    ]);
    expect(JSON.stringify(session.trace)).not.toContain('data');
    expect(session.trace[0]).toEqual({
      ins: 0x84,
      p1: 0,
      p2: 0,
      protected: false,
      sent: 5,
      received: 10,
      sw: 0x9000,
      ms: 1,
    });
  });

  it.each(['', '90'])('an answer "%s" is a lost card', async (response) => {
    const { session } = scriptedSession([{ command: '0084000008', response }]);
    await expect(session.send(getChallenge(8))).rejects.toThrow(code('card-lost'));
  });

  it('sends nothing once aborted', async () => {
    const { session, left } = scriptedSession([{ command: '', response: '' }], { signal: AbortSignal.abort() });
    await expect(session.send(getChallenge(8))).rejects.toThrow(code('aborted'));
    expect(left()).toBe(1);
  });

  it.each(['6A82', '6D00', '6999'])('SELECT answered %s: not an eMRTD', async (response) => {
    const { session } = scriptedSession([{ command: `00A4040C07${toHex(fromHex('A0000002471001'))}`, response }]);
    await expect(selectApplication(session)).rejects.toThrow(
      expect.objectContaining({ code: 'not-emrtd', statusWord: Number.parseInt(response, 16) }),
    );
  });
});
