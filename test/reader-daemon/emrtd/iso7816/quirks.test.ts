import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runBac } from '@cccd-kiosk/emrtd/access/bac';
import { runPace } from '@cccd-kiosk/emrtd/access/pace';
import { fromHex, toHex } from '@cccd-kiosk/emrtd/bytes';
import { exchangeTerminalAuthentication } from '@cccd-kiosk/emrtd/chip/terminal-authentication';
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import { CardSession } from '@cccd-kiosk/emrtd/iso7816/card-session';
import {
  quirks,
  situations,
  treatmentOf,
  treatments,
  type Quirk,
  type Situation,
} from '@cccd-kiosk/emrtd/iso7816/quirks';
import { readFile } from '@cccd-kiosk/emrtd/iso7816/read-file';
import { unknownLimits, type ReadLimits } from '@cccd-kiosk/emrtd/iso7816/read-limits';
import { statusWord } from '@cccd-kiosk/emrtd/iso7816/status-word';
import { dataGroupFile } from '@cccd-kiosk/emrtd/lds/files';
import { encodeTlv } from '@cccd-kiosk/emrtd/tlv';
import { paceVectors } from '@cccd-kiosk/fixtures/doc9303/pace-synthetic';
import { testInspectionSystem } from '@cccd-kiosk/fixtures/world';
import { parseCvCertificate } from '@cccd-kiosk/emrtd/chip/cv-certificate';
import { choiceFor, keyOf, mrzKey } from '../access/pace-script.ts';
import { renderQuirks } from './quirks-table.ts';

/** Answers in that order, whatever is asked; then 6F00. */
function answering(answers: readonly string[], limits: ReadLimits = unknownLimits) {
  const asked: string[] = [];
  const transport = {
    atr: new Uint8Array(0),
    transmit: (command: Uint8Array) => {
      asked.push(toHex(command));
      return Promise.resolve(fromHex(answers[asked.length - 1] ?? '6F00'));
    },
  };
  return { session: new CardSession({ transport, clock: () => 0, limits }), asked };
}

const file = encodeTlv(
  0x61,
  new Uint8Array(300).map((_, i) => i * 31),
);
const octets = (from: number, to?: number): string => toHex(file.subarray(from, to));
const small = toHex(encodeTlv(0x61, new Uint8Array(20)));
const dg1 = dataGroupFile(1);
const short: ReadLimits = { ...unknownLimits, extended: 'refused' };
/** The digits of a row that has `x` in them. */
const concrete = ({ statusWord: digits }: Quirk): string => digits.replace('x', '2');
const random = (length: number): Uint8Array => new Uint8Array(length).fill(7);
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof EmrtdError ? error.code : error),
  );

const vector = paceVectors.find(({ can, parameterId }) => can !== undefined && parameterId === 13) ?? paceVectors[0];
if (vector === undefined) throw new Error('no vector');
const pace = (session: CardSession, isAmbiguous = false): Promise<unknown> =>
  runPace(session, { choice: { ...choiceFor(vector), isAmbiguous }, key: keyOf(vector), random });

