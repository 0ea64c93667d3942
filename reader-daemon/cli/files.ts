import { cccdProfile } from '@cccd-kiosk/cccd/profile';
import { inspectFiles } from '@cccd-kiosk/emrtd/inspection/inspect-files';
import { elementaryFiles, type FileName } from '@cccd-kiosk/emrtd/lds/files';
import { describeVerdict } from './describe-verdict.ts';
import { readWords, type Command } from './command.ts';
import { CouldNotRead, exitCodeOf } from './exit-codes.ts';
import { readFolder, type NamedFile } from './folders.ts';
import { reportPath, writeReport } from './write-report.ts';
import { standardsFrom, standardWords } from './standards.ts';

/** `EF_SOD.bin`, `EF_DG1.bin`, … in any case. */
function filesOf(folder: readonly NamedFile[]): Map<FileName, Uint8Array> {
  const byName = new Map(folder.map(({ name, bytes }) => [name.toLowerCase(), bytes]));
  return new Map(
    elementaryFiles.flatMap(({ name }): [FileName, Uint8Array][] => {
      const bytes = byName.get(`ef_${name.toLowerCase()}.bin`);
      return bytes === undefined ? [] : [[name, bytes]];
    }),
  );
}

export const sizesOf = (files: ReadonlyMap<string, Uint8Array>): Record<string, { bytes: number }> =>
  Object.fromEntries([...files].map(([name, bytes]) => [name, { bytes: bytes.length }]));

export const files: Command = {
  name: 'files',
  usage: 'files DIR --trust DIR [--simulation] [--report FILE.json|FILE.html]',
  what: 'the same inspection offline, on a folder of EF_*.bin; never genuine, since no chip is there to prove itself',
  async run(args, say) {
    const words = readWords(args, {
      texts: [...standardWords.texts, 'report'],
      flags: standardWords.flags,
      positionals: 1,
    });
    const report = reportPath(words);
    const [folder = ''] = words.positionals;
    const standards = await standardsFrom(words, cccdProfile(), say);
    const found = filesOf(await readFolder(folder));
    if (found.size === 0) throw new CouldNotRead('no-files', `${folder}: no EF_*.bin`);
    const { verdict, offered, signer } = inspectFiles(found, standards);
    await writeReport(report, { verdict, files: found, signer: signer && { ...signer } });
    return {
      exitCode: exitCodeOf(verdict.overall),
      json: {
        verdict: verdict.overall,
        checks: verdict.checks,
        files: sizesOf(found),
        offered,
        ...(signer && { signer }),
      },
      lines: [
        ...describeVerdict(verdict),
        '',
        ...[...found].map(([name, { length }]) => `  ${name}: ${length} octets`),
      ],
    };
  },
};
