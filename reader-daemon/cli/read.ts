import { randomBytes, randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { accessKeys, type AccessKeys, type KeyInput } from '@cccd-kiosk/cccd/access-keys';
import { cccdProfile } from '@cccd-kiosk/cccd/profile';
import { plain } from '@cccd-kiosk/emrtd/bytes';
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import { challengeFor, nonceLength } from '@cccd-kiosk/emrtd/inspection/challenge';
import { makeEvidence, serializeEvidence } from '@cccd-kiosk/emrtd/inspection/evidence';
import {
  furtherFiles,
  isFurtherFile,
  type FurtherFile,
  type MasterFile,
} from '@cccd-kiosk/emrtd/inspection/further-files';
import type { FileRefusal } from '@cccd-kiosk/emrtd/inspection/file-refusal';
import type { Inspection } from '@cccd-kiosk/emrtd/inspection/inspect';
import { fingerprintPolicies, type TerminalEntitlement } from '@cccd-kiosk/emrtd/inspection/terminal-step';
import { pcscReaders } from '../src/pcsc/pcsc-readers.ts';
import { RefusedConfig } from '../src/refused-config.ts';
import { loadTerminalEntitlement } from '../src/terminal-entitlement.ts';
import { readWords, type Command, type Words } from './command.ts';
import { describeVerdict } from './describe-verdict.ts';
import { BadUse, exitCodeOf } from './exit-codes.ts';
import { sizesOf } from './files.ts';
import { readOne } from './folders.ts';
import { inspectOnReader } from './inspect-on-reader.ts';
import { describeAccess } from './describe-access.ts';
import { reportPath, writeReport } from './write-report.ts';
import { standardsFrom, standardWords } from './standards.ts';

/** Exactly one of the three ways to a key. */
async function keyInputFrom(words: Words): Promise<KeyInput> {
  const can = words.text('can');
  const mrzFile = words.text('mrz');
  const qr = words.text('qr');
  if ([can, mrzFile, qr].filter((given) => given !== undefined).length !== 1)
    throw new BadUse('one of --can N, --mrz FILE and --qr TEXT is due');
  if (can !== undefined) return { kind: 'can', can };
  if (qr !== undefined) return { kind: 'qr', text: qr };
  return { kind: 'mrz', text: new TextDecoder().decode(await readOne(mrzFile ?? '')) };
}

function accessFrom(input: KeyInput): AccessKeys {
  try {
    return accessKeys(input);
  } catch (error) {
    if (error instanceof EmrtdError) throw new BadUse(`the ${input.kind} given is not in its form`);
    throw error;
  }
}

/** `--terminal DIR --terminal-key FILE`, and `--fingerprints check-hash` beside them. */
function terminalFrom(words: Words): TerminalEntitlement | undefined {
  const [certificates, key, given] = ['terminal', 'terminal-key', 'fingerprints'].map((name) => words.text(name));
  const fingerprints = fingerprintPolicies.find((policy) => policy === (given ?? 'leave'));
  if (fingerprints === undefined) throw new BadUse(`--fingerprints takes ${fingerprintPolicies.join(' or ')}`);
  if (certificates === undefined && key === undefined && given === undefined) return undefined;
  if (certificates === undefined || key === undefined) throw new BadUse('--terminal and --terminal-key go together');
  try {
    const names = { certificates: '--terminal', key: '--terminal-key' };
    return loadTerminalEntitlement({ certificates, key, fingerprints }, names, new Date());
  } catch (error) {
    if (error instanceof RefusedConfig) throw new BadUse(error.message);
    throw error;
  }
}

/** `--further DG11,DIR`: files that a reading otherwise leaves alone. */
function furtherFrom(words: Words): readonly FurtherFile[] {
  const names = words.text('further')?.split(',') ?? [];
  return names.map((name) => {
    if (!isFurtherFile(name)) throw new BadUse(`--further takes ${furtherFiles.join(', ')}, with commas between`);
    return name;
  });
}

/** Nothing of the holder: sizes, protocols, times. */
function reportOf(inspection: Inspection): Record<string, unknown> {
  const { verdict, access, files, refusals, masterFiles, continuity, apdus, bytes, ms, signer, terminal } = inspection;
  const rounded = Object.fromEntries(Object.entries(ms).map(([name, value]) => [name, Math.round(value * 10) / 10]));
  return {
    verdict: verdict.overall,
    checks: verdict.checks,
    access: describeAccess(access),
    files: sizesOf(files),
    refusals: Object.fromEntries(refusals),
    ...(masterFiles.size > 0 && { masterFiles: Object.fromEntries([...masterFiles].map(sizeOrRefusal)) }),
    continuity,
    apdus,
    bytes,
    ms: rounded,
    ...(signer && { signer }),
    ...(terminal && { terminal }),
  };
}

const sizeOrRefusal = ([name, file]: readonly [string, MasterFile]): [string, number | FileRefusal] => [
  name,
  typeof file === 'string' ? file : file.length,
];

const linesOf = ({ verdict, access, files, apdus, bytes, ms, terminal }: Inspection): string[] => [
  ...describeVerdict(verdict),
  '',
  `  access: ${access.protocol} with ${access.password}`,
  ...(terminal ? [`  terminal authentication: ${terminal.status}`] : []),
  `  files: ${[...files].map(([name, { length }]) => `${name} ${length}`).join(', ')}`,
  `  ${apdus} APDUs, ${bytes.sent} octets sent, ${bytes.received} received`,
  `  ${Math.round(ms.total)} ms, ${Math.round(ms.card)} of them card and reader`,
];

export const read: Command = {
  name: 'read',
  usage:
    'read --reader NAME (--can N | --mrz FILE | --qr TEXT) --trust DIR [--simulation] [--wait SECONDS] [--further FILE,…] [--evidence FILE] [--report FILE.json|FILE.html] [--terminal DIR --terminal-key FILE [--fingerprints leave|check-hash]]',
  what: 'one reading through PC/SC; waits for a card, goes on when a torn one is laid back within 15 s',
  async run(args, say) {
    const words = readWords(args, {
      texts: [
        ...standardWords.texts,
        ...[
          'reader',
          'can',
          'mrz',
          'qr',
          'wait',
          'evidence',
          'report',
          'terminal',
          'terminal-key',
          'fingerprints',
          'further',
        ],
      ],
      flags: standardWords.flags,
    });
    const reader = words.required('reader');
    const report = reportPath(words);
    const { keys, printed } = accessFrom(await keyInputFrom(words));
    const terminal = terminalFrom(words);
    const further = furtherFrom(words);
    const standards = await standardsFrom(words, cccdProfile(printed), say);
    const identity = { stationId: 'command-line', readingId: randomUUID(), nonce: plain(randomBytes(nonceLength)) };
    const startedAt = new Date();
    const source = pcscReaders();
    let inspection: Inspection;
    try {
      inspection = await inspectOnReader(source, reader, words.seconds('wait', 30) * 1000, say, {
        ...standards,
        ...(terminal && { terminal }),
        further,
        keys,
        clock: () => performance.now(),
        random: (length) => plain(randomBytes(length)),
        challenge: challengeFor(identity.nonce, identity.stationId, identity.readingId),
      });
    } finally {
      await source.close();
    }
    const evidence = words.text('evidence');
    if (evidence !== undefined) {
      const record = makeEvidence(inspection, { ...identity, startedAt, finishedAt: new Date() });
      // The record holds the whole card: for its owner's eyes only.
      await writeFile(evidence, serializeEvidence(record), { mode: 0o600 });
    }
    await writeReport(report, {
      ...inspection,
      access: describeAccess(inspection.access),
      notRead: inspection.refusals,
      signer: inspection.signer && { ...inspection.signer },
    });
    return { exitCode: exitCodeOf(inspection.verdict.overall), json: reportOf(inspection), lines: linesOf(inspection) };
  },
};
