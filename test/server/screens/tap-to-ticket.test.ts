import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ReaderStateEvent } from '@cccd-kiosk/contract/station';
import { people, personById } from '@cccd-kiosk/fixtures/world';
import { startTestServer, until, type TestServer } from '../test-server.ts';
import { newReadingId, TestStation } from '../test-station.ts';
import { TestScreen } from '../test-pages.ts';

let server: TestServer;
let station: TestStation;
let screen: TestScreen;
const reader = 'reader 1';

beforeAll(async () => {
  server = await startTestServer();
  station = await TestStation.enrol(server, 'K07');
  screen = await TestScreen.pair(server, station.id);
});
afterEach(async () => {
  lift();
  await screen.act({ action: 'finish' });
});
afterAll(async () => {
  screen.close();
  station.close();
  await server.end();
});

const state = (name: ReaderStateEvent['state'], readingId?: string) => {
  station.emit('reader', { reader, state: name, ...(readingId === undefined ? {} : { readingId }) });
};
const lift = () => {
  state('empty');
};

/** A card laid down, read and submitted; the receipt's visit. */
async function tap(person: string, fault?: string): Promise<string> {
  const readingId = newReadingId();
  state('reading', readingId);
  await screen.stage('reading', (stage) => stage.readingId === readingId);
  const record = await station.read(person, { readingId, ...(fault === undefined ? {} : { fault }) });
  state('done', readingId);
  const answer = await station.submit(station.envelope(record));
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.value.visitId ?? '';
}

describe('before a card', () => {
  it('a screen without its daemon says so; with it, it is idle', async () => {
    expect(screen.view).toMatchObject({
      daemonConnected: false,
      stationName: 'K07',
      simulation: true,
      stage: { stage: 'idle' },
    });
    await station.connect();
    await until(() => screen.view.daemonConnected);
  });

  it('a card without a key asks for six digits, which go to the daemon and nowhere else', async () => {
    const offered = new Promise((resolve) => station.socket?.once('key', resolve));
    state('card-waiting-for-key');
    await screen.stage('key-needed');
    expect(await screen.act({ action: 'offer-key', key: { kind: 'can', can: '424242' } })).toEqual({ ok: true });
    expect(await offered).toEqual({ reader, key: { kind: 'can', can: '424242' } });
    expect(server.logs.join('')).not.toContain('424242');
  });

  it.each([
    ['a key of five digits', { action: 'offer-key', key: { kind: 'can', can: '42424' } }, 'action.key.can'],
    ['an unknown action', { action: 'open-door' }, 'action.action'],
    ['a choice without a visit', { action: 'choose-department', departmentId: 'eye' }, 'action.visitId'],
    ['nothing', null, 'action'],
  ])('refuses %s and names the field', async (_what, action, field) => {
    expect(await screen.act(action as never)).toEqual({ ok: false, refusal: { code: 'bad-request', field } });
  });
});

