import type { InsuranceView } from '@cccd-kiosk/contract/insurance';
import type { InsuranceCode } from '@cccd-kiosk/contract/insurance-codes';
import type { FieldCipher } from '../../crypto/field-cipher.ts';
import type { Db } from '../../db/open-database.ts';
import { Personal } from '../../personal.ts';
import { sealedJson } from '../../crypto/sealed-json.ts';

/** The card that counts, as the clerk and the hospital's system need it. Personal. */
export interface InsuranceCard {
  readonly number: string | null;
  readonly bhxhNumber: string | null;
  readonly registeredAt: string | null;
  readonly from: string | null;
  readonly until: string | null;
  /** K1, K2, K3, or null. */
  readonly region: string | null;
  readonly fiveYearsOn: string | null;
  readonly issuer: string | null;
  /** What the gateway adds in words. */
  readonly note: string | null;
}

export interface VisitInsurance {
  readonly visitId: string;
  /** `checking` and `pending` have no stored view: time and the link's state tell them apart. */
  readonly view: InsuranceView | null;
  readonly state: InsuranceView['state'];
  readonly card: Personal<InsuranceCard> | null;
  readonly code: InsuranceCode | null;
  /** When the present state began. */
  readonly since: string;
  /** The person was admitted before the answer came. */
  readonly wasPending: boolean;
  readonly confirmed: { readonly code: string; readonly by: string; readonly at: string } | null;
}

interface Row {
  id: string;
  state: InsuranceView['state'];
  view: Uint8Array | null;
  card: Uint8Array | null;
  code: InsuranceCode | null;
  since: string;
  was_pending: number;
  confirmed: string | null;
  confirmed_by: string | null;
  confirmed_at: string | null;
}

export interface VisitInsuranceRepository {
  find(visitId: string): VisitInsurance | undefined;
  /** A look-up begins: `checking`. */
  begin(visitId: string, at: string): void;
  /** Admitted without an answer. */
  pending(visitId: string, code: InsuranceCode, at: string): void;
  settle(
    visitId: string,
    result: { view: InsuranceView; code: InsuranceCode | null; card?: InsuranceCard | null },
    at: string,
  ): void;
  confirm(visitId: string, code: string, by: string, at: string): void;
  /** Forgets what is known of a visit that is none any more: when it is one again it is asked anew. */
  forget(visitId: string): void;
  erasePersonal(serviceDay: string): void;
}

export function createVisitInsuranceRepository(db: Db, cipher: FieldCipher): VisitInsuranceRepository {
  const view = sealedJson<InsuranceView>(cipher, 'insurance_visits', 'view');
  const card = sealedJson<InsuranceCard>(cipher, 'insurance_visits', 'card');
  const one = db.prepare('SELECT * FROM insurance_visits WHERE id = ?');
  const begin = db.prepare(
    `INSERT INTO insurance_visits (id, state, since) VALUES (@id, 'checking', @at)
     ON CONFLICT (id) DO UPDATE SET state = 'checking', view = NULL, since = @at`,
  );
  const pending = db.prepare(
    `UPDATE insurance_visits SET state = 'pending', view = NULL, code = ?, was_pending = 1,
       since = CASE WHEN state = 'pending' THEN since ELSE ? END WHERE id = ?`,
  );
  const settle = db.prepare(
    'UPDATE insurance_visits SET state = @state, view = @view, card = coalesce(@card, card), code = @code, since = @at WHERE id = @id',
  );
  const confirm = db.prepare(
    'UPDATE insurance_visits SET confirmed = ?, confirmed_by = ?, confirmed_at = ? WHERE id = ?',
  );
  const forget = db.prepare('DELETE FROM insurance_visits WHERE id = ?');
  const erase = db.prepare(
    `UPDATE insurance_visits SET view = NULL, card = NULL
     WHERE (view IS NOT NULL OR card IS NOT NULL) AND id IN (SELECT id FROM visits WHERE service_day < ?)`,
  );
  return {
    find(visitId) {
      const row = one.get(visitId) as Row | undefined;
      if (row === undefined) return undefined;
      const held = card.open(row.id, row.card);
      return {
        visitId: row.id,
        view: view.open(row.id, row.view),
        state: row.state,
        card: held === null ? null : new Personal(held),
        code: row.code,
        since: row.since,
        wasPending: row.was_pending === 1,
        confirmed:
          row.confirmed === null
            ? null
            : { code: row.confirmed, by: row.confirmed_by ?? '', at: row.confirmed_at ?? '' },
      };
    },
    begin(visitId, at) {
      begin.run({ id: visitId, at });
    },
    pending(visitId, code, at) {
      pending.run(code, at, visitId);
    },
    settle(visitId, result, at) {
      settle.run({
        id: visitId,
        at,
        state: result.view.state,
        code: result.code,
        view: view.seal(visitId, result.view),
        card: card.seal(visitId, result.card ?? null),
      });
    },
    confirm(visitId, code, by, at) {
      confirm.run(code, by, at, visitId);
    },
    forget(visitId) {
      forget.run(visitId);
    },
    erasePersonal(serviceDay) {
      erase.run(serviceDay);
    },
  };
}
