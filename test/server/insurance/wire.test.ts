import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startBhxhGateway } from '@cccd-kiosk/fixtures/upstreams/bhxh/gateway';
import { comparableName } from '@cccd-kiosk/cccd/names';
import { gatewayCodes } from '@cccd-kiosk/contract/insurance-codes';
import { decide } from '@cccd-kiosk/server/src/insurance/decisions/decide';
import { createExchange } from '@cccd-kiosk/server/src/insurance/gateway/exchange';
import { createGateway } from '@cccd-kiosk/server/src/insurance/gateway/gateway';
import { cardNumberParts, normalNumber } from '@cccd-kiosk/server/src/insurance/gateway/insurance-number';
import { parseLookUpReply } from '@cccd-kiosk/server/src/insurance/gateway/look-up-reply';
import { dayFromWire, fromWireDate, toWireDate } from '@cccd-kiosk/server/src/insurance/gateway/wire-dates';
import { gatewaySettingsSchema } from '@cccd-kiosk/server/src/insurance/settings';
import type { Holder } from '@cccd-kiosk/server/src/readings/holder';

describe('dates on the wire', () => {
  it.each([
    ['1990-07-02', '02/07/1990'],
    ['1990-07', '07/1990'],
    ['1990', '1990'],
    ['2024-02-29', '29/02/2024'],
  ])('%s is %s, both ways', (ours, theirs) => {
    expect(toWireDate(ours)).toBe(theirs);
    expect(fromWireDate(theirs)).toBe(ours);
  });

  it.each([null, '', '  ', '05031994', '31/02/2024', '29/02/2023', '13/1990', 'không rõ', '2024-01-01T00:00:00'])(
    '%s is no date',
    (text) => {
      expect(fromWireDate(text)).toBeNull();
    },
  );

  it('a card’s day is a whole one', () => {
    expect(dayFromWire('31/12/2027')).toBe('2027-12-31');
    expect(dayFromWire('12/2027')).toBeNull();
    expect(dayFromWire('2027')).toBeNull();
  });
});

describe('the keys of a person', () => {
  it.each([
    ['079 300 999 999', '079300999999'],
    ['0123-456.789', '0123456789'],
    ['dn 4 79 0123456789', 'DN4790123456789'],
    ['ĐN4790123456789', 'DN4790123456789'],
  ])('%s is %s', (typed, key) => {
    expect(normalNumber(typed)).toBe(key);
  });

  it.each(['', '123456789', '12345678901', 'DN6790123456789', 'D44790123456789', 'DN479012345678', '٠١٢٣٤٥٦٧٨٩'])(
    '%s is none',
    (typed) => {
      expect(normalNumber(typed)).toBeNull();
    },
  );

  it('only the 15 characters tell object, digit and province', () => {
    expect(cardNumberParts('HT3790123456789')).toEqual({ object: 'HT', digit: '3', province: '79' });
    expect(cardNumberParts('0123456789')).toBeNull();
  });
});

