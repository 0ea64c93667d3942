/**
 * Inspection-system certificates and their key, from files, for a body that holds them. Everything that a card would
 * find wrong with them and that can be known beforehand keeps the program from starting.
 */
import { constants, createPrivateKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { plain } from '@cccd-kiosk/emrtd/bytes';
import { isSignedByHolder, verifyCvChain } from '@cccd-kiosk/emrtd/chip/cv-chain';
import { parseCvCertificate, type CvCertificate } from '@cccd-kiosk/emrtd/chip/cv-certificate';
import { maxChain } from '@cccd-kiosk/emrtd/chip/terminal-authentication';
import type { TerminalAlgorithm } from '@cccd-kiosk/emrtd/chip/terminal-authentication-algorithm';
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import type { FingerprintPolicy, TerminalEntitlement } from '@cccd-kiosk/emrtd/inspection/terminal-step';
import { RefusedConfig } from './refused-config.ts';

export interface TerminalFiles {
  /** Folder of CV certificates (7F21, one a file): the CVCA's own, links, document verifier, terminal. */
  readonly certificates: string;
  /** PEM, readable by its user alone. */
  readonly key: string;
  readonly fingerprints: FingerprintPolicy;
}

/** Names of the settings that a refusal points at. */
export interface TerminalSettingNames {
  readonly certificates: string;
  readonly key: string;
}

function signature(key: KeyObject, message: Uint8Array, { kind, hash }: TerminalAlgorithm): Uint8Array {
  const digest = hash.replace('-', '').toLowerCase();
  if (kind === 'ecdsa') return plain(sign(digest, message, { key, dsaEncoding: 'ieee-p1363' }));
  const padding = kind === 'rsa-pss' ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
  return plain(sign(digest, message, { key, padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }));
}

function readCertificates(folder: string, setting: string): CvCertificate[] {
  let names: string[];
  try {
    names = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    throw new RefusedConfig(setting, String((error as { code?: unknown }).code ?? 'cannot be read'));
  }
  return names.map((name) => {
    try {
      return parseCvCertificate(plain(readFileSync(join(folder, name))));
    } catch (error) {
      if (error instanceof EmrtdError) throw new RefusedConfig(setting, `${name}: ${error.code}`);
      throw error;
    }
  });
}

const isOwn = ({ authorityReference, holderReference }: CvCertificate): boolean =>
  authorityReference === holderReference;

/** From the CVCA's own certificate, which heads it, down to the one terminal. */
function inOrder(certificates: readonly CvCertificate[], setting: string): CvCertificate[] {
  const terminals = certificates.filter(({ role }) => role === 'terminal');
  const [terminal] = terminals;
  if (terminal === undefined || terminals.length > 1)
    throw new RefusedConfig(setting, `one terminal's certificate is due, ${terminals.length} are there`);
  const chain = [terminal];
  for (let first = terminal; !isOwn(first);) {
    const { authorityReference } = first;
    const holders = certificates.filter((each) => each.holderReference === authorityReference && !chain.includes(each));
    // A link and the new authority's own certificate bear one name: the link leads to what older cards know.
    const issuer = holders.find((each) => !isOwn(each)) ?? holders[0];
    if (issuer === undefined)
      throw new RefusedConfig(setting, `no certificate of ${authorityReference}, up to an authority's own`);
    chain.unshift(issuer);
    first = issuer;
  }
  return chain;
}

function readKey(path: string, setting: string): KeyObject {
  try {
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
      throw new RefusedConfig(setting, 'others may read it');
    return createPrivateKey(readFileSync(path));
  } catch (error) {
    if (error instanceof RefusedConfig) throw error;
    throw new RefusedConfig(setting, String((error as { code?: unknown }).code ?? 'no private key'));
  }
}

/** Throws `RefusedConfig` for what is missing, broken, out of date, or does not belong together. */
export function loadTerminalEntitlement(
  files: TerminalFiles,
  names: TerminalSettingNames,
  now: Date,
): TerminalEntitlement {
  const [trustPoint, ...chain] = inOrder(readCertificates(files.certificates, names.certificates), names.certificates);
  const terminal = chain.at(-1);
  if (trustPoint === undefined || terminal === undefined)
    throw new RefusedConfig(names.certificates, 'no chain below the authority');
  if (chain.length > maxChain) throw new RefusedConfig(names.certificates, `more than ${maxChain} below the authority`);
  const judged = verifyCvChain({ trustPoint, chain, today: now.toISOString().slice(0, 10) });
  if (!judged.valid) {
    const holder = chain[judged.at]?.holderReference ?? 'the end';
    throw new RefusedConfig(names.certificates, `${holder}: ${judged.fault}`);
  }
  if (files.fingerprints !== 'leave' && !judged.authorization.mayReadFingerprints)
    throw new RefusedConfig(names.certificates, 'these certificates do not entitle to fingerprints');
  const key = readKey(files.key, names.key);
  if (!fits(key, { trustPoint, chain }, terminal.algorithm))
    throw new RefusedConfig(names.key, `not the key of ${terminal.holderReference}`);
  return {
    chain,
    sign: (message, algorithm) => Promise.resolve(signature(key, message, algorithm)),
    fingerprints: files.fingerprints,
  };
}

function fits(
  key: KeyObject,
  certificates: Parameters<typeof isSignedByHolder>[0],
  algorithm: TerminalAlgorithm,
): boolean {
  const probe = Uint8Array.from('terminal authentication', (character) => character.charCodeAt(0));
  try {
    return isSignedByHolder(certificates, probe, signature(key, probe, algorithm));
  } catch {
    // A key of another kind cannot sign so at all.
    return false;
  }
}
