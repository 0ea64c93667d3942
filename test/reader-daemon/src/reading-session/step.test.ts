import { describe, expect, it } from 'vitest';
import { Personal } from '@cccd-kiosk/reader-daemon/src/personal';
import { houseRules, initialState } from '@cccd-kiosk/reader-daemon/src/reading-session/session-state';
import type {
  Effect,
  FailureCode,
  OfferedKey,
  Presence,
  Reading,
  SessionEvent,
  SessionState,
} from '@cccd-kiosk/reader-daemon/src/reading-session/session-state';
import { nextDeadline, step } from '@cccd-kiosk/reader-daemon/src/reading-session/step';

const key = (name: string): OfferedKey => ({ offer: new Personal({ kind: 'can', can: '123456' }), mark: name });
const present = (insertion: number): Presence => ({ card: 'present', insertion });
const absent = (insertion: number): Presence => ({ card: 'absent', insertion });
const gone: Presence = { card: 'gone' };

/** Tells a story to the machine and writes down what it wanted done, in words. */
class Story {
  state: SessionState = initialState;
  now = 0;
  #readings = 0;
  #last: Reading | undefined;
  said: string[] = [];

  #word(effect: Effect): string {
    switch (effect.do) {
      case 'report': {
        const { state, problem } = effect.event;
        return problem === undefined ? state : `${state}(${problem})`;
      }
      case 'problem':
        return `!${effect.problem}`;
      case 'read':
        this.#last = effect.reading;
        return `read ${effect.reading.readingId}#${effect.reading.run} ${effect.reading.key.mark}`;
      case 'abort':
        return `abort ${effect.sitting.readingId}#${effect.sitting.run}`;
      default:
        return `${effect.do} ${effect.readingId}`;
    }
  }

  #feed(event: SessionEvent): void {
    const { state, effects } = step(this.state, event, {
      now: this.now,
      rules: houseRules,
      newReadingId: () => `r${++this.#readings}`,
    });
    this.state = state;
    this.said.push(...effects.map((effect) => this.#word(effect)));
  }

  laid(insertion: number): this {
    this.#feed({ type: 'presence', presence: present(insertion) });
    return this;
  }
  lifted(insertion: number): this {
    this.#feed({ type: 'presence', presence: absent(insertion) });
    return this;
  }
  mute(insertion: number): this {
    this.#feed({ type: 'presence', presence: { card: 'mute', insertion } });
    return this;
  }
  several(insertion: number): this {
    this.#feed({ type: 'presence', presence: { card: 'several', insertion } });
    return this;
  }
  unplugged(): this {
    this.#feed({ type: 'presence', presence: gone });
    return this;
  }
  key(name: string): this {
    this.#feed({ type: 'key', key: key(name) });
    return this;
  }
  cancel(): this {
    this.#feed({ type: 'cancel' });
    return this;
  }
  revoked(): this {
    this.#feed({ type: 'close' });
    return this;
  }
  finished(): this {
    this.#feed({ type: 'finished', sitting: this.#last ?? { readingId: 'none', run: 0 } });
    return this;
  }
  failed(code: FailureCode, at: 'connect' | 'read-file' = 'read-file', sitting = this.#last): this {
    this.#feed({ type: 'failed', sitting: sitting ?? { readingId: 'none', run: 0 }, code, step: at });
    return this;
  }
  /** Lets time pass, ticking at every deadline on the way. */
  after(ms: number): this {
    const until = this.now + ms;
    for (let deadline = nextDeadline(this.state); deadline !== undefined && deadline <= until;) {
      this.now = Math.max(this.now, deadline);
      this.#feed({ type: 'tick' });
      const next = nextDeadline(this.state);
      if (next === deadline) throw new Error('a deadline that changes nothing');
      deadline = next;
    }
    this.now = until;
    return this;
  }
  /** What was said since the last look. */
  heard(): string[] {
    return this.said.splice(0);
  }
}

