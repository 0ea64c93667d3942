/** LDIF (RFC 2849) as the ICAO PKD publishes it: certificates, revocation lists and master lists as Base64 values. */
import { decodeBase64 } from './pem.ts';

export type LdifKind = 'certificate' | 'revocation-list' | 'master-list';

/** Attribute types of the PKD's schema, options as `;binary` apart. */
const kinds: Readonly<Record<string, LdifKind>> = {
  usercertificate: 'certificate',
  cacertificate: 'certificate',
  certificaterevocationlist: 'revocation-list',
  pkdmasterlistcontent: 'master-list',
  cscamasterlistdata: 'master-list',
};

/** Does the text begin as LDIF does? */
export const looksLikeLdif = (text: string): boolean =>
  /^(#[^\n]*\n|\s*\n)*(version:|dn::?)/i.test(text.slice(0, 4096));

/** Every value of a kind known. Throws `malformed` for a value that is not Base64. */
export function parseLdif(text: string): readonly { readonly kind: LdifKind; readonly bytes: Uint8Array }[] {
  return text
    .replace(/\r?\n /g, '')
    .split(/\r?\n/)
    .flatMap((line) => {
      const match = /^([A-Za-z0-9.-]+)(?:;[A-Za-z0-9-]+)*::\s*(\S+)\s*$/.exec(line);
      const kind = kinds[(match?.[1] ?? '').toLowerCase()];
      return kind === undefined ? [] : [{ kind, bytes: decodeBase64(match?.[2] ?? '') }];
    });
}
