import { fieldNames, fieldRules } from './fields.ts';

/** In an element that may be empty, the pattern holds only for a value. */
const patternOf = ({ pattern, mandatory }: { pattern?: string; mandatory: boolean }): string =>
  pattern === undefined ? '' : `<xs:pattern value="${mandatory ? pattern : `(${pattern})?`}"/>`;

/**
 * XML Schema of a message that is to be sent, made from the table of fields. It is the project's own: the portal's schema
 * is not public. A draft lacks mandatory values and does not pass it.
 */
export function checkInSchema(): string {
  const elements = fieldNames.map((name) => {
    const { max, mandatory, pattern } = fieldRules[name];
    const least = mandatory ? '<xs:minLength value="1"/>' : '';
    const most = max === null ? '' : `<xs:maxLength value="${max}"/>`;
    const form = patternOf({ mandatory, ...(pattern === undefined ? {} : { pattern }) });
    return `<xs:element name="${name}"><xs:simpleType><xs:restriction base="xs:string">${least}${most}${form}</xs:restriction></xs:simpleType></xs:element>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified">
<xs:element name="CHI_TIEU_TRANG_THAI_KCB"><xs:complexType><xs:sequence>
<xs:element name="DSACH_TRANG_THAI_KCB"><xs:complexType><xs:sequence>
<xs:element name="TRANG_THAI_KCB" maxOccurs="unbounded"><xs:complexType><xs:sequence>
${elements.join('\n')}
</xs:sequence></xs:complexType></xs:element>
</xs:sequence></xs:complexType></xs:element>
<xs:element name="CHUKYDONVI" type="xs:string"/>
</xs:sequence></xs:complexType></xs:element>
</xs:schema>
`;
}