const atRest = (): Story => {
  const story = new Story().lifted(0);
  story.heard();
  return story;
};
const reading = (): Story => {
  const story = atRest().key('A').laid(1);
  story.heard();
  return story;
};

describe('key and card in either order (B0.1)', () => {
  it('a key first: the reader waits for the card, then reads at once', () => {
    const story = atRest().key('A');
    expect(story.heard()).toEqual(['key-waiting-for-card']);
    expect(story.laid(1).heard()).toEqual(['reading', 'read r1#1 A']);
  });

  it('a card first waits with its picture and is read when the key comes', () => {
    const story = atRest().laid(1);
    expect(story.heard()).toEqual(['card-waiting-for-key']);
    expect(story.key('A').heard()).toEqual(['reading', 'read r1#1 A']);
  });

  it('a card alone on the tray is never read, however long it lies there (TH26)', () => {
    const story = atRest()
      .laid(1)
      .after(24 * 3600_000);
    expect(story.heard()).toEqual(['card-waiting-for-key']);
    expect(story.state.phase.at).toBe('waiting');
  });

  it('a key that no card comes for is dropped after 60 s', () => {
    const story = atRest().key('A').after(59_999);
    expect(story.heard()).toEqual(['key-waiting-for-card']);
    expect(story.after(1).heard()).toEqual(['empty']);
    expect(story.laid(1).heard()).toEqual(['card-waiting-for-key']);
  });

  it('a key is used once: the next card waits for its own', () => {
    const story = reading().finished().lifted(1);
    story.heard();
    expect(story.laid(2).heard()).toEqual(['card-waiting-for-key']);
  });

  it('the newest key counts while no card is there', () => {
    expect(atRest().key('A').key('B').laid(1).heard().at(-1)).toBe('read r1#1 B');
  });
});

describe('one reading at a time per reader', () => {
  it('a finished reading is done, wiped, and empty once the card is lifted', () => {
    expect(reading().finished().heard()).toEqual(['done', 'wipe r1']);
    expect(reading().finished().lifted(1).heard()).toEqual(['done', 'wipe r1', 'empty']);
  });

  it('a key that comes while a card is read is not listened to', () => {
    expect(reading().key('B').heard()).toEqual([]);
  });

  it('the same code still before the scanner does not read the card again', () => {
    const story = reading().finished();
    story.heard();
    expect(story.key('A').lifted(1).heard()).toEqual(['empty']);
  });

  it('the next person may scan before the card before has been taken', () => {
    const story = reading().finished();
    story.heard();
    expect(story.key('B').lifted(1).heard()).toEqual(['key-waiting-for-card']);
    expect(story.laid(2).heard()).toEqual(['reading', 'read r2#1 B']);
  });

  it('news of an earlier sitting is stale', () => {
    const story = reading().failed('card-lost').lifted(1).laid(2);
    story.heard();
    const early = { readingId: 'r1', run: 1 } as Reading;
    expect(story.failed('card-silent', 'read-file', early).heard()).toEqual([]);
  });

  it('cancelled: what runs is aborted and wiped', () => {
    expect(reading().cancel().heard()).toEqual(['abort r1#1', 'wipe r1', 'done']);
    expect(reading().cancel().key('A').heard()).toEqual(['abort r1#1', 'wipe r1', 'done']);
    expect(reading().cancel().key('B').heard().at(-1)).toBe('read r2#1 B');
    expect(reading().finished().key('B').cancel().lifted(1).heard()).toEqual(['done', 'wipe r1', 'empty']);
    expect(atRest().key('A').cancel().heard()).toEqual(['key-waiting-for-card', 'empty']);
  });
});

