import type { TrustOverview, TrustPlan, TrustPlanRequest } from '@cccd-kiosk/contract/trust';
import type { Language, Values } from '@cccd-kiosk/contract/text/language';
import { say } from '@cccd-kiosk/contract/text/language';
import type { TrustTextKey } from '@cccd-kiosk/contract/text/trust';
import { trustReasonTexts, trustTexts } from '@cccd-kiosk/contract/text/trust';
import type { Refused } from './admin-api.ts';
import type { TrustApi } from './trust-api.ts';

/** What the page knows of the trust store, and of the change that is being thought about. */
export class TrustOffice {
  readonly #api: TrustApi;
  language = $state<Language>('vi');
  overview = $state.raw<TrustOverview | null>(null);
  /** Digests of files marked to go. */
  leaving = $state.raw<readonly string[]>([]);
  plan = $state.raw<TrustPlan | null>(null);
  /** Version that came into use by the last act. */
  applied = $state<number | null>(null);
  busy = $state<'no' | 'upload' | 'plan' | 'apply'>('no');
  refusal = $state.raw<Refused | null>(null);

  constructor(api: TrustApi) {
    this.#api = api;
  }

  t(key: TrustTextKey, values: Values = {}): string {
    return say(trustTexts[key], this.language, values);
  }
  reason(code: string): string {
    return Object.hasOwn(trustReasonTexts, code)
      ? say(trustReasonTexts[code as keyof typeof trustReasonTexts], this.language)
      : code;
  }
  /** An account, or what else changes trust. */
  by(who: string): string {
    return who === 'command-line' ? this.t('by.command-line') : who;
  }

  async refresh(): Promise<void> {
    this.overview = await this.#api.overview().catch(() => this.overview);
    const held = this.overview?.files.map(({ digest }) => digest) ?? [];
    this.leaving = this.leaving.filter((digest) => held.includes(digest));
  }

  mark(digest: string): void {
    this.plan = null;
    this.leaving = this.leaving.includes(digest)
      ? this.leaving.filter((other) => other !== digest)
      : [...this.leaving, digest];
  }
  upload(files: readonly File[]): Promise<void> {
    return this.#do('upload', async () => {
      for (const file of files) {
        const answer = await this.#api.upload(file);
        if ('code' in answer) return answer;
      }
      this.plan = null;
      return null;
    });
  }
  async discard(): Promise<void> {
    await this.#do('upload', async () => {
      await this.#api.discard();
      this.plan = null;
      return null;
    });
  }
  dryRun(kind: TrustPlanRequest['kind']): Promise<void> {
    return this.#do('plan', async () => {
      const answer = await this.#api.plan(kind === 'import' ? { kind, remove: [...this.leaving] } : { kind });
      if ('code' in answer) return answer;
      this.plan = answer;
      return null;
    });
  }
  apply(): Promise<void> {
    const { plan } = this;
    if (plan === null) return Promise.resolve();
    return this.#do('apply', async () => {
      const answer = await this.#api.apply(plan.plan);
      this.plan = null;
      if ('code' in answer) return answer;
      this.applied = answer.version;
      return null;
    });
  }

  async #do(what: 'upload' | 'plan' | 'apply', act: () => Promise<Refused | null>): Promise<void> {
    if (this.busy !== 'no') return;
    this.busy = what;
    this.applied = null;
    this.refusal = await act().catch(() => ({ code: 'unknown' }));
    this.busy = 'no';
    await this.refresh();
  }
}
