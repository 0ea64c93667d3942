/** Property and mutation fuzzing of parsers: whatever the octets, a parser returns or throws an EmrtdError, soon. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { concat } from '@cccd-kiosk/emrtd/bytes';
import { codeOf } from './code-of.ts';

type Parser = (bytes: Uint8Array) => unknown;

/** One change to a good file: an octet, a cut, an insertion, or a piece of it elsewhere. */
function mutate(seed: Uint8Array): fc.Arbitrary<Uint8Array> {
  const at = fc.nat({ max: Math.max(0, seed.length - 1) });
  return fc.oneof(
    fc.tuple(at, fc.nat({ max: 255 })).map(([i, octet]) => seed.with(i, octet)),
    at.map((i) => seed.slice(0, i)),
    fc.tuple(at, fc.uint8Array({ maxLength: 8 })).map(([i, more]) => concat(seed.slice(0, i), more, seed.slice(i))),
    fc.tuple(at, at).map(([i, k]) => concat(seed.slice(0, i), seed.slice(k))),
    fc.tuple(at, fc.constantFrom(0x00, 0x7f, 0x80, 0x81, 0x84, 0xff)).map(([i, octet]) => seed.with(i, octet)),
  );
}

const allowed = [undefined, 'malformed', 'limit', 'unsupported'];
/** Generous, for a busy machine: what must not happen is work that grows with a claimed length or depth. */
const maxMilliseconds = 3_000;

function holds(parse: Parser, bytes: Uint8Array): void {
  const started = performance.now();
  expect(allowed).toContain(codeOf(() => parse(bytes)));
  expect(performance.now() - started).toBeLessThan(maxMilliseconds);
}

/** Runs a parser on random octets and on mutations of good files. */
export function fuzz(parse: Parser, seeds: readonly Uint8Array[], numRuns = 300): void {
  const inputs = [fc.uint8Array({ maxLength: 400 }), ...seeds.map(mutate)];
  fc.assert(
    fc.property(fc.oneof(...inputs), (bytes) => {
      holds(parse, bytes);
    }),
    { numRuns },
  );
}

/** Texts rather than octets. */
export function fuzzText(parse: (text: string) => unknown, seeds: readonly string[], numRuns = 300): void {
  const pieces = fc.oneof(
    fc.string({ maxLength: 200, unit: 'binary' }),
    fc
      .constantFrom(...seeds)
      .chain((seed) =>
        fc
          .tuple(
            fc.nat({ max: seed.length }),
            fc.nat({ max: seed.length }),
            fc.string({ maxLength: 6, unit: 'grapheme' }),
          )
          .map(([i, k, more]) => seed.slice(0, i) + more + seed.slice(k)),
      ),
  );
  fc.assert(
    fc.property(pieces, (text) => {
      expect(allowed).toContain(codeOf(() => parse(text)));
    }),
    { numRuns },
  );
}
