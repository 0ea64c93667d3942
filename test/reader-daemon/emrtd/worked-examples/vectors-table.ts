/** The worked examples as a page of the documentation: `npx tsx test/fixtures/print-tables.ts`. */
import { format } from 'prettier';
import { workedExamples } from './examples.ts';
import { compare, leavesOf, type WorkedExample } from './worked-example.ts';

const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

async function section(example: WorkedExample): Promise<{ lines: string[]; compared: number; given: number }> {
  const { computed } = await compare(example);
  const byFunction = new Map<string, string[]>();
  for (const [name, { by }] of computed) byFunction.set(by, [...(byFunction.get(by) ?? []), name]);
  const { given, words = [] } = example;
  const lines = [
    `## ${example.source}: ${example.title}`,
    '',
    `${leavesOf(example.table).size} values: ${computed.size} compared, ${given.length} given${words.length > 0 ? `, ${words.length} in words` : ''}.`,
    '',
    '| computed by | values compared |',
    '| --- | --- |',
    ...[...byFunction].map(([by, names]) => `| ${list(by.split(', '))} | ${list(names)} |`),
    '',
    `Given: ${list(given)}.${words.length > 0 ? ` Words: ${list(words)}.` : ''}`,
    '',
  ];
  return { lines, compared: computed.size, given: given.length };
}

export async function renderVectors(): Promise<string> {
  const sections = await Promise.all(workedExamples.map(section));
  const sum = (count: (each: (typeof sections)[number]) => number): number =>
    sections.reduce((total, each) => total + count(each), 0);
  const page = [
    '# Worked examples, value by value',
    '',
    `The worked examples of Doc 9303-11 (8th edition) as typed in \`fixtures/doc9303/\`: ${workedExamples.length} examples, ${sum(({ compared }) => compared)} values compared, ${sum(({ given }) => given)} given. \`test/reader-daemon/emrtd/worked-examples/worked-examples.test.ts\` computes each value by the terminal's own functions, from what is given alone: a computation that asks for another value of the table fails, and so does a value that nothing computes, or a given one that nothing uses. The same test compares this page, which \`npx tsx test/fixtures/print-tables.ts\` writes. \`data-files.test.ts\` beside it looks the tables up in the public collection they were typed from, where that is at hand (\`CCCD_CONFORMANCE_DATA\`), value by value in both directions; the collection's lists of vectors (AES-CMAC, retail MAC, DH groups, curves and key agreements, elementary files, check digits, 91 runs of PACE) it computes there and then.`,
    '',
    "Doc 9303-11 has no example of Chip Authentication, and prints neither key nor signature for Active Authentication (App. F). BSI's example is of Chip Authentication version 2, whose session keys take a nonce of the chip's as well; its keys and shared secret are those of version 1, too. App. I keeps the chip's ephemeral private key to itself. App. H names no password: K_π is that of the CAN 123456, and there is no MSE:Set AT.",
    '',
    ...sections.flatMap(({ lines }) => lines),
  ];
  return format(page.join('\n'), { parser: 'markdown' });
}
