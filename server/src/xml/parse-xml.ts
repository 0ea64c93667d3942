import { SaxesParser } from 'saxes';

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
type Open = { -readonly [key in keyof XmlElement]: XmlElement[key] } & { children: XmlElement[] };

/**
 * The root of a document as SOAP allows one: XML 1.0 with namespaces, no document type (so no entities of its own), no
 * processing instructions, at most 32 deep. Throws XmlError.
 */
export function parseXml(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true, defaultXMLVersion: '1.0', forceXMLVersion: true });
  const open: Open[] = [];
  let root: XmlElement | undefined;
  let count = 0;
  const refuse = (reason: string) => (): never => {
    throw new XmlError(reason);
  };
  const words = (part: string): void => {
    const top = open.at(-1);
    if (top !== undefined) top.text += part;
  };
  // What the parser says of a fault quotes the document.
  parser.on('error', refuse('form'));
  parser.on('doctype', refuse('doctype'));
  parser.on('processinginstruction', refuse('instruction'));
  parser.on('opentag', ({ uri, local }) => {
    count += 1;
    if (open.length >= mostDepth || count > mostElements) throw new XmlError('size');
    const element = { namespace: uri, name: local, text: '', children: [] };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  parser.on('text', words);
  parser.on('cdata', words);
  parser.write(text).close();
  if (root === undefined) throw new XmlError('form');
  return root;
}
