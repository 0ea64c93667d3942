/** The matrix as a page of the documentation. */
import { format } from 'prettier';
import type { SuiteName } from '@cccd-kiosk/fixtures/chip/crypto/suite';
import type { MappingName } from '@cccd-kiosk/fixtures/chip/pace-offer';
import type { CurveName } from '@cccd-kiosk/fixtures/chip/crypto/curve-table';
import type { DhGroupName } from '@cccd-kiosk/fixtures/chip/crypto/dh-group-table';
import { agreements, ciphers, curves, groups, impossible, offers } from './matrix.ts';

type Domain = CurveName | DhGroupName;
/** What stands in a cell. `CA` = Chip Authentication. */
export type Outcome = (protocol: MappingName | 'CA', suite: SuiteName, domain: Domain) => string;

const table = (corner: string, rows: readonly (readonly [string, readonly string[]])[]): string =>
  [
    `| ${[corner, ...ciphers].join(' | ')} |`,
    `|${' --- |'.repeat(ciphers.length + 1)}`,
    ...rows.map(([head, cells]) => `| ${[head, ...cells].join(' | ')} |`),
  ].join('\n');

export function renderMatrix(outcome: Outcome): Promise<string> {
  const pace = agreements.map(({ mapping, domains }) => {
    const agreement = domains === curves ? 'ECDH' : 'DH';
    const rows = domains.map((domain) => {
      const cells = ciphers.map((suite) =>
        impossible(mapping, suite, domain) === undefined ? outcome(mapping, suite, domain) : '–',
      );
      return [domain, cells] as const;
    });
    return `### ${mapping} over ${agreement}\n\n${table('domain', rows)}`;
  });
  const chipAuthentication = table(
    'domain',
    [...curves, ...groups].map((domain) => [domain, ciphers.map((suite) => outcome('CA', suite, domain))] as const),
  );
  return format(
    `# Which combinations are proven

Terminal (\`reader-daemon/emrtd\`) against the simulated chip (\`fixtures/chip\`), written apart from each other, each checked alone against the worked examples of Doc 9303-11 (App. D, G, H, I), RFC 5114 and BSI's worked example. Made by \`npx tsx test/fixtures/print-matrix.ts\`; the same combinations run in \`test/reader-daemon/emrtd/access/matrix.test.ts\`, which also compares this page.

\`yes\` = the channel was opened and DG1 read through it. None is covered by vectors alone.

## PACE (9303-11 §4.4)

${offers.length} combinations, each with both passwords, CAN and MRZ: ${2 * offers.length} runs. With CAM, the chip's proof was verified against its static key.

${pace.join('\n\n')}

\`–\` = the standard has no such combination: ${[...reasons()].join('; ')}. CAM is not defined over DH.

## Chip Authentication (9303-11 §6.2)

DG1 was read through the new channel; the key's domain spelt out. By number, every domain was run with AES-128.

${chipAuthentication}

## Terminal Authentication (9303-11 §7.1)

Behind Chip Authentication, with access by PACE (GM over ECDH and DH, CAM) or BAC; certificates and signatures with RSA (PKCS #1 v1.5 and PSS, SHA-1, SHA-256, SHA-512) and ECDSA (SHA-1, SHA-224, SHA-256, SHA-384, SHA-512): \`test/fixtures/chip/terminal-authentication.test.ts\`.
`,
    { parser: 'markdown', printWidth: 120 },
  );
}

function reasons(): Set<string> {
  const all = agreements.flatMap(({ mapping, domains }) =>
    domains.flatMap((domain) => ciphers.map((suite) => impossible(mapping, suite, domain))),
  );
  return new Set(all.filter((reason) => reason !== undefined));
}
