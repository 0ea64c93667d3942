import type { PopulationAsk, PopulationOutcome } from '@cccd-kiosk/contract/population';

/** One question to the population service over HTTP, within the officer's session. */
export interface PopulationApi {
  ask(ask: PopulationAsk): Promise<PopulationOutcome | { readonly refusal: string }>;
}

export const populationApi: PopulationApi = {
  async ask(ask) {
    const answer = await fetch('/api/staff/population', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-requested-with': 'cccd-kiosk' },
      body: JSON.stringify(ask),
    });
    if (answer.ok) return (await answer.json()) as PopulationOutcome;
    return { refusal: ((await answer.json()) as { code: string }).code };
  },
};
