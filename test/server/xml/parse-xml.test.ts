import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { create } from 'xmlbuilder2';
import { parseXml, XmlError, type XmlElement } from '@cccd-kiosk/server/src/xml/parse-xml';

describe('an XML document as SOAP allows one', () => {
  it('resolves namespaces, joins text, opens the five entities and numbers', () => {
    const root = parseXml(
      '\uFEFF<?xml version="1.0" encoding="UTF-8"?>\n<!-- x --><a:r xmlns:a="urn:a" xmlns="urn:d"><b x = \'1&lt;\'>H&apos;Bl&#x16D;k <![CDATA[<&>]]><!-- y -->&#84;</b><c xmlns="urn:e"/></a:r>\n',
    );
    expect(root).toMatchObject({ namespace: 'urn:a', name: 'r', text: '' });
    expect(root.children).toEqual([
      { namespace: 'urn:d', name: 'b', text: "H'Blŭk <&>T", children: [] },
      { namespace: 'urn:e', name: 'c', text: '', children: [] },
    ]);
  });

  it.each([
    ['nothing', ''],
    ['text alone', 'x'],
    ['an entity of its own', '<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>'],
    ['a document type from elsewhere', '<!DOCTYPE r SYSTEM "file:///etc/passwd"><r/>'],
    ['an unknown entity', '<r>&nbsp;</r>'],
    ['a lone ampersand', '<r>a & b</r>'],
    ['half a surrogate', '<r>&#xD800;</r>'],
    ['a number of no character', '<r>&#x110000;</r>'],
    ['a character that XML has not', '<r>\u0000</r>'],
    ['the same, as a number', '<r>&#0;</r>'],
    ['a processing instruction', '<r><?php ?></r>'],
    ['a stylesheet', '<?xml-stylesheet href="x"?><r/>'],
    ['an end too few', '<r><a></r>'],
    ['an end too many', '<r/></r>'],
    ['ends that cross', '<r><a><b></a></b></r>'],
    ['two roots', '<r/><r/>'],
    ['text after the root', '<r/>x'],
    ['an open section', '<r><![CDATA[x</r>'],
    ['an unknown prefix', '<a:r/>'],
    ['an attribute twice', '<r a="1" a="2"/>'],
    ['an attribute without quotes', '<r a=1/>'],
    ['a name that is a number', '<1/>'],
    ['33 levels', `${'<a>'.repeat(33)}${'</a>'.repeat(33)}`],
    ['20,001 elements', `<r>${'<a/>'.repeat(20_000)}</r>`],
  ])('%s is refused', (_what, text) => {
    expect(() => parseXml(text)).toThrow(XmlError);
  });

  it.each([
    ['blanks in a tag', `<a${' '.repeat(250_000)}!`],
    ['attributes without end', `<a ${'a="1" '.repeat(40_000)}!`],
    ['comments that begin', '<!--'.repeat(60_000)],
    ['sections that begin', `<r>${'<![CDATA['.repeat(25_000)}`],
    ['ampersands', `<r>${'&amp;'.repeat(50_000)}</r>`],
    [
      'prefixes, and children that add one',
      `<r ${Array.from({ length: 8_000 }, (_, n) => `xmlns:p${String(n)}="u"`).join(' ')}>${'<b xmlns:q="v"/>'.repeat(7_000)}</r>`,
    ],
  ])('%s: a quarter of a megabyte is read or refused', (_what, text) => {
    try {
      parseXml(text);
    } catch (error) {
      expect(error).toBeInstanceOf(XmlError);
    }
  });

  it('reads what another program writes', () => {
    interface Tree {
      name: string;
      text: string;
      children: Tree[];
    }
    const of = (child?: fc.Arbitrary<Tree>): fc.Arbitrary<Tree> =>
      fc.record({
        name: fc.stringMatching(/^[A-Za-z_][\w.-]{0,8}$/),
        text: fc.string({ unit: 'grapheme', maxLength: 20 }),
        children: child === undefined ? fc.constant([]) : fc.array(child, { maxLength: 3 }),
      });
    const write = (parent: ReturnType<typeof create>, { name, text, children }: Tree): void => {
      const element = parent.ele(name).txt(text);
      for (const child of children) write(element, child);
    };
    const plain = ({ name, text, children }: Tree | XmlElement): Tree => ({
      ...{ name, text, children: children.map(plain) },
    });
    fc.assert(
      fc.property(of(of(of(of()))), (tree) => {
        const document = create();
        write(document, tree);
        expect(plain(parseXml(document.end()))).toEqual(tree);
      }),
      { numRuns: 300 },
    );
  });
});
