import { beforeEach, expect, it, vi } from 'vitest';
import type { CaseView, PersonView } from '@cccd-kiosk/contract/forms';
import type { Answer } from '@cccd-kiosk/kiosk-ui/src/forms/forms-api';
import { Photos } from '../../../kiosk-ui/src/forms/photos.svelte.ts';

const person = (photo: boolean): PersonView => ({ personId: 'person-0001', readAt: '2026-09-15', photo }) as PersonView;
const view = (photo = true): CaseView =>
  ({ caseId: 'case-0001', state: 'open', people: [person(photo)] }) as unknown as CaseView;
const jpeg: Answer<Blob> = { kind: 'ok', value: new Blob(['jpeg']) };
const none: Answer<Blob> = { kind: 'ok', value: new Blob([]) };

beforeEach(() => {
  vi.stubGlobal('URL', { createObjectURL: () => 'blob:1', revokeObjectURL: () => undefined });
});

it('a portrait that is not there (any more) is asked for again when the case is news, and once it is there not again', async () => {
  const photo = vi.fn<() => Promise<Answer<Blob>>>().mockResolvedValueOnce(none).mockResolvedValue(jpeg);
  const photos = new Photos({ photo });
  photos.follow(view());
  await vi.waitFor(() => expect(photo).toHaveBeenCalledTimes(1));
  await Promise.resolve();
  expect(photos.urls.size).toBe(0);
  photos.follow(view());
  await vi.waitFor(() => expect(photos.urls.get('person-0001')).toBe('blob:1'));
  photos.follow(view());
  expect(photo).toHaveBeenCalledTimes(2);
});

it('a case without a portrait is not asked about one', () => {
  const photo = vi.fn<() => Promise<Answer<Blob>>>().mockResolvedValue(jpeg);
  new Photos({ photo }).follow(view(false));
  expect(photo).not.toHaveBeenCalled();
});
