import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { challengeFor } from '@cccd-kiosk/emrtd/inspection/challenge';
import { parseEvidence } from '@cccd-kiosk/emrtd/inspection/parse-evidence';
import { people, printedOf } from '@cccd-kiosk/fixtures/world';
import { AlreadyRunning } from '@cccd-kiosk/reader-daemon/src/instance-lock';
import { reader, StationBench } from './station-bench.ts';
import { until } from './stand-in-server.ts';

let bench: StationBench;
beforeEach(() => {
  bench = new StationBench();
});
afterEach(() => bench.stop());

const person = people[0]?.id ?? '';
const states = () => bench.server.states.map(({ state }) => state);

describe('a whole reading', () => {
  it('card and key, in either order: the server gets one signed, provable record', async () => {
    await bench.start();
    await bench.settled();
    await bench.lay(person);
    const submission = await until('a submission', () => bench.server.submissions[0]);
    const record = parseEvidence(submission.record);
    expect(record.claims.overall).toBe('genuine');
    expect(record.readingId).toBe(submission.readingId);
    expect(submission.offline).toBe(false);

    const { nonce = '', challenge = '' } = record.activeAuthentication ?? {};
    expect(bench.server.nonces).toContain(nonce);
    const octets = Uint8Array.from(Buffer.from(nonce, 'base64'));
    const due = challengeFor(octets, submission.stationId, submission.readingId);
    expect(Buffer.from(challenge, 'base64').equals(due)).toBe(true);

    await until('done', () => states().includes('done'));
    bench.lift();
    await until('empty', () => states().at(-1) === 'empty');
    expect(bench.server.problems).toEqual([]);
  });

  it('greets by name before the portrait is there, with the name of DG13', async () => {
    await bench.start();
    await bench.settled();
    await bench.lay(person);
    const { holder } = await until('a holder', () => bench.server.holders[0]);
    expect(holder.fullName).toBe(people[0]?.name);
    expect(holder.personalNumber).toBe(people[0]?.number);
    await until('a submission', () => bench.server.submissions[0]);
    expect(bench.server.holders).toHaveLength(1);
  });

  it('progress never falls, and comes at most ten times a second', async () => {
    await bench.start();
    await bench.settled();
    const started = performance.now();
    await bench.lay(person, { latency: { kbit: 212 } });
    await until('a submission', () => bench.server.submissions[0]);
    const percents = bench.server.progress.map(({ progress }) => progress.percent);
    expect(percents.length).toBeGreaterThan(2);
    expect(percents.length).toBeLessThanOrEqual(Math.ceil((performance.now() - started) / 100) + 1);
    expect([...percents].sort((a, b) => a - b)).toEqual(percents);
  });

  it('a key typed at the screen comes through the server', async () => {
    await bench.start();
    await bench.settled();
    await bench.lay(person, { scan: false });
    await until('waiting', () => states().includes('card-waiting-for-key'));
    bench.server.key(reader, { kind: 'can', can: printedOf(person).can });
    const { record } = await until('a submission', () => bench.server.submissions[0]);
    expect(parseEvidence(record).claims.overall).toBe('genuine');
  });

  it('a wrong number is told, and the right one then opens the card', async () => {
    await bench.start();
    await bench.settled();
    const { can } = printedOf(person);
    const wrong = can === '000000' ? '000001' : '000000';
    await bench.lay(person, { scan: false });
    await until('waiting', () => states().includes('card-waiting-for-key'));
    bench.server.key(reader, { kind: 'can', can: wrong });
    await until('wrong key', () => bench.server.problems.find(({ problem }) => problem === 'wrong-key'));
    bench.server.key(reader, { kind: 'can', can });
    await until('a submission', () => bench.server.submissions[0]);
    // What no chip has seen goes back into the pool: one reading, one challenge.
    expect(bench.server.nonces.length).toBeLessThanOrEqual(10);
  });

  it('a card alone on the tray is not read and leaves nothing (TH26)', async () => {
    await bench.start();
    await bench.settled();
    const chip = await bench.lay(person, { scan: false });
    await until('waiting', () => states().includes('card-waiting-for-key'));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(chip.trace).toEqual([]);
    expect(bench.server.submissions).toEqual([]);
    expect(bench.server.holders).toEqual([]);
  });
});

describe('a card that leaves too early', () => {
  it('goes on where it stopped when it is laid down again, as the same reading', async () => {
    await bench.start();
    await bench.settled();
    const chip = await bench.lay(person, { fault: 'torn@8' });
    const lifted = await until('lifted', () => bench.server.states.find(({ state }) => state === 'card-lifted'));
    expect(lifted.problem).toBe('card-lifted-early');
    bench.lift();
    bench.layChip(chip);
    const submission = await until('a submission', () => bench.server.submissions[0]);
    expect(submission.readingId).toBe(lifted.readingId);
    expect(parseEvidence(submission.record).claims.overall).toBe('genuine');
  });

  it('another card starts afresh with its own key', async () => {
    const other = people[1]?.id ?? '';
    await bench.start();
    await bench.settled();
    await bench.lay(person, { fault: 'torn@8' });
    await until('lifted', () => states().includes('card-lifted'));
    bench.lift();
    await bench.lay(other, { scan: false });
    await until('waiting', () => states().at(-1) === 'card-waiting-for-key');
    bench.scanner.scan(printedOf(other).qr, reader);
    const { record } = await until('a submission', () => bench.server.submissions[0]);
    const dg13 = Buffer.from(parseEvidence(record).files.DG13 ?? '', 'base64').toString('utf8');
    expect(dg13).toContain(people[1]?.number);
  });

  it('mute: one retry, weak signal, then unreadable; the next good card is read', async () => {
    await bench.start();
    await bench.settled();
    await bench.lay(person, { fault: 'mute@5' });
    await until('weak signal', () => bench.server.states.find(({ problem }) => problem === 'weak-signal'));
    await until('the end of it', () => bench.server.submissions[0] ?? bench.server.problems[0]);
    bench.lift();
    const before = bench.server.submissions.length;
    await bench.lay(person);
    await until('a submission', () => bench.server.submissions[before]);
  });
});

