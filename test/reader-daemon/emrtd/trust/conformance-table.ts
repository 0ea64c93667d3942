/** What becomes of the public data, as a page: `CCCD_CONFORMANCE_DATA=DIR npx tsx test/fixtures/print-conformance.ts`. */
import { format } from 'prettier';
import type { Check } from '@cccd-kiosk/emrtd/inspection/verdict';
import { accountForCsca } from '@cccd-kiosk/emrtd/trust/account';
import { conformanceFile, germanList, judgeSpecimen, specimenSigner } from './conformance-data.ts';
import { disposeOf, dispositions, type Disposition } from './dispositions.ts';

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] => [
  `| ${head.join(' | ')} |`,
  `| ${head.map(() => '---').join(' | ')} |`,
  ...rows.map((row) => `| ${row.join(' | ')} |`),
];
const tally = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

function dispositionRows(bytes: Uint8Array): (string | number)[][] {
  const disposed = disposeOf(germanList, bytes);
  return (Object.keys(dispositions) as Disposition[]).map((kind) => {
    const own = disposed.filter(({ disposition }) => disposition === kind);
    const isUsed = kind === 'anchor' || kind === 'linked';
    const countries = [...new Set(own.map(({ country }) => country))].sort();
    const lost = own.filter(({ keyInRoot }) => !keyInRoot).length;
    const detail = own.length === 0 ? '' : isUsed ? `${countries.length} states` : countries.join(' ');
    return [dispositions[kind], own.length, isUsed || own.length === 0 ? '' : lost, detail];
  });
}

const sayCheck = (check: Check | undefined): string =>
  check === undefined ? '' : 'reason' in check ? `${check.status}: ${check.reason}` : check.status;

/** Why the specimen's checks come out as they do, in the words of its own properties. */
const why: Readonly<Record<string, string>> = {
  'sod-signature': 'ECDSA on explicit brainpoolP224r1 with SHA-1, by the signer in EF.SOD',
  'signer-certificate': 'issued by a test authority that is in no list',
  'signer-validity': 'EF.SOD says no signing time; the certificate ended in 2009',
  revocation: 'no list of that issuer',
  'issuing-country': 'signer and zone say Germany',
  'data-hashes': 'files that EF.SOD does not list are in the folder',
  'protection-stripped': 'EF.COM, EF.SOD and EF.DG14 agree',
  'active-authentication': 'EF.DG15 is not in EF.SOD: its key is nobody’s',
  'chip-authentication': 'EF.DG14 has its signed hash, but the signer is unknown',
  'chip-authentication-mapping': 'no PACE',
  'files-agree': 'a Vietnamese matter',
  'printed-data': 'nothing was scanned',
  'hash:DG1': 'the signed hash',
  'hash:DG2': 'left out of the collection',
  'hash:DG3': 'left out of the collection',
  'hash:DG11': 'EF.SOD does not list it',
  'hash:DG12': 'EF.SOD does not list it',
  'hash:DG14': 'the signed hash',
  'hash:DG15': 'EF.SOD does not list it',
};

export function renderConformance(): Promise<string> {
  const bytes = conformanceFile(germanList);
  const { total, usable, algorithms, keys, signer } = accountForCsca(bytes, germanList);
  const { verdict } = judgeSpecimen();
  const [dsc] = specimenSigner();
  return format(
    [
      '# Real data: what becomes of each certificate',
      '',
      'Public data that is no part of the project, found through `CCCD_CONFORMANCE_DATA`. `test/reader-daemon/emrtd/trust/conformance.test.ts` compares this page, which `CCCD_CONFORMANCE_DATA=DIR npx tsx test/fixtures/print-conformance.ts` writes; without the variable its tests are skipped, by name.',
      '',
      `## ${germanList}`,
      '',
      `The German master list: ${total} certificates, ${usable} of them of a key that can be used. Each is in one row. A link that nobody vouches for is kept, and trusted for nothing; where a root of the list has the same key, documents under that key are verified by the root all the same, and only what the third column counts is lost.`,
      '',
      ...table(
        ['what becomes of it', 'certificates', 'key in no root', 'whose'],
        [...dispositionRows(bytes), ['in all', total, '', '']],
      ),
      '',
      `Signed with: ${tally(algorithms)}. Keys: ${tally(keys)}.`,
      '',
      `The message has two certificates of its own: its signer’s (${signer?.subject ?? ''}), whose signature over the list is ${signer?.outcome ?? ''}, and the issuer’s (${signer?.issuer ?? ''}), which ${signer?.issuerInList === true ? 'is one of the list' : 'is not in the list'}. The same octets are read by OpenSSL, too: serial numbers, validity and self-signatures agree for every certificate, but for keys that are refused here and not there.`,
      '',
      'An expired certificate of a country is not left out: documents are judged by the time of their signing (9303-12 §5).',
      '',
      '## BSI specimen of 2008',
      '',
      `One certificate, in EF.SOD: ${dsc?.subject.text ?? ''}, **used** to verify EF.SOD; its issuer (${dsc?.issuer.text ?? ''}) is in no list. Judged with the German list, as on 2026-01-01: **${verdict.overall}**.`,
      '',
      ...table(
        ['check', 'verdict', 'because'],
        Object.entries(verdict.checks).map(([name, check]) => [`\`${name}\``, sayCheck(check), why[name] ?? '']),
      ),
      '',
    ].join('\n'),
    { parser: 'markdown' },
  );
}
