/** Child process: tells which readers there are and what lies on them. Connects to nothing. */
import type { Context } from 'pcsclite';
import { dieWithParent, loadBinding, tellParent } from './binding.ts';
import type { OpenContext } from './binding.ts';
import { pcscErrorName } from './error-code.ts';
import type { FromWatcher, RawStatus } from './messages.ts';

const retryMs = Number(process.argv[2] ?? 2000);
const tell = (message: FromWatcher): void => tellParent(message);
const readers = new Map<string, RawStatus>();
/** No status seen yet. A first look must not call a reader empty that is only not asked yet. */
const unasked = 0;
const firstLookMs = 300;
let patient = true;
let over = false;

/** A lost context leaks threads when it is made anew in the same process: end it and let the parent start another. */
function lost(error: unknown): void {
  if (over) return;
  over = true;
  tell({ kind: 'away', error: pcscErrorName(error) });
  setTimeout(() => process.exit(0), 20);
}

function tellReaders(): void {
  const all = [...readers.values()];
  if (over || (patient && (all.length === 0 || all.some(({ state }) => state === unasked)))) return;
  patient = false;
  tell({ kind: 'readers', readers: all });
}

function watch(context: Context): void {
  context.on('error', lost);
  context.on('reader', (reader) => {
    readers.set(reader.name, { name: reader.name, state: unasked, atr: new Uint8Array() });
    reader.on('error', (error) => {
      if (over) return;
      const name = pcscErrorName(error);
      if (name === 'no-service' || name === 'service-stopped') return lost(error);
      readers.delete(reader.name);
      tellReaders();
    });
    reader.on('end', () => {
      readers.delete(reader.name);
      tellReaders();
    });
    reader.on('status', ({ state, atr }) => {
      readers.set(reader.name, { name: reader.name, state, atr: Uint8Array.from(atr ?? []) });
      tellReaders();
    });
  });
  // No readers is an answer too, and no event says so.
  setTimeout(() => {
    if (!patient) return;
    patient = false;
    tellReaders();
  }, firstLookMs);
}

/** Often at first: a service that is away is most likely being restarted. */
const soonMs = 300;
const soonTries = 15;

function open(openContext: OpenContext, tries = 0): void {
  try {
    watch(openContext());
  } catch (error) {
    if (tries === 0) tell({ kind: 'away', error: pcscErrorName(error) });
    setTimeout(() => open(openContext, tries + 1), tries < soonTries ? Math.min(soonMs, retryMs) : retryMs);
  }
}

dieWithParent();
const binding = await loadBinding();
if (binding === undefined) tell({ kind: 'not-installed' });
else open(binding);
