/** A small country of the tests: an authority, a signer, and security objects made by it. */
import { createHash } from 'node:crypto';
import { plain } from '@cccd-kiosk/emrtd/bytes';
import * as write from '@cccd-kiosk/emrtd/der-write';
import { oids } from '@cccd-kiosk/emrtd/oid';
import { encodeTlv } from '@cccd-kiosk/emrtd/tlv';
import type { DataGroupNumber } from '@cccd-kiosk/emrtd/lds/files';
import { parseCertificate } from '@cccd-kiosk/emrtd/trust/certificate';
import { parseRevocationList } from '@cccd-kiosk/emrtd/trust/revocation-list';
import { createTrustStore, type TrustStore } from '@cccd-kiosk/emrtd/trust/trust-store';
import { certificate, ecKey, message, name, type Key, type MessagePlan, type Plan } from './mint.ts';

export const cscaName = name('UT', 'CSCA Utopia');
export const signerName = name('UT', 'Document Signer 1');
export const cscaKey = ecKey('secp384r1', 'sha384', 'explicit');
export const signerKey = ecKey('brainpoolP384r1', 'sha256');
export const csca = certificate({ subject: cscaName, key: cscaKey, ca: true });

export const files: ReadonlyMap<DataGroupNumber, Uint8Array> = new Map(
  ([1, 2, 14] as const).map((n) => [n, encodeTlv(0x60 + n, Uint8Array.of(n, n))]),
);

/** A signer's certificate issued by the authority, changed as asked. */
export const signerCertificate = (plan: Partial<Plan> = {}): Uint8Array =>
  certificate({ subject: signerName, key: signerKey, issuer: cscaName, issuerKey: cscaKey, serial: 77, ...plan });

/** LDSSecurityObject: version 0, or 1 with the versions of LDS and Unicode. */
export function securityObject(
  signed: ReadonlyMap<number, Uint8Array> = files,
  hash: 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512' = 'sha256',
  version: 0 | 1 = 0,
): Uint8Array {
  const rows = [...signed].map(([n, bytes]) =>
    write.writeSequence(write.writeInteger(n), write.writeOctetString(plain(createHash(hash).update(bytes).digest()))),
  );
  return write.writeSequence(
    write.writeInteger(version),
    write.writeSequence(write.writeOid(oids[hash]), write.writeNull()),
    write.writeSequence(...rows),
    ...(version === 1
      ? [write.writeSequence(write.writePrintableString('0108'), write.writePrintableString('040000'))]
      : []),
  );
}

/** EF.SOD over `files`, signed on 2025-06-01 (or without saying when), changed as asked. */
export function sod(plan: Partial<MessagePlan> = {}, timed = true): Uint8Array {
  const whole = {
    contentType: oids.ldsSecurityObject,
    content: securityObject(),
    certificate: signerCertificate(),
    issuer: cscaName,
    serial: 77,
    key: signerKey,
    ...(timed && { signingTime: new Date('2025-06-01T08:00:00Z') }),
    ...plan,
  };
  return encodeTlv(0x77, message(whole));
}

export const store = (certificates: readonly Uint8Array[] = [csca], crls: readonly Uint8Array[] = []): TrustStore =>
  createTrustStore({ certificates: certificates.map(parseCertificate), crls: crls.map(parseRevocationList) });

export const signerPlan = (key: Key): Partial<MessagePlan> => ({ key, certificate: signerCertificate({ key }) });
