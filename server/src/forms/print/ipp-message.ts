/**
 * IPP/1.1 messages (RFC 8010 §3): a header of eight octets, groups of attributes, then the document. Only what printing one
 * PDF needs is written; of an answer the numbers, words and truths are read and everything else is stepped over.
 */
const tags = {
  operation: 0x01,
  job: 0x02,
  end: 0x03,
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  charset: 0x47,
  language: 0x48,
  mime: 0x49,
} as const;

/** RFC 8011 §5.4.15. */
export const operations = {
  print: 0x0002,
  cancelJob: 0x0008,
  jobAttributes: 0x0009,
  printerAttributes: 0x000b,
} as const;
export type Operation = keyof typeof operations;

type Syntax = 'integer' | 'name' | 'keyword' | 'uri' | 'mime' | 'charset' | 'language';
export type Attribute = readonly [name: string, syntax: Syntax, value: number | string | readonly string[]];

export interface IppRequest {
  readonly operation: Operation;
  readonly id: number;
  /** After charset and language, which come first (RFC 8011 §4.1.4). */
  readonly about: readonly Attribute[];
  readonly job?: readonly Attribute[];
  readonly document?: Uint8Array;
}

const sized = (bytes: Buffer): Buffer => {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

function encode([name, syntax, value]: Attribute): Buffer {
  const values = typeof value === 'object' ? value : [value];
  // Further values of one attribute have no name (RFC 8010 §3.1.5).
  return Buffer.concat(
    values.map((each, at) => {
      const octets = typeof each === 'string' ? Buffer.from(each, 'utf8') : Buffer.alloc(4);
      if (typeof each === 'number') octets.writeInt32BE(each);
      return Buffer.concat([Buffer.of(tags[syntax]), sized(Buffer.from(at === 0 ? name : '')), sized(octets)]);
    }),
  );
}

const always: readonly Attribute[] = [
  ['attributes-charset', 'charset', 'utf-8'],
  ['attributes-natural-language', 'language', 'en'],
];

export function writeRequest({ operation, id, about, job = [], document }: IppRequest): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt16BE(0x0101, 0);
  header.writeUInt16BE(operations[operation], 2);
  header.writeInt32BE(id, 4);
  return Buffer.concat([
    header,
    Buffer.of(tags.operation),
    ...[...always, ...about].map(encode),
    ...(job.length === 0 ? [] : [Buffer.of(tags.job), ...job.map(encode)]),
    Buffer.of(tags.end),
    ...(document === undefined ? [] : [document]),
  ]);
}

export interface IppAnswer {
  /** RFC 8011 appendix B: below 0x0100 the printer does what was asked. */
  readonly status: number;
  /** By name, from every group; the first group that has a name tells it. */
  readonly values: ReadonlyMap<string, readonly (number | string | boolean)[]>;
}

export const succeeded = ({ status }: IppAnswer): boolean => status < 0x0100;

function valueOf(tag: number, octets: Buffer): number | string | boolean | undefined {
  if ((tag === tags.integer || tag === tags.enum) && octets.length === 4) return octets.readInt32BE();
  if (tag === tags.boolean && octets.length === 1) return octets[0] === 1;
  return tag >= 0x41 && tag <= 0x49 ? octets.toString('utf8') : undefined;
}

/** Throws RangeError for octets that are no answer: cut off, or without an end. */
export function readAnswer(bytes: Buffer): IppAnswer {
  const status = bytes.readUInt16BE(2);
  const values = new Map<string, (number | string | boolean)[]>();
  let at = 8;
  let current: (number | string | boolean)[] = [];
  const field = (): Buffer => {
    const length = bytes.readUInt16BE(at);
    at += 2;
    if (at + length > bytes.length) throw new RangeError('an IPP answer that ends early');
    at += length;
    return bytes.subarray(at - length, at);
  };
  for (;;) {
    const tag = bytes.readUInt8(at);
    at += 1;
    if (tag === tags.end) return { status, values };
    // A new group: its attributes follow.
    if (tag < 0x10) continue;
    const name = field().toString('utf8');
    const value = valueOf(tag, field());
    if (name !== '') {
      current = [];
      if (!values.has(name)) values.set(name, current);
    }
    if (value !== undefined) current.push(value);
  }
}
