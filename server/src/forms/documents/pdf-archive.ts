import { createHash } from 'node:crypto';
import { PDFArray, PDFHexString, PDFName, PDFString, type PDFDocument } from 'pdf-lib';
import { grayProfile } from './gray-profile.ts';

const producer = 'cccd-kiosk';
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const seconds = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, 'Z');

const packet = (title: string, at: string): string => `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escaped(title)}</rdf:li></rdf:Alt></dc:title>
<pdf:Producer>${producer}</pdf:Producer>
<xmp:CreateDate>${at}</xmp:CreateDate><xmp:ModifyDate>${at}</xmp:ModifyDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`;

/**
 * What ISO 19005-2 (PDF/A-2u) asks besides embedded fonts with Unicode maps: XMP that says so and agrees with the document
 * information, an output intent for the black it is printed in, an identifier. No validator was run on it here.
 */
export function describeAsArchive(document: PDFDocument, { title, madeAt }: { title: string; madeAt: Date }): void {
  const { context, catalog } = document;
  const at = new Date(Math.floor(madeAt.getTime() / 1000) * 1000);
  document.setTitle(title, { showInWindowTitleBar: true });
  document.setProducer(producer);
  document.setCreationDate(at);
  document.setModificationDate(at);
  document.setLanguage('vi');
  const metadata = context.stream(new TextEncoder().encode(packet(title, seconds(at))), {
    Type: 'Metadata',
    Subtype: 'XML',
  });
  catalog.set(PDFName.of('Metadata'), context.register(metadata));
  const profile = context.register(context.stream(grayProfile(), { N: 1 }));
  const intent = context.obj({
    Type: 'OutputIntent',
    S: 'GTS_PDFA1',
    OutputConditionIdentifier: PDFString.of('Gray gamma 2.2'),
    Info: PDFString.of('Gray gamma 2.2'),
    DestOutputProfile: profile,
  });
  catalog.set(PDFName.of('OutputIntents'), context.obj([intent]));
  const id = PDFHexString.of(createHash('sha256').update(`${title} ${at.toISOString()}`).digest('hex').slice(0, 32));
  const ids = PDFArray.withContext(context);
  ids.push(id);
  ids.push(id);
  context.trailerInfo.ID = ids;
}
