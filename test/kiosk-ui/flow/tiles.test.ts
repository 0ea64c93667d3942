import { describe, expect, it } from 'vitest';
import { tilesOf } from '@cccd-kiosk/kiosk-ui/src/flow/tiles';

const department = (id: string, icon = id) => ({ id, icon, name: { vi: id, en: id }, room: '1', floor: '1' });
const departments = [
  ...['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((id) => department(id)),
  department('x', 'unknown'),
];
const ids = (chosenDepartment: string) =>
  tilesOf({ departments, chosenDepartment })
    .known.map(({ id }) => id)
    .join('');

describe('the tiles of the greeting', () => {
  it('are six and the one for whoever does not know', () => {
    expect(ids('x')).toBe('abcdef');
    expect(tilesOf({ departments, chosenDepartment: 'x' }).unknown?.id).toBe('x');
    expect(ids('b')).toBe('abcdef');
  });

  it('have what is proposed among them, also where the site has more than six', () => {
    expect(ids('h')).toBe('abcdeh');
  });
});
