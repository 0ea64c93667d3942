import { cccdProfile } from '@cccd-kiosk/cccd/profile';
import { fromBase64 } from '@cccd-kiosk/emrtd/base64';
import { nonceLength } from '@cccd-kiosk/emrtd/inspection/challenge';
import { parseEvidence } from '@cccd-kiosk/emrtd/inspection/parse-evidence';
import { verifyEvidence } from '@cccd-kiosk/emrtd/inspection/verify-evidence';
import { describeVerdict } from './describe-verdict.ts';
import { readWords, type Command } from './command.ts';
import { BadUse, exitCodeOf } from './exit-codes.ts';
import { readOne } from './folders.ts';
import { reportPath, writeReport } from './write-report.ts';
import { standardsFrom, standardWords } from './standards.ts';

function nonceFrom(text: string): Uint8Array {
  if (!/^[A-Za-z0-9+/]{43}=$/.test(text)) throw new BadUse('--nonce takes 32 octets in base64');
  const nonce = fromBase64(text);
  if (nonce.length !== nonceLength) throw new BadUse('--nonce takes 32 octets in base64');
  return nonce;
}

export const verify: Command = {
  name: 'verify',
  usage: 'verify EVIDENCE --trust DIR [--simulation] [--nonce BASE64] [--report FILE.json|FILE.html]',
  what: 'verify a record again from its raw octets; --nonce is the one that was issued for this reading',
  async run(args, say) {
    const words = readWords(args, {
      texts: [...standardWords.texts, 'nonce', 'report'],
      flags: standardWords.flags,
      positionals: 1,
    });
    const [path = ''] = words.positionals;
    const nonce = words.text('nonce');
    const report = reportPath(words);
    const standards = await standardsFrom(words, cccdProfile(), say);
    const record = parseEvidence(new TextDecoder().decode(await readOne(path)));
    const { stationId, readingId } = record;
    const { verdict, basis, files, filesHeld, filesWithheld, signer } = verifyEvidence(record, {
      ...standards,
      ...(nonce !== undefined && { expected: { nonce: nonceFrom(nonce), stationId, readingId } }),
    });
    const { protocol, password } = record.access;
    await writeReport(report, {
      ...{ verdict, basis, files, access: { protocol, password } },
      notRead: filesWithheld.map((name) => [name, 'withheld'] as const),
      signer: signer && { ...signer },
    });
    return {
      exitCode: exitCodeOf(verdict.overall),
      json: {
        verdict: verdict.overall,
        basis,
        checks: verdict.checks,
        filesHeld,
        filesWithheld,
        ...(signer && { signer }),
      },
      lines: [
        ...describeVerdict(verdict),
        '',
        `  basis: ${basis}`,
        `  files held: ${filesHeld.join(' ')}`,
        ...(filesWithheld.length > 0 ? [`  files withheld: ${filesWithheld.join(' ')}`] : []),
      ],
    };
  },
};
