import { writable } from './writable.ts';

/** An element with its namespace resolved. Text is that of the element itself, its children's apart. */
export interface XmlElement {
  readonly namespace: string;
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** Out of form, or larger than an honest answer. The message holds nothing of the text. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
}

const mostDepth = 32;
const mostElements = 20_000;
const name = String.raw`[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?`;
const attribute = String.raw`\s+${name}\s*=\s*(?:"[^"<]*"|'[^'<]*')`;
const declaration = /^\uFEFF?\s*<\?xml\s[^<>?]*\?>/;
const token = new RegExp(
  String.raw`<!\[CDATA\[(?<cdata>[\s\S]*?)\]\]>|<!--[\s\S]*?-->|</(?<end>${name})\s*>` +
    String.raw`|<(?<start>${name})(?<attributes>(?:${attribute})*)\s*(?<empty>/?)>|(?<text>[^<]+)`,
  'uy',
);
const attributes = new RegExp(String.raw`(?<key>${name})\s*=\s*(?:"(?<double>[^"]*)"|'(?<single>[^']*)')`, 'gu');
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const isCharacter = (code: number): boolean =>
  code === 9 || code === 10 || code === 13 || (code >= 0x20 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff));

/** The five names and numbers of characters: nothing that a document could define itself, nothing that grows. */
function unescaped(text: string): string {
  return text.replace(/&([^;&]{0,12};)?/g, (_all, body: string | undefined) => {
    const entity = body?.slice(0, -1) ?? '';
    const number = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(entity);
    const known = number === null ? named[entity] : undefined;
    if (known !== undefined) return known;
    const code = number === null ? NaN : parseInt(number[1] ?? number[2] ?? '', number[1] === undefined ? 10 : 16);
    if (!isCharacter(code)) throw new XmlError('entity');
    return String.fromCodePoint(code);
  });
}

interface Open {
  readonly tag: string;
  /** Declared here; what is declared further out is found there, not copied. */
  readonly prefixes: ReadonlyMap<string, string>;
  readonly element: { namespace: string; name: string; text: string; children: XmlElement[] };
}

function opened(tag: string, attributeText: string, around: readonly Open[]): Open {
  const prefixes = new Map<string, string>();
  const seen = new Set<string>();
  for (const { groups } of attributeText.matchAll(attributes)) {
    const key = groups?.['key'] ?? '';
    const value = unescaped(groups?.['double'] ?? groups?.['single'] ?? '');
    if (seen.has(key)) throw new XmlError('attribute');
    seen.add(key);
    const declared = /^xmlns(?::(.+))?$/.exec(key);
    if (declared !== null) prefixes.set(declared[1] ?? '', value);
  }
  const colon = tag.indexOf(':');
  const prefix = tag.slice(0, Math.max(colon, 0));
  const namespace = prefixes.get(prefix) ?? around.findLast((one) => one.prefixes.has(prefix))?.prefixes.get(prefix);
  if (namespace === undefined && prefix !== '') throw new XmlError('prefix');
  return { tag, prefixes, element: { namespace: namespace ?? '', name: tag.slice(colon + 1), text: '', children: [] } };
}

/**
 * The root of a document as SOAP allows one: no document type (so no entities of its own), no processing instructions, at
 * most 32 deep. Reads forward once without recursion and wants every character accounted for. Throws XmlError.
 */
export function parseXml(text: string): XmlElement {
  if (writable(text) !== text) throw new XmlError('character');
  const stack: Open[] = [];
  let root: XmlElement | undefined;
  let count = 0;
  token.lastIndex = declaration.exec(text)?.[0].length ?? 0;
  while (token.lastIndex < text.length) {
    const groups = token.exec(text)?.groups;
    if (groups === undefined) throw new XmlError('markup');
    const { start, end, empty, cdata, text: words } = groups;
    const top = stack.at(-1);
    if (start !== undefined) {
      count += 1;
      if (stack.length >= mostDepth || count > mostElements) throw new XmlError('size');
      if (top === undefined && root !== undefined) throw new XmlError('root');
      const next = opened(start, groups['attributes'] ?? '', stack);
      if (top === undefined) root = next.element;
      else top.element.children.push(next.element);
      if (empty !== '/') stack.push(next);
    } else if (end !== undefined) {
      if (stack.pop()?.tag !== end) throw new XmlError('end');
    } else if (top !== undefined) top.element.text += cdata ?? (words === undefined ? '' : unescaped(words));
    else if (cdata !== undefined || (words ?? '').trim() !== '') throw new XmlError('text');
  }
  if (root === undefined || stack.length > 0) throw new XmlError('end');
  return root;
}
