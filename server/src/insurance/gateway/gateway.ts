import type { GatewaySettings, Officer } from '../settings.ts';
import type { CheckInReceipt } from './check-in-message.ts';
import { checkInForm, parseCheckInReceipt } from './check-in-message.ts';
import type { CoPayment } from './co-payment-reply.ts';
import { parseCoPaymentReply } from './co-payment-reply.ts';
import { createExchange, type Reply } from './exchange.ts';
import { GatewayFault } from './fault.ts';
import type { Stay } from './history-reply.ts';
import { parseHistoryReply } from './history-reply.ts';
import type { LookUpReply } from './look-up-reply.ts';
import { parseLookUpReply } from './look-up-reply.ts';
import { createTokens, type Token } from './token.ts';
import { toWireDate } from './wire-dates.ts';

/** Whom a look-up is about, and who asks. Personal. */
export interface Question {
  /** 12 digits, 10 digits or 15 characters. */
  readonly number: string;
  readonly fullName: string;
  /** `yyyy-mm-dd`, `yyyy-mm` or `yyyy`. */
  readonly birthDate: string;
  readonly officer: Officer;
}

export interface Answered<T> {
  readonly value: T;
  readonly raw: string;
  readonly status: number;
  readonly ms: number;
}

/** The BHXH gateway. Every call throws GatewayFault, and nothing is sent a second time but after a refused token. */
export interface Gateway {
  /** A session that holds: nothing about a person goes out. `fresh` takes a new one, to see whether the gateway is there. */
  ready(fresh?: boolean): Promise<void>;
  lookUp(question: Question): Promise<Answered<LookUpReply>>;
  history(question: Question): Promise<Answered<Stay[]>>;
  coPayment(question: Question): Promise<Answered<CoPayment>>;
  /** The transport of a check-in message; a receipt with a code other than `200` is the gateway's refusal. */
  sendCheckIn(xml: Uint8Array): Promise<Answered<CheckInReceipt>>;
  close(): void;
}

type Call = (token: Token) => { path: string; headers: Record<string, string>; body: string };

const form = 'application/x-www-form-urlencoded';
/** Says that the token is not taken, inside an HTTP 200. */
const refusesToken = ({ status, json }: Reply): boolean => {
  const { maKetQua, MaKetQua } = (json ?? {}) as { maKetQua?: unknown; MaKetQua?: unknown };
  return status === 401 || status === 403 || ['401', '501'].includes(String(maKetQua ?? MaKetQua));
};

export function createGateway(parts: {
  settings: GatewaySettings;
  password: string;
  facilityCode: string;
  now: () => Date;
  /** Waits for a turn under the agreed rate, before a question goes out a second time with a new token. */
  turn: () => Promise<void>;
}): Gateway {
  const { settings, password, facilityCode, now, turn } = parts;
  const { username, paths, url, timeoutMs, caFile } = settings;
  const exchange = createExchange({ url, timeoutMs, caFile });
  const tokens = createTokens({ exchange, path: paths.token, username, password, now });

  /** One call, and once more after a token that was refused: a definite answer, so nothing is asked blindly. */
  async function ask(call: Call): Promise<Reply> {
    const token = await tokens.current();
    const reply = await exchange.post(call(token));
    if (!refusesToken(reply)) return reply;
    tokens.drop(token);
    const renewed = await tokens.current();
    await turn();
    const again = await exchange.post(call(renewed));
    if (refusesToken(again)) throw new GatewayFault('401', 'answered', again);
    return again;
  }

  function answered<T>(reply: Reply, value: T | null): Answered<T> {
    const { raw, status, ms } = reply;
    if (value === null) throw new GatewayFault('malformed', 'answered', { raw, status, ms });
    return { value, raw, status, ms };
  }

  const inQuery = (path: string, { accessToken, idToken }: Token): string =>
    `${path}?${new URLSearchParams({ token: accessToken, id_token: idToken, username, password }).toString()}`;
  const inHeaders = ({ accessToken, idToken }: Token): Record<string, string> => ({
    accessToken,
    tokenId: idToken,
    passwordHash: password,
  });
  const fieldsOf = ({ number, fullName, birthDate, officer }: Question): Record<string, string> => ({
    maThe: number,
    hoTen: fullName,
    ngaySinh: toWireDate(birthDate),
    hoTenCb: officer.name,
    cccdCb: officer.cccd,
  });

  return {
    async ready(fresh = false) {
      await (fresh ? tokens.renew() : tokens.current());
    },
    async lookUp(question) {
      const reply = await ask((token) => ({
        path: inQuery(paths.lookUp, token),
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(fieldsOf(question)),
      }));
      return answered(reply, parseLookUpReply(reply.json));
    },
    async history(question) {
      const reply = await ask((token) => ({
        path: inQuery(paths.history, token),
        headers: { 'content-type': form },
        body: new URLSearchParams(fieldsOf(question)).toString(),
      }));
      return answered(reply, parseHistoryReply(reply.json));
    },
    async coPayment({ number, fullName, birthDate }) {
      const reply = await ask((token) => ({
        path: paths.coPayment,
        headers: { 'content-type': 'application/json; charset=utf-8', ...inHeaders(token) },
        body: JSON.stringify({ username, maThe: number, hoTen: fullName, ngaySinh: toWireDate(birthDate) }),
      }));
      return answered(reply, parseCoPaymentReply(reply.json));
    },
    async sendCheckIn(xml) {
      const reply = await ask((token) => ({
        path: paths.checkIn,
        headers: { 'content-type': form, ...inHeaders(token) },
        body: checkInForm(xml, username, facilityCode).toString(),
      }));
      return answered(reply, parseCheckInReceipt(reply.json));
    },
    close() {
      exchange.close();
    },
  };
}
