import { describe, expect, it } from 'vitest';
import { Meanwhile } from '@cccd-kiosk/emrtd/iso7816/meanwhile';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A card that answers when it is told to, and a clock that ticks with each look. */
function slowCard() {
  let time = 0;
  const meanwhile = new Meanwhile(() => time++);
  let answer: (octets: string) => void = () => undefined;
  const transmit = () => meanwhile.during(new Promise<string>((resolve) => (answer = resolve)));
  return { meanwhile, transmit, answer: (octets: string) => answer(octets) };
}

describe('work while the card is busy', () => {
  it('is done while the command is under way, once, in order', async () => {
    const { meanwhile, transmit, answer } = slowCard();
    const done: string[] = [];
    const values = ['a', 'b'].map((name) => meanwhile.plan(() => done.push(name)));
    const under = transmit();
    expect(done).toEqual([]);
    await turn();
    expect([done, meanwhile.ms]).toEqual([['a', 'b'], 1]);
    answer('9000');
    expect(await under).toBe('9000');
    expect(values.map((value) => value())).toEqual([1, 2]);
    expect(done).toEqual(['a', 'b']);
  });

  it('asked for earlier, is done on the spot and not again', async () => {
    const { meanwhile, transmit, answer } = slowCard();
    let times = 0;
    const value = meanwhile.plan(() => ++times);
    expect([value(), value()]).toEqual([1, 1]);
    const under = transmit();
    await turn();
    answer('9000');
    await under;
    expect([value(), times]).toEqual([1, 1]);
  });

  it('never keeps a quick answer waiting: the next command brings it its turn', async () => {
    const { meanwhile, transmit, answer } = slowCard();
    let times = 0;
    meanwhile.plan(() => ++times);
    const quick = transmit();
    answer('9000');
    await quick;
    await turn();
    expect([times, meanwhile.ms]).toEqual([0, 0]);
    const slow = transmit();
    await turn();
    expect(times).toBe(1);
    answer('9000');
    await slow;
  });

  it('what it throws meets whoever asks for its value, each time, and neither the card nor other work', async () => {
    const { meanwhile, transmit, answer } = slowCard();
    const broken = meanwhile.plan(() => {
      throw new RangeError('a bug');
    });
    const other = meanwhile.plan(() => 7);
    const under = transmit();
    await turn();
    answer('9000');
    expect(await under).toBe('9000');
    expect(broken).toThrow('a bug');
    expect(broken).toThrow('a bug');
    expect(other()).toBe(7);
  });

  it('a lost card is reported as such', async () => {
    const { meanwhile } = slowCard();
    meanwhile.plan(() => 1);
    await expect(meanwhile.during(Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  });
});
