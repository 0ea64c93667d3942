/** The launch address carries a single-use pairing code in its fragment, which no server log ever sees: `/kiosk/#pair=CODE`. */
export function pairingCode(hash: string): string | undefined {
  return /^#(?:.*&)?pair=([A-Za-z0-9_-]{8,64})(?:&|$)/.exec(hash)?.[1];
}

export type PairOutcome = 'paired' | 'refused' | 'away';

/** Exchanges the code for a session cookie. The code is used up either way and taken out of the address first. */
export async function pair(code: string, request: typeof fetch = fetch): Promise<PairOutcome> {
  try {
    const answer = await request('/api/screens/pair', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-requested-with': 'cccd-kiosk' },
      body: JSON.stringify({ code }),
    });
    if (answer.ok) return 'paired';
    return answer.status >= 500 ? 'away' : 'refused';
  } catch {
    // The network is away: the code has not reached anybody and is tried again.
    return 'away';
  }
}
