import type { HandOverOverview } from '@cccd-kiosk/contract/hand-over';
import type { InsuranceStatus } from '@cccd-kiosk/contract/insurance-status';
import type { AuditCheck, Overview } from '@cccd-kiosk/contract/overview';
import type { StaffAct, StaffRow } from '@cccd-kiosk/contract/staff';
import type { AdminTextKey } from '@cccd-kiosk/contract/text/admin';
import { adminTexts } from '@cccd-kiosk/contract/text/admin';
import type { Language, Values } from '@cccd-kiosk/contract/text/language';
import { say } from '@cccd-kiosk/contract/text/language';
import type { AdminApi, NewAccount, Refused } from './admin-api.ts';

/** What the administrator's page knows. Counts, codes and accounts; nobody who was here. */
export class Office {
  readonly #api: AdminApi;
  language = $state<Language>('vi');
  signedIn = $state<'unknown' | 'no' | 'not-allowed' | 'yes'>('unknown');
  overview = $state.raw<Overview | null>(null);
  insurance = $state.raw<InsuranceStatus | null>(null);
  handOver = $state.raw<HandOverOverview | null>(null);
  accounts = $state.raw<readonly StaffRow[] | null>(null);
  audit = $state.raw<AuditCheck | null>(null);
  busy = $state(false);
  refusal = $state.raw<Refused | null>(null);
  /** The last act was taken. */
  done = $state(false);

  constructor(api: AdminApi) {
    this.#api = api;
  }

  t(key: AdminTextKey, values: Values = {}): string {
    return say(adminTexts[key], this.language, values);
  }

  async refresh(): Promise<void> {
    const overview = await this.#api.overview().catch(() => null);
    if (overview === null) return;
    if ('code' in overview) {
      this.signedIn = overview.code === 'sign-in-needed' ? 'no' : 'not-allowed';
      return;
    }
    this.signedIn = 'yes';
    this.overview = overview;
    const [insurance, handOver, accounts] = await Promise.all([
      this.#api.insurance().catch(() => this.insurance),
      this.#api.handOver().catch(() => this.handOver),
      this.#api.accounts().catch(() => this.accounts),
    ]);
    Object.assign(this, { insurance, handOver, accounts });
  }

  retry(destination: string): Promise<void> {
    return this.#do(() => this.#api.retry(destination));
  }
  create(account: NewAccount): Promise<void> {
    return this.#do(() => this.#api.create(account));
  }
  act(act: StaffAct): Promise<void> {
    return this.#do(() => this.#api.act(act));
  }
  verifyAudit(): Promise<void> {
    return this.#do(async () => {
      const answer = await this.#api.verifyAudit();
      if (!('ok' in answer)) return answer;
      this.audit = answer;
      return null;
    });
  }
  /** The failed look-ups of the last day, as a file. */
  outageFile(reason: string): Promise<void> {
    return this.#save('tra-cuu-bhyt-chua-thanh.html', () => this.#api.outageFile(reason));
  }
  cleanData(format: 'xlsx' | 'csv', reason: string): Promise<void> {
    return this.#save(`chua-khop.${format}`, () => this.#api.cleanData(format, reason));
  }

  #save(name: string, ask: () => Promise<Blob | Refused>): Promise<void> {
    return this.#do(async () => {
      const answer = await ask();
      if ('code' in answer) return answer;
      const link = document.createElement('a');
      link.href = URL.createObjectURL(answer);
      link.download = name;
      link.click();
      URL.revokeObjectURL(link.href);
      return null;
    });
  }

  async #do(act: () => Promise<Refused | null>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.done = false;
    this.refusal = await act().catch(() => ({ code: 'unknown' }));
    this.done = this.refusal === null;
    this.busy = false;
    await this.refresh();
  }
}
