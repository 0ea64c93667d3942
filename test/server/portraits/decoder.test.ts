import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import jpeg from 'jpeg-js';
import { afterAll, describe, expect, it } from 'vitest';
import { parseDg2 } from '@cccd-kiosk/emrtd/lds/dg2';
import { cardFiles, people } from '@cccd-kiosk/fixtures/world';
import { computingTime } from '@cccd-kiosk/server/src/portraits/computing-time';
import { createPortraitDecoder } from '@cccd-kiosk/server/src/portraits/decoder';

const decoder = createPortraitDecoder();
afterAll(() => {
  decoder.close();
});

const jpegOf = (width: number, height: number): Uint8Array =>
  new Uint8Array(jpeg.encode({ width, height, data: new Uint8Array(width * height * 4).fill(90) }, 90).data);
const good = { format: 'jpeg', image: jpegOf(480, 600), width: 480, height: 600 } as const;
const sizeOf = (image: Uint8Array | null): [number, number] => {
  const { width, height } = jpeg.decode(image ?? new Uint8Array());
  return [width, height];
};
async function faceOf(person: string, fault?: string) {
  const files = await cardFiles({ person, ...(fault === undefined ? {} : { fault }) });
  return parseDg2(files.get('EF_DG2') ?? new Uint8Array()).faces[0];
}

describe('portraits are decoded apart, and made anew (TH09)', () => {
  it.each([
    [480, 600, 240, 300],
    [600, 480, 240, 192],
    [100, 130, 100, 130],
    [1, 1, 1, 1],
  ])('%s×%s becomes %s×%s, at most 64 KB', async (width, height, w, h) => {
    const made = await decoder.decode({ format: 'jpeg', image: jpegOf(width, height), width, height });
    expect(sizeOf(made)).toEqual([w, h]);
    expect(made?.length).toBeLessThanOrEqual(65_536);
  });

  it.each(people.filter(({ portrait }) => portrait !== null).map(({ id, portraitFormat }) => [id, portraitFormat]))(
    '%s (%s) has a face to show',
    async (id) => {
      const face = await faceOf(id);
      if (face === undefined) throw new Error('no face');
      const made = await decoder.decode(face);
      expect(sizeOf(made)[0]).toBeGreaterThan(50);
    },
  );

  it.each<[string, 'jpeg' | 'jpeg2000', Uint8Array]>([
    ['nothing', 'jpeg', new Uint8Array()],
    ['noise as JPEG', 'jpeg', new Uint8Array(randomBytes(20_000))],
    ['noise as JPEG 2000', 'jpeg2000', new Uint8Array(randomBytes(20_000))],
    ['a JPEG cut in half', 'jpeg', good.image.slice(0, good.image.length / 2)],
    ['a JPEG that says it is JPEG 2000', 'jpeg2000', good.image],
    ['more than 256 KB', 'jpeg', new Uint8Array(300_000)],
  ])('%s yields no photo, and the next one is decoded', async (_what, format, image) => {
    const made = await decoder.decode({ format, image, width: 480, height: 600 });
    if (made !== null) expect(made.length).toBeLessThanOrEqual(65_536);
    expect(await decoder.decode(good)).not.toBeNull();
  });

  it('a header of 60,000 × 60,000 is turned away, announced or not (E21)', async () => {
    const bomb = await faceOf(people[0]?.id ?? '', 'jp2-bomb');
    if (bomb === undefined) throw new Error('no face');
    expect(await decoder.decode(bomb)).toBeNull();
    expect(await decoder.decode({ ...bomb, width: 480, height: 600 })).toBeNull();
    expect(await decoder.decode(good)).not.toBeNull();
  });

  const never = { computingMs: 1e9, clockMs: 1e9, blindMs: 1e9 };
  const child = (name: string): string => fileURLToPath(new URL(`./${name}.mjs`, import.meta.url));

  it.each([
    ['computes without end', 'child-that-spins', { ...never, computingMs: 300, blindMs: 300 }],
    ['does nothing', 'child-that-sleeps', { ...never, clockMs: 300, blindMs: 300 }],
    ['never comes up', 'child-that-never-starts', { ...never, clockMs: 300, blindMs: 300 }],
  ])('a process that %s is ended, and there is no photo', async (_what, name, patience) => {
    const impatient = createPortraitDecoder({ patience, script: child(name) });
    expect(await impatient.decode(good)).toBeNull();
    expect(await impatient.decode(good)).toBeNull();
    impatient.close();
  });

  it.skipIf(computingTime(process.pid) === undefined)(
    'a process that is kept waiting is not to blame for it',
    async () => {
      const patient = createPortraitDecoder({
        patience: { ...never, computingMs: 5_000, blindMs: 1 },
        script: child('child-that-is-kept-waiting'),
      });
      expect(await patient.decode(good)).not.toBeNull();
      patient.close();
    },
  );

  it('the process may not write, start others, or see the environment', () => {
    // The same restrictions, tried from inside.
    const permission = process.allowedNodeEnvironmentFlags.has('--permission')
      ? '--permission'
      : '--experimental-permission';
    const tried = `
      const tries = [
        () => require('fs').writeFileSync('/tmp/cccd-kiosk-probe', 'x'),
        () => require('child_process').execFileSync('true'),
        () => require('fs').readFileSync('/etc/passwd'),
      ];
      const refused = tries.map((attempt) => { try { attempt(); return false; } catch (error) { return error.code === 'ERR_ACCESS_DENIED'; } });
      process.stdout.write(JSON.stringify(refused));`;
    const output = execFileSync(process.execPath, [permission, '--no-warnings', '-e', tried], { env: {} });
    expect(JSON.parse(output.toString())).toEqual([true, true, true]);
  });
});
