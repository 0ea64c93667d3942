import type { WorkItemAct, WorkItemDetail, WorkItemRow } from '@cccd-kiosk/contract/work-items';
import type { WorkApi } from './work-api.ts';

/** What the officer's list of work items knows. Forgotten when it closes. */
export class Work {
  readonly #api: WorkApi;
  rows = $state.raw<readonly WorkItemRow[]>([]);
  detail = $state.raw<WorkItemDetail | null>(null);
  shown = $state(false);
  busy = $state(false);
  refusal = $state<string | null>(null);

  constructor(api: WorkApi) {
    this.#api = api;
  }

  async refresh(): Promise<void> {
    this.rows = await this.#api.list().catch(() => this.rows);
    const { detail } = this;
    if (detail !== null && !this.rows.some(({ id }) => id === detail.id)) this.detail = null;
  }

  toggle(): void {
    this.shown = !this.shown;
    this.detail = null;
    this.refusal = null;
    if (this.shown) void this.refresh();
  }

  /** A look at a person: the server writes it down with its reason. */
  open(id: string, reason: string): Promise<void> {
    return this.#do(async () => {
      const answer = await this.#api.open(id, reason);
      if ('kind' in answer) this.detail = answer;
      return 'kind' in answer ? null : answer;
    });
  }

  act(act: WorkItemAct): Promise<void> {
    return this.#do(async () => {
      const refused = await this.#api.act(act);
      if (refused === null && act.act === 'close') this.detail = null;
      await this.refresh();
      return refused;
    });
  }

  form(id: string, reason: string): Promise<void> {
    return this.#do(async () => {
      const answer = await this.#api.form(id, reason);
      if ('code' in answer) return answer;
      const link = document.createElement('a');
      link.href = URL.createObjectURL(answer);
      link.download = 'TK1-TS.html';
      link.click();
      URL.revokeObjectURL(link.href);
      return null;
    });
  }

  forget(): void {
    this.rows = [];
    this.detail = null;
    this.shown = false;
  }

  async #do(act: () => Promise<{ readonly code: string } | null>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const refused = await act().catch(() => ({ code: 'unknown' }));
    this.refusal = refused?.code ?? null;
    this.busy = false;
  }
}