describe('a wrong key (fault 5)', () => {
  it('is told, waits for another, and pauses a little longer each time', () => {
    const story = reading().failed('wrong-password');
    expect(story.heard()).toEqual(['card-waiting-for-key', '!wrong-key', 'wipe r1']);
    expect(story.key('B').heard()).toEqual([]);
    expect(story.after(499).heard()).toEqual([]);
    expect(story.after(1).heard()).toEqual(['reading', 'read r2#1 B']);
    story.failed('wrong-password').heard();
    expect(story.key('C').after(999).heard()).toEqual([]);
    expect(story.after(1).heard()).toEqual(['reading', 'read r3#1 C']);
  });

  it('offered again is answered without asking the chip', () => {
    const story = reading().failed('wrong-password').after(60_000);
    story.heard();
    expect(story.key('A').heard()).toEqual(['!wrong-key']);
  });

  it('ten times: the card has had its turn', () => {
    const story = reading();
    for (let wrong = 1; wrong < 10; wrong++) {
      story.failed('wrong-password').after(10_000).key(`K${wrong}`);
      expect(story.heard()).toContain('!wrong-key');
    }
    expect(story.failed('wrong-password').heard()).toEqual(['done', '!chip-unreadable', 'wipe r10']);
  });

  it('a new card starts counting anew', () => {
    const story = reading().failed('wrong-password').lifted(1).laid(2);
    story.heard();
    expect(story.key('A').heard()).toEqual(['reading', 'read r2#1 A']);
  });

  it('a key of a kind that the chip does not take asks for another', () => {
    expect(reading().failed('no-access-protocol').heard()).toEqual(['card-waiting-for-key', '!key-needed', 'wipe r1']);
  });
});

describe('a card lifted early (fault 1, B0.4)', () => {
  it('laid down again it goes on, as the same reading', () => {
    const story = reading().lifted(1);
    expect(story.heard()).toEqual([]);
    expect(story.failed('card-lost').heard()).toEqual(['card-lifted(card-lifted-early)']);
    expect(story.after(14_000).laid(2).heard()).toEqual(['reading', 'read r1#2 A']);
    expect(story.finished().heard()).toEqual(['done', 'wipe r1']);
  });

  it('noticed by the transmit before the service notices', () => {
    const story = reading().failed('card-lost');
    expect(story.heard()).toEqual(['card-lifted(card-lifted-early)']);
    expect(story.after(400).lifted(1).after(5000).heard()).toEqual(['card-lifted(card-lifted-early)']);
    expect(story.laid(2).heard()).toEqual(['reading', 'read r1#2 A']);
  });

  it('swapped before the failure was heard: goes on at once', () => {
    const story = reading().lifted(1).laid(2);
    expect(story.heard()).toEqual(['abort r1#1', 'reading', 'read r1#2 A']);
  });

  it('not back within 15 s: wiped', () => {
    const story = reading().lifted(1).failed('card-lost');
    story.heard();
    expect(story.after(14_999).heard()).toEqual([]);
    expect(story.after(1).heard()).toEqual(['wipe r1', 'empty']);
    expect(story.laid(2).heard()).toEqual(['card-waiting-for-key']);
  });

  it('another card, which the key does not open, waits for its own key and is told nothing', () => {
    const story = reading().lifted(1).failed('card-lost').laid(2);
    story.heard();
    expect(story.failed('wrong-password').heard()).toEqual(['wipe r1', 'card-waiting-for-key']);
    expect(story.key('B').heard()).toEqual(['reading', 'read r2#1 B']);
  });

  it('another person’s key while the tray is empty ends the session before', () => {
    const story = reading().lifted(1).failed('card-lost');
    story.heard();
    expect(story.key('B').heard()).toEqual(['wipe r1', 'key-waiting-for-card']);
  });

  it('still seen on the tray: tried again by itself, three times at most', () => {
    const story = reading();
    for (let attempt = 2; attempt <= 4; attempt++) {
      story.failed('card-lost').heard();
      expect(story.after(1000).heard()).toEqual(['reading', `read r1#${attempt} A`]);
    }
    expect(story.failed('card-lost').heard()).toEqual(['done', '!chip-unreadable', 'wipe r1']);
  });
});