/** What each situation's rows must bring about. */
const proofs: Readonly<Record<Situation, (row: Quirk) => Promise<void>>> = {
  async 'read-by-sfi'(row) {
    const { session, asked } = answering([concrete(row), '9000', `${small}9000`], { ...short, pastEnd: 'works' });
    expect(await readFile(session, dg1)).toMatchObject({ status: 'read' });
    expect(asked).toEqual(['00B0810000', '00A4020C020101', '00B0000000']);
  },
  async 'read-past-end'(row) {
    const limits = { ...short, bySfi: false };
    const { session, asked } = answering(['9000', concrete(row), '6182006161', `${small.slice(12)}9000`], limits);
    await codeOf(readFile(session, dg1));
    // The header alone, six octets, then nothing more than it states.
    expect(asked.slice(0, 3)).toEqual(['00A4020C020101', '00B0000000', '00B0000006']);
    expect(session.limits.pastEnd).toBe('refused');
  },
  async 'read-length'(row) {
    const { session, asked } = answering([concrete(row), `${octets(0, 256)}9000`, `${octets(256)}9000`]);
    expect(await readFile(session, dg1)).toEqual({ status: 'read', bytes: file });
    expect(asked.slice(0, 2)).toEqual(['00B08100000000', '00B0810000']);
    expect(session.limits.extended).toBe('refused');
  },
  async read(row) {
    const { session, asked } = answering([small + concrete(row)]);
    expect(await readFile(session, dg1)).toEqual({ status: 'read', bytes: fromHex(small) });
    expect(asked).toHaveLength(1);
  },
  async file(row) {
    for (const limits of [short, { ...short, bySfi: false }]) {
      const { session, asked } = answering([concrete(row)], limits);
      expect(await readFile(session, dg1)).toMatchObject({ status: row.treatment });
      expect(asked).toHaveLength(1);
    }
  },
  async 'pace-template'(row) {
    const { session, asked } = answering([concrete(row), row.treatment === 'go-on' ? '6F00' : '9000']);
    expect(await codeOf(pace(session))).toBe('access-denied');
    if (row.treatment === 'go-on') expect(asked[1]).toMatch(/^1086/);
    else {
      const [first = '', second = '', third = ''] = asked;
      expect(second.slice(10)).toBe(`${first.slice(10)}8401${toHex(Uint8Array.of(vector.parameterId))}`);
      expect(third).toMatch(/^1086/);
      // Said once already, it is a refusal.
      const again = answering([concrete(row), concrete(row)]);
      expect(await codeOf(pace(again.session))).toBe('access-denied');
      expect(again.asked).toHaveLength(2);
      const ambiguous = answering([concrete(row)]);
      expect(await codeOf(pace(ambiguous.session, true))).toBe('access-denied');
      expect(ambiguous.asked).toHaveLength(1);
    }
  },
  async pace(row) {
    const { session } = answering(['9000', concrete(row)]);
    expect(await codeOf(pace(session))).toBe('wrong-password');
    expect(await codeOf(pace(answering(['9000', '6F00']).session))).toBe('access-denied');
  },
  async bac(row) {
    const key = mrzKey('L898902C<369080619406236');
    if (key.kind !== 'mrz') throw new Error('key');
    const { session } = answering(['11223344556677889000', concrete(row)]);
    expect(await codeOf(runBac(session, key, random))).toBe('wrong-password');
    expect(await codeOf(runBac(answering(['11223344556677889000', '6F00']).session, key, random))).toBe(
      'access-denied',
    );
  },
  async 'terminal-authentication'(row) {
    const chain = testInspectionSystem().certificates.map(parseCvCertificate);
    const exchange = {
      chain,
      sign: () => Promise.resolve(new Uint8Array(64)),
      chipIdentifier: new Uint8Array(8),
      compressedTerminalKey: new Uint8Array(32),
    };
    const judged = exchangeTerminalAuthentication(answering([concrete(row)]).session, exchange);
    expect(await codeOf(judged)).toBe('access-denied');
    const refused = exchangeTerminalAuthentication(answering(['6F00']).session, exchange);
    expect(await codeOf(refused)).toBe('status-word');
  },
};

describe('quirks as data', () => {
  it.each(quirks.map((row) => [`${row.situation}, ${row.statusWord}`, row] as const))('%s', async (_, row) => {
    await proofs[row.situation](row);
  });

  it('has no row twice, none without a source, and one for every situation and treatment', () => {
    const keys = quirks.map(({ situation, statusWord: digits }) => `${situation} ${digits}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { statusWord: digits, card, source } of quirks) {
      expect(digits).toMatch(/^[0-9A-F]{3}[0-9A-Fx]$/);
      expect(Math.min(card.length, source.length)).toBeGreaterThan(5);
    }
    expect(new Set(quirks.map(({ situation }) => situation))).toEqual(new Set(situations));
    expect(new Set(quirks.map(({ treatment }) => treatment))).toEqual(new Set(Object.keys(treatments)));
  });

  it('has an opinion in its own situation alone', () => {
    expect(treatmentOf('pace', statusWord(0x63c0))).toBe('wrong-password');
    expect(treatmentOf('pace', statusWord(0x63cf))).toBe('wrong-password');
    expect(treatmentOf('pace', statusWord(0x63d0))).toBeUndefined();
    expect(treatmentOf('read', statusWord(0x6a82))).toBeUndefined();
    for (const situation of situations) expect(treatmentOf(situation, statusWord(0x9000))).toBeUndefined();
  });

  it('is printed in docs/quirks.md', async () => {
    const page = readFileSync(new URL('../../../../docs/quirks.md', import.meta.url), 'utf8');
    expect(page).toBe(await renderQuirks());
  });
});