describe('whatever comes as an answer', () => {
  const holder: Holder = { number: '079300999999', fullName: 'Đặng Thị Mỹ Lý', birthDate: '1990-07-02', sex: 'female' };
  const today = '2026-11-26';
  const odd = fc.oneof(
    fc.constantFrom(null, '', 0, 7, true, [], {}, 'Nguyễn Văn Mẫu', holder.fullName, 'DANG THI MY LY'),
    fc.constantFrom('02/07/1990', '1990', '03/07/1990', '01/01/2020', '31/12/2027', '31/12/2025', 'DN4790123456789'),
    fc.jsonValue(),
  );
  const names = [
    'ghiChu',
    'maThe',
    'hoTen',
    'ngaySinh',
    'gtTheTu',
    'gtTheDen',
    'maDKBD',
    'ngayDu5Nam',
    'dsLichSuKT2018',
  ];
  const renewed = ['maTheMoi', 'gtTheTuMoi', 'gtTheDenMoi', 'maDKBDMoi'];
  const reply = fc.record(
    {
      maKetQua: fc.oneof(fc.constantFrom(...gatewayCodes), odd),
      ...Object.fromEntries([...names, ...renewed].map((name) => [name, odd])),
    },
    { requiredKeys: [] },
  );

  it('never throws, and a card is good only with this person’s name, in its days and by a code that says so', () => {
    let good = 0;
    const judge = (json: Record<string, unknown>): void => {
      const parsed = parseLookUpReply(json);
      if (parsed === null) return;
      const { decision, card } = decide(parsed, holder, today);
      if (decision.next !== 'valid') return;
      good += 1;
      expect(['000', '003', '003.1', '004']).toContain(json['maKetQua']);
      expect(comparableName(String(json['hoTen']))).toBe(comparableName(holder.fullName));
      expect(parsed.birthDate === null || holder.birthDate?.startsWith(parsed.birthDate)).toBe(true);
      expect((card?.until ?? today) >= today && (card?.from ?? today) <= today).toBe(true);
    };
    fc.assert(fc.property(reply, judge), { numRuns: 3000 });
    // Mostly the right person, so that good ones are among them.
    const likely = reply.map((one) => ({ ...one, hoTen: 'DANG THI MY LY', ngaySinh: '1990' }));
    fc.assert(fc.property(likely, judge), { numRuns: 3000 });
    expect(good).toBeGreaterThan(20);
  });

  it('anything that is not an object is no answer', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        const parsed = parseLookUpReply(json);
        if (parsed === null) return;
        expect(json).toHaveProperty('maKetQua');
      }),
    );
  });

  it.each(['000', '003.1', '004'])('%s without a name is nobody’s card', (maKetQua) => {
    const card = { maThe: 'DN4790123456789', gtTheTu: '01/01/2020', gtTheDen: '31/12/2027', ngaySinh: '02/07/1990' };
    const parsed = parseLookUpReply({ maKetQua, ...card });
    if (parsed === null) throw new Error('not of the documented form');
    expect(decide(parsed, holder, today).code).toBe('malformed');
    expect(decide({ ...parsed, fullName: holder.fullName }, holder, today).decision.next).toBe('valid');
  });
});

it('a connection that stood idle is closed, and the next question takes a new one', async () => {
  let connections = 0;
  let closed: () => void = () => undefined;
  const first = new Promise<void>((resolve) => (closed = resolve));
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end('{}');
  });
  server.keepAliveTimeout = 60_000;
  server.on('connection', (socket) => {
    connections += 1;
    socket.on('close', closed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const exchange = createExchange({ url, timeoutMs: 2000, idleMs: 20 });
  const request = { path: '/', headers: {}, body: '' };
  expect((await exchange.post(request)).status).toBe(200);
  await first;
  expect((await exchange.post(request)).status).toBe(200);
  expect(connections).toBe(2);
  exchange.close();
  server.close();
});

it('a check-in message reaches the gateway as it was written, once more only after a session that had ended', async () => {
  const stand = await startBhxhGateway();
  const gateway = createGateway({
    settings: gatewaySettingsSchema.parse({ url: stand.url, ...stand.account }),
    password: stand.account.passwordMd5,
    facilityCode: '01999',
    now: () => new Date(),
    turn: () => Promise.resolve(),
  });
  const xml =
    '<CHI_TIEU_TRANG_THAI_KCB><HO_TEN><![CDATA[Nguyễn Văn Mẫu]]></HO_TEN><MA_CSKCB>01999</MA_CSKCB></CHI_TIEU_TRANG_THAI_KCB>';
  const { value } = await gateway.sendCheckIn(Buffer.from(xml, 'utf8'));
  expect(value).toMatchObject({ code: '200', transactionId: 'GD1', receivedAt: expect.stringMatching(/^\d{14}$/) });
  stand.endSessions();
  expect((await gateway.sendCheckIn(Buffer.from(xml, 'utf8'))).value.transactionId).toBe('GD2');
  expect(stand.checkIns).toEqual([xml, xml]);
  gateway.close();
  await stand.close();
});