describe('trouble with the chip or its reader', () => {
  it('mute: one retry, then the chip is unreadable (fault 2)', () => {
    const story = reading().failed('card-silent');
    expect(story.heard()).toEqual(['card-lifted(weak-signal)']);
    expect(story.after(300).heard()).toEqual(['reading', 'read r1#2 A']);
    expect(story.failed('card-silent').heard()).toEqual(['done', '!chip-unreadable', 'wipe r1']);
  });

  it('a reader still busy with the mute card is waited for, then given up as the chip’s fault', () => {
    const story = reading().failed('card-silent').after(300);
    story.heard();
    for (let refusal = 1; refusal <= 4; refusal++) story.failed('reader-failed', 'connect').after(400);
    expect(story.failed('reader-failed', 'connect').heard().slice(-3)).toEqual(['done', '!chip-unreadable', 'wipe r1']);
  });

  it('another program holds the reader: tried soon, then out of service and tried every 2 s (fault 31)', () => {
    const story = reading();
    for (let refusal = 1; refusal <= 4; refusal++) story.failed('reader-failed', 'connect').after(400);
    story.heard();
    expect(story.failed('reader-failed', 'connect').heard()).toEqual(['failed(reader-out-of-service)']);
    expect(story.after(2000).heard()).toEqual(['reading', 'read r1#6 A']);
    expect(story.finished().heard()).toEqual(['done', 'wipe r1']);
  });

  it('no identity card: said at once, the key is gone (fault 4)', () => {
    expect(reading().failed('not-emrtd').heard()).toEqual(['done', '!not-an-id-card', 'wipe r1']);
  });

  it('a broken channel starts once from the beginning, never in the open (fault 17)', () => {
    const story = reading().failed('channel-lost');
    expect(story.heard()).toEqual(['forget r1', 'reading', 'read r1#2 A']);
    expect(story.failed('channel-lost').heard()).toEqual(['done', '!chip-unreadable', 'wipe r1']);
  });

  it.each([
    'status-word',
    'malformed',
    'limit',
    'token-mismatch',
    'bad-key',
    'access-denied',
    'unsupported',
    'unknown',
  ] as const)('%s: the chip is unreadable', (code) => {
    expect(reading().failed(code).heard()).toEqual(['done', '!chip-unreadable', 'wipe r1']);
  });

  it('too many readings wait for the server: none is taken on', () => {
    expect(reading().failed('outbox-full').heard()).toEqual(['done', '!server-away', 'wipe r1']);
  });

  it('after a problem the same card may try again with a key', () => {
    const story = reading().failed('malformed');
    story.heard();
    expect(story.key('A').heard()).toEqual(['reading', 'read r2#1 A']);
  });

  it('something that does not answer to power: weak signal, and read once it does (fault 3)', () => {
    const story = atRest().key('A').mute(1);
    expect(story.heard()).toEqual(['key-waiting-for-card', 'done', '!weak-signal']);
    expect(story.laid(1).heard()).toEqual(['reading', 'read r1#1 A']);
  });
});

describe('more than one card on the tray (fault 3, T-03)', () => {
  it('nothing is read; the key waits for the one card that stays', () => {
    const story = atRest().key('A').several(1);
    expect(story.heard()).toEqual(['key-waiting-for-card', 'done', '!two-cards']);
    expect(story.key('B').heard()).toEqual([]);
    expect(story.laid(1).heard()).toEqual(['reading', 'read r1#1 B']);
  });

  it('a second card ends a reading with all it had; left alone, the first is read anew with the same key', () => {
    const story = reading().several(1);
    expect(story.heard()).toEqual(['abort r1#1', 'wipe r1', 'done', '!two-cards']);
    expect(story.finished().failed('aborted').heard()).toEqual([]);
    expect(story.laid(1).heard()).toEqual(['reading', 'read r2#1 A']);
  });

  it('both taken away: empty; and the key that waited is for the next card, as long as keys wait', () => {
    const story = reading().several(1).lifted(1);
    expect(story.heard().slice(-1)).toEqual(['key-waiting-for-card']);
    expect(story.after(houseRules.keyMs).heard()).toEqual(['empty']);
  });

  it('without a key the card that stays waits for one', () => {
    const story = atRest().several(1);
    expect(story.heard()).toEqual(['done', '!two-cards']);
    expect(story.laid(2).heard()).toEqual(['card-waiting-for-key']);
  });

  it('said once, however often the reader says it', () => {
    expect(atRest().several(1).several(1).heard()).toEqual(['done', '!two-cards']);
  });
});