describe('while the server is away (decision 8)', () => {
  it('a reading is made with a challenge from the pool, kept in memory alone, and sent when it returns', async () => {
    await bench.start();
    await bench.settled();
    await bench.server.stop();
    await until('the line to break', () => bench.daemon?.connected === false);
    await bench.lay(person);
    await until('a reading that waits', () => bench.daemon?.waiting === 1);
    for (const name of readdirSync(bench.stateDir)) {
      const text = readFileSync(join(bench.stateDir, name), 'utf8');
      expect(text).not.toContain(people[0]?.number);
      expect(text.length).toBeLessThan(4000);
    }
    await bench.server.start();
    const submission = await until('a submission', () => bench.server.submissions[0]);
    expect(submission.offline).toBe(true);
    expect(parseEvidence(submission.record).activeAuthentication?.nonce).toBeDefined();
    await until('nothing waits', () => bench.daemon?.waiting === 0);
  });

  it('an answer lost on the way: the same reading again, under a new number', async () => {
    await bench.start();
    await bench.settled();
    bench.server.answers = ['silence'];
    await bench.lay(person);
    const [first, second] = await until('two submissions', () =>
      bench.server.submissions.length >= 2 ? bench.server.submissions : undefined,
    );
    expect(second?.readingId).toBe(first?.readingId);
    expect(second?.record).toBe(first?.record);
    expect(second?.sequence).toBeGreaterThan(first?.sequence ?? Infinity);
  });

  it('sequence numbers rise over a restart', async () => {
    await bench.start();
    await bench.settled();
    await bench.lay(person);
    await until('a submission', () => bench.server.submissions[0]);
    await until('done', () => bench.daemon?.waiting === 0);
    await bench.daemon?.stop();
    bench.lift();
    await bench.startDaemon();
    await until('a line', () => bench.daemon?.connected);
    await bench.lay(person);
    const second = await until('another submission', () => bench.server.submissions[1]);
    expect(second.sequence).toBeGreaterThan(bench.server.submissions[0]?.sequence ?? Infinity);
    expect(second.stationId).toBe(bench.server.submissions[0]?.stationId);
  });

  it('a clock that was set since: connects again, learns the server’s time, and signs by it', async () => {
    await bench.start();
    await bench.settled();
    bench.server.serverTime = () => new Date(Date.now() + 3600_000);
    bench.server.answers = [{ ok: false, refusal: { code: 'clock-skew' } }];
    await bench.lay(person);
    const second = await until('another submission', () => bench.server.submissions[1]);
    expect(bench.server.hellos).toHaveLength(2);
    expect(Math.abs(Date.parse(second.signedAt) - Date.now() - 3600_000)).toBeLessThan(10_000);
  });

  it('a refusal for good is not repeated, and the person is sent to a desk', async () => {
    await bench.start();
    await bench.settled();
    bench.server.answers = [{ ok: false, refusal: { code: 'evidence-invalid' } }];
    await bench.lay(person);
    await until('a problem', () => bench.server.problems.find(({ problem }) => problem === 'go-to-desk'));
    expect(bench.server.submissions).toHaveLength(1);
    expect(bench.daemon?.waiting).toBe(0);
  });
});

describe('a station that is revoked', () => {
  it('stops reading, says so, and does not dial again', async () => {
    await bench.start();
    await bench.settled();
    bench.server.revoked = true;
    bench.server.cut();
    await until('closed readers', () => bench.daemon?.state().every(({ state }) => state === 'failed'));
    const hellos = bench.server.hellos.length;
    const chip = await bench.lay(person);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(chip.trace).toEqual([]);
    expect(bench.server.hellos).toHaveLength(hellos);
    expect(bench.logged.join('')).toContain('station-revoked');
  });
});

describe('what a faulty server says', () => {
  it.each([
    ['key', { reader, key: { kind: 'can', can: '12' } }],
    ['key', 'nonsense'],
    ['cancel', { reader: 7 }],
    ['settings', { serverTime: 'yesterday' }],
  ])('%s %j is dropped', async (event, value) => {
    await bench.start();
    await bench.settled();
    bench.server.say(event, value);
    await until('a line in the log', () => bench.logged.find((line) => line.includes('malformed order')));
    expect(bench.daemon?.connected).toBe(true);
  });
});

describe('one daemon for one state folder (fault 34)', () => {
  it('a second one ends with a reason', async () => {
    await bench.start();
    await expect(bench.startDaemon()).rejects.toBeInstanceOf(AlreadyRunning);
  });
});

describe('what lies on the disk', () => {
  it('key, challenges, sequence and lock, for this user alone', async () => {
    await bench.start();
    await bench.settled();
    await bench.lay(person);
    await until('a submission', () => bench.server.submissions[0]);
    const files = readdirSync(bench.stateDir).sort();
    expect(files).toEqual(['challenges.json', 'daemon.lock', 'sequence.json', 'station.json']);
    for (const name of files) expect(statSync(join(bench.stateDir, name)).mode & 0o077).toBe(0);
  });
});