describe('tap to ticket', () => {
  const genuine = people.find(({ portrait }) => portrait !== null)?.id ?? '';

  it('greets by name, then a photo follows, then a number on screen and paper', async () => {
    const { name, number } = personById(genuine);
    const visitId = await tap(genuine);
    const greeting = await screen.stage('greeting');
    expect(greeting.person).toMatchObject({ name, proven: true });
    expect(greeting.person.maskedNumber).toBe(`${number.slice(0, 4)}••••••${number.slice(10)}`);
    expect(greeting).toMatchObject({ cardPresent: true, insurance: { state: 'will-be-checked' } });
    expect(greeting.ticket).toMatchObject({ visitId, number: 'T 001', peopleAhead: 0, printed: 'waiting-for-card' });
    const photo = await until(() => screen.photos.find((each) => each.visitId === visitId));
    expect(Buffer.from(photo.jpegBase64, 'base64').subarray(0, 2).toString('hex')).toBe('ffd8');

    expect(await screen.act({ action: 'choose-department', visitId, departmentId: 'cardiology' })).toEqual({
      ok: true,
    });
    await screen.stage('ticket', ({ ticket }) => ticket.printed === 'waiting-for-card' && ticket.number === 'B 001');
    expect(server.api.lastTicketPictures().some((picture) => picture.visitId === visitId)).toBe(false);
    lift();
    await screen.stage('ticket', ({ ticket, cardPresent }) => ticket.printed === 'printed' && !cardPresent);
    const picture = server.api.lastTicketPictures().at(-1);
    expect(picture).toMatchObject({ visitId, number: 'B 001' });
    expect(
      Buffer.from(picture?.png ?? [])
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });

  it('a second tap shows the same number and when it was given (A-01), and the photo again', async () => {
    const photos = screen.photos.length;
    const visitId = await tap(genuine);
    const { ticket, chosenDepartment } = await screen.stage('greeting');
    expect(ticket).toMatchObject({
      visitId,
      number: 'B 001',
      issuedEarlierAt: expect.stringMatching(/^\d\d:\d\d$/) as string,
    });
    expect(chosenDepartment).toBe('cardiology');
    await until(() => screen.photos.slice(photos).some((photo) => photo.visitId === visitId));
  });

  it('another department moves the visit; going back gives the old number back; nobody else ever gets it', async () => {
    const visitId = await tap(genuine);
    await screen.stage('greeting');
    await screen.act({ action: 'choose-department', visitId, departmentId: 'eye' });
    await screen.stage('ticket', ({ ticket }) => ticket.number === 'C 001');
    lift();
    await screen.act({ action: 'finish' });

    const other = people.filter(({ id }) => id !== genuine)[0]?.id ?? '';
    const second = await tap(other);
    await screen.stage('greeting');
    await screen.act({ action: 'choose-department', visitId: second, departmentId: 'cardiology' });
    await screen.stage('ticket', ({ ticket }) => ticket.number === 'B 002' && ticket.peopleAhead === 0);
    lift();
    await screen.act({ action: 'finish' });

    await tap(genuine);
    await screen.stage('greeting');
    await screen.act({ action: 'choose-department', visitId, departmentId: 'cardiology' });
    await screen.stage('ticket', ({ ticket }) => ticket.number === 'B 001');
  });

  it('a double tap on the button is one choice', async () => {
    const visitId = await tap(genuine);
    await screen.stage('greeting');
    const choice = { action: 'choose-department', visitId, departmentId: 'eye' } as const;
    expect(await Promise.all([screen.act(choice), screen.act(choice)])).toEqual([{ ok: true }, { ok: true }]);
    expect((await screen.stage('ticket')).ticket.number).toBe('C 001');
  });

  it('out of paper reaches the screen, and printing again works when there is paper', async () => {
    server.api.setPrinter('out-of-paper');
    const visitId = await tap(genuine);
    await screen.stage('greeting');
    await screen.act({ action: 'choose-department', visitId, departmentId: 'eye' });
    lift();
    await screen.stage('ticket', ({ ticket }) => ticket.printed === 'out-of-paper');
    server.api.setPrinter('ready');
    expect(await screen.act({ action: 'print-again', visitId })).toEqual({ ok: true });
    await screen.stage('ticket', ({ ticket }) => ticket.printed === 'printed');
  });

  it('a cloned chip goes to the desk: no name, no photo, no reason', async () => {
    const photos = screen.photos.length;
    const visitId = await tap(genuine, 'cloned');
    const { ticket, desk } = await screen.stage('go-to-desk');
    expect(desk).toBe('1');
    expect(ticket).toMatchObject({ visitId, number: 'Q 001' });
    expect(JSON.stringify(screen.view.stage)).not.toContain(personById(genuine).name);
    expect(screen.photos.length).toBe(photos);
    // The person it claims to be keeps the number, untouched.
    lift();
    await screen.act({ action: 'finish' });
    expect(await tap(genuine)).not.toBe(visitId);
  });

  it('an unknown issuer is the normal way, addressed as bạn, without a photo', async () => {
    const unknown = people.at(-1)?.id ?? '';
    const visitId = await tap(unknown, 'unknown-signer');
    const { person } = await screen.stage('greeting');
    expect(person).toMatchObject({ proven: false, address: 'ban' });
    expect(screen.photos.filter((photo) => photo.visitId === visitId)).toEqual([]);
  });

  it('nobody leaves empty-handed: a number without a card, once', async () => {
    const action = { action: 'ticket-without-card', reason: 'no-card' } as const;
    await screen.act(action);
    const { ticket } = await screen.stage('go-to-desk', (stage) => stage.ticket.printed === 'printed');
    await screen.act(action);
    expect((await screen.stage('go-to-desk')).ticket.number).toBe(ticket.number);
  });

  it('no screen reaches a visit that is not on it', async () => {
    const visitId = await tap(genuine);
    await screen.stage('greeting');
    await screen.act({ action: 'finish' });
    await screen.stage('idle');
    expect(await screen.act({ action: 'choose-department', visitId, departmentId: 'eye' })).toEqual({
      ok: false,
      refusal: { code: 'not-allowed', field: 'visitId' },
    });
    expect(await screen.act({ action: 'print-again', visitId })).toMatchObject({ refusal: { code: 'not-allowed' } });
  });
});

describe('a screen that reconnects receives the present', () => {
  it('with a higher revision, after a restart of the server too', async () => {
    const before = screen.view.revision;
    server = await server.restart();
    station = station.at(server);
    const again = new TestScreen(screen.cookie);
    await again.connect(server);
    expect(again.view.revision).toBeGreaterThan(before);
    again.close();
    await screen.connect(server);
    await station.connect();
  });
});