describe('readers come and go (faults 28–30)', () => {
  it('unplugged while idle: absent; back: empty', () => {
    const story = atRest().unplugged();
    expect(story.heard()).toEqual(['absent(reader-out-of-service)']);
    expect(story.lifted(0).heard()).toEqual(['empty']);
  });

  it('a service restart in the middle of a reading: it goes on when the card is still there', () => {
    const story = reading().unplugged();
    expect(story.heard()).toEqual(['abort r1#1', 'absent(reader-out-of-service)']);
    expect(story.after(4000).laid(2).heard()).toEqual(['reading', 'read r1#2 A']);
  });

  it('the reader does not come back in time: wiped', () => {
    const story = reading().unplugged();
    story.heard();
    expect(story.after(15_000).heard()).toEqual(['wipe r1']);
    expect(story.laid(2).heard()).toEqual(['card-waiting-for-key']);
  });

  it('a card that lies on a reader when the daemon starts waits for its key', () => {
    expect(new Story().laid(1).heard()).toEqual(['card-waiting-for-key']);
  });
});

describe('a station that is revoked reads nothing any more', () => {
  it('ends what runs, says so, and takes neither card nor key', () => {
    const story = reading().revoked();
    expect(story.heard()).toEqual(['abort r1#1', 'wipe r1', 'failed(reader-out-of-service)']);
    expect(story.lifted(1).laid(2).key('B').after(100_000).heard()).toEqual([]);
  });
});

describe('any order of events', () => {
  /** Small, seeded, good enough to wander with. */
  const wander = (seed: number) => () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  const codes: FailureCode[] = [
    'wrong-password',
    'card-lost',
    'card-silent',
    'reader-failed',
    'channel-lost',
    'not-emrtd',
    'malformed',
  ];

  it('20,000 random steps: a reading only ever starts with a key and a card, and every one is wiped', () => {
    const chance = wander(7);
    const story = new Story();
    let insertion = 0;
    const open = new Set<string>();
    for (let i = 0; i < 20_000; i++) {
      const pick = Math.floor(chance() * 9);
      if (pick === 0) story.laid(++insertion);
      else if (pick === 1) story.lifted(insertion);
      else if (pick === 2) story.key(`k${Math.floor(chance() * 4)}`);
      else if (pick === 3) story.finished();
      else if (pick === 4) story.failed(codes[Math.floor(chance() * codes.length)] ?? 'unknown');
      else if (pick === 5) story.after(chance() * 20_000);
      else if (pick === 6) story.mute(++insertion);
      else if (pick === 9) story.several(insertion);
      else if (pick === 7 && chance() < 0.3) story.unplugged();
      else if (pick === 8 && chance() < 0.2) story.cancel();
      for (const word of story.heard()) {
        const [verb, what = ''] = word.split(' ');
        const id = what.split('#')[0] ?? '';
        if (verb === 'read') open.add(id);
        if (verb === 'wipe') open.delete(id);
      }
      const { phase, presence } = story.state;
      if (phase.at === 'reading') expect(open.has(phase.reading.readingId)).toBe(true);
      if (phase.at === 'waiting') expect(presence.card).toBe('present');
      expect(open.size).toBeLessThanOrEqual(1);
    }
    expect(insertion).toBeGreaterThan(1000);
  });
});
