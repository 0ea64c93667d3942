import type { Department, Stage } from '@cccd-kiosk/contract/screen';

const most = 6;

/** Departments with a tile of their own, the proposed one always among them, and the one for whoever does not know. */
export function tilesOf({
  departments,
  chosenDepartment,
}: Pick<Extract<Stage, { stage: 'greeting' }>, 'departments' | 'chosenDepartment'>): {
  known: readonly Department[];
  unknown: Department | undefined;
} {
  const all = departments.filter(({ icon }) => icon !== 'unknown');
  const first = all.slice(0, most);
  const proposed = all.slice(most).find(({ id }) => id === chosenDepartment);
  return {
    known: proposed === undefined ? first : [...first.slice(0, most - 1), proposed],
    unknown: departments.find(({ icon }) => icon === 'unknown'),
  };
}
