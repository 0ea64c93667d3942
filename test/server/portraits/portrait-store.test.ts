import { expect, it } from 'vitest';
import { createPortraitStore } from '@cccd-kiosk/server/src/portraits/portrait-store';

const now = new Date('2026-09-15T00:00:00Z');
const jpeg = Uint8Array.of(1, 2, 3);

it('who is dropped while the portrait is being made does not come back with it', async () => {
  const store = createPortraitStore();
  let made: () => void = () => undefined;
  const work = new Promise<void>((resolve) => (made = resolve)).then(() => store.put('person-1', jpeg, now));
  store.comes('person-1', work);
  store.drop('person-1');
  made();
  await store.settled('person-1');
  expect(store.get('person-1', now)).toBeNull();
  // The card is laid down again: this portrait is wanted.
  store.comes(
    'person-1',
    Promise.resolve().then(() => store.put('person-1', jpeg, now)),
  );
  await store.settled('person-1');
  expect(store.get('person-1', now)?.reveal()).toEqual(jpeg);
});

it('a day later nothing is kept, asked for or not', () => {
  const store = createPortraitStore();
  store.put('person-1', jpeg, now);
  const later = new Date(now.getTime() + 24 * 3_600_000);
  expect(store.get('person-1', later)).toBeNull();
  expect(store.removeExpired(later)).toBe(1);
});
