import { create } from 'xmlbuilder2';
import { writable } from '../../xml/writable.ts';
import type { CheckInFields } from './fields.ts';
import { fieldNames, fieldRules } from './fields.ts';

/** The list that the facility signs: `DSACH_TRANG_THAI_KCB` with one visit. */
function listOf(fields: CheckInFields, parent: ReturnType<typeof create>) {
  const visit = parent.ele('DSACH_TRANG_THAI_KCB').ele('TRANG_THAI_KCB');
  for (const name of fieldNames) {
    const value = writable(fields[name]);
    const element = visit.ele(name);
    if (value === '') continue;
    // A CDATA section cannot hold its own end: such a text is escaped instead.
    if (fieldRules[name].cdata === true && !value.includes(']]>')) element.dat(value);
    else element.txt(value);
  }
}

/** Exactly the octets over which a facility signs. */
export function signedListXml(fields: CheckInFields): string {
  const fragment = create();
  listOf(fields, fragment);
  return fragment.end({ headless: true });
}

/** The whole message, UTF-8. `signature` is what the facility's adapter made; empty in a draft. */
export function checkInXml(fields: CheckInFields, signature = ''): string {
  const root = create({ version: '1.0', encoding: 'UTF-8' }).ele('CHI_TIEU_TRANG_THAI_KCB');
  listOf(fields, root);
  const seal = root.ele('CHUKYDONVI');
  if (signature !== '') seal.txt(signature);
  return root.end();
}
