import { pair, pairingCode } from '@cccd-kiosk/kiosk-ui/src/link/pairing';
import { describe, expect, it } from 'vitest';

describe('pairing code in the launch address', () => {
  it.each([
    ['#pair=ABCD2345', 'ABCD2345'],
    ['#screen=1&pair=ABCD2345', 'ABCD2345'],
    ['#pair=ABCD2345&more=1', 'ABCD2345'],
    ['#pair=short', undefined],
    ['#pair=<script>alert(1)</script>', undefined],
    ['#repair=ABCD2345', undefined],
    ['', undefined],
  ])('%s → %s', (hash, code) => {
    expect(pairingCode(hash)).toBe(code);
  });

  it.each([
    [new Response('{}', { status: 200 }), 'paired'],
    [new Response('{}', { status: 403 }), 'refused'],
    [new Response('{}', { status: 503 }), 'away'],
  ])('the server’s answer', async (answer, outcome) => {
    const asked: [string, RequestInit | undefined][] = [];
    const request = ((url: string, init?: RequestInit) => {
      asked.push([url, init]);
      return Promise.resolve(answer);
    }) as typeof fetch;
    expect(await pair('ABCD2345', request)).toBe(outcome);
    expect(asked[0]?.[0]).toBe('/api/screens/pair');
    expect(asked[0]?.[1]?.headers).toMatchObject({
      'x-requested-with': 'cccd-kiosk',
      'content-type': 'application/json',
    });
    expect(asked[0]?.[1]?.body).toBe('{"code":"ABCD2345"}');
  });

  it('without a network the code is kept for another try', async () => {
    expect(await pair('ABCD2345', () => Promise.reject(new TypeError('network')))).toBe('away');
  });
});
