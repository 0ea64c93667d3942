/**
 * The negative cases of BSI TR-03105 part 5.1, version 1.5: test plan for inspection systems. Numbers are the
 * guideline's, words are ours. Many of its cases now stand in ICAO's own test plan and keep only their numbers and titles
 * there; they are named by the number they had.
 */
import { sodCases } from '../trust/sod-cases.ts';

export interface Covered {
  readonly id: string;
  readonly what: string;
  /** Cards of docs/hostile.md, by name. */
  readonly cards?: readonly string[];
  /** Tests: a file below `test/`, and words of the title. */
  readonly tests?: readonly (readonly [file: string, title: string])[];
  /** Why the terminal takes what the guideline wants refused. */
  readonly accepted?: string;
  /** Why it cannot be asked of this terminal. */
  readonly notAsked?: string;
}

const cards = (id: string, what: string, ...names: readonly string[]): Covered => ({ id, what, cards: names });
const tests = (id: string, what: string, ...of: readonly (readonly [string, string])[]): Covered => ({
  id,
  what,
  tests: of,
});
const accepted = (row: Covered, why: string): Covered => ({ ...row, accepted: why });
const notAsked = (id: string, what: string, why: string): Covered => ({ id, what, notAsked: why });

const pace = 'reader-daemon/emrtd/access/pace-mappings.test.ts';
const mapping = 'reader-daemon/emrtd/inspection/mapping-proof.test.ts';
const ca = 'reader-daemon/emrtd/chip/chip-authentication.test.ts';
const terminal = 'reader-daemon/emrtd/inspection/terminal-step.test.ts';
const exchange = 'reader-daemon/emrtd/chip/terminal-authentication.test.ts';
const chain = 'reader-daemon/emrtd/chip/cv-certificate.test.ts';
const key = 'reader-daemon/emrtd/chip/chip-public-key.test.ts';
const rsa = 'reader-daemon/emrtd/crypto/signatures.test.ts';
const picture = 'reader-daemon/emrtd/lds/dg2.test.ts';
const zone = 'reader-daemon/emrtd/lds/mrz.test.ts';
const reading = 'reader-daemon/emrtd/iso7816/read-file.test.ts';

const issuer = 'the issuer has signed it; the field is told as it stands, and judged by nobody';
const face = 'the field is not used: the picture is';
const common = 'EF.COM is signed by nobody, and nothing is decided by it but what a copy hides';
const biometric = 'DG3 and DG4 are compared with their signed hash at most, and never opened';

const layer6: readonly Covered[] = [
  cards('ISO7816_A_03', 'the application is not there', 'select-6a82', 'select-6a81', 'not-emrtd'),
  cards('ISO7816_B_01', 'BAC: a wrong MAC', 'bac-cryptogram-mac'),
  cards('ISO7816_B_02', 'BAC: a wrong cryptogram', 'bac-cryptogram-bit', 'bac-cryptogram-zero'),
  cards('ISO7816_B_03', 'BAC: refused', 'bac-answer-6300', 'bac-answer-6982', 'bac-answer-6988'),
  cards('ISO7816_B_04', 'the chip gives up the channel', 'channel-bare-6987', 'channel-bare-6988'),
  cards('ISO7816_B_05', 'an answer without MAC', 'channel-no-mac-object'),
  cards('ISO7816_B_06', 'an answer without its data', 'channel-no-data-object'),
  cards('ISO7816_B_07', 'an answer without its status', 'channel-no-status-object'),
  cards('ISO7816_B_08', 'an answer with a wrong MAC', 'channel-mac-first-bit', 'channel-mac-last-bit', 'wrong-mac'),
  cards('ISO7816_B_09', 'an answer with a wrong cryptogram', 'wrong-cryptogram', 'channel-data-swapped'),
  cards('ISO7816_B_10', 'a revoked signer', 'revoked-signer'),
  cards('ISO7816_C_01', 'a file that cannot be selected', 'dg1-6a82', 'dg2-6a82', 'sod-6a82'),
  tests('ISO7816_C_03', 'reading past the end', [reading, 'a card that refuses to read past the end']),
  tests('ISO7816_C_08', 'a portrait of no size', [picture, 'no pixels']),
  cards('ISO7816_D_06', 'EF.DG14: a key of another number', 'form-dg14-key-id'),
  tests('ISO7816_D_07', 'EF.DG14: a broken DH key', [key, 'is no key'], [ca, 'a key outside the subgroup']),
  {
    ...cards('ISO7816_D_08', 'EF.DG14: a broken ECDH key', 'form-dg14-key-bit'),
    tests: [[key, 'one bit off the curve']],
  },
  cards('ISO7816_D_09', 'the old keys go on after Chip Authentication', 'ca-old-keys'),
  notAsked(
    'ISO7816_D_10',
    'another key pair each time',
    'a property of the terminal’s random source: every run draws anew',
  ),
  cards('ISO7816_D_11', 'EF.DG14: a DH key named otherwise', 'form-dg14-key-kind'),
  cards('ISO7816_D_12', 'EF.DG14: an ECDH key named otherwise', 'form-dg14-key-kind'),
  cards('ISO7816_D_13', 'EF.DG14: key and protocol of two numbers', 'form-dg14-key-id'),
  cards('ISO7816_D_15', 'the key’s number refused', 'ca-template-6a80', 'ca-template-6a88', 'ca-template-6300'),
  tests('ISO7816_E_08', 'EF.CVCA names another authority', [
    terminal,
    'a chip of another authority is shown no certificate',
  ]),
  tests('ISO7816_E_09', 'EF.CVCA names none', [terminal, 'a card that names the protocol and has no authority']),
  tests('ISO7816_E_10', 'EF.CVCA names three', [chain, 'a third reference is no filling']),
  tests('ISO7816_E_11', 'another document number', [terminal, 'a zone whose number names no chip']),
  tests('ISO7816_E_12', 'a challenge of 7 octets', [exchange, 'a challenge too short']),
  tests('ISO7816_E_13', 'a challenge of 9 octets', [exchange, 'a challenge too long']),
  tests('ISO7816_E_14', 'DG3 denied', [terminal, 'a terminal without the right: accepted, and DG3 denied']),
  notAsked('ISO7816_E_15', 'DG4 denied', 'DG4 is never asked for'),
  tests('ISO7816_E_16', 'DG3 and DG4 denied', [terminal, 'a terminal without the right: accepted, and DG3 denied']),
  tests('ISO7816_E_17', 'a verifier wrongly signed', [terminal, 'of a verifier that nobody signed']),
  tests('ISO7816_E_18', 'a terminal wrongly signed', [terminal, 'with a certificate that nobody signed']),
  tests('ISO7816_E_19', 'a chain out of date', [terminal, 'whose time is over']),
  tests('ISO7816_E_20', 'a verifier out of date', [chain, 'expired yesterday']),
  tests('ISO7816_E_21', 'a terminal out of date', [chain, 'expired yesterday']),
  notAsked(
    'ISO7816_E_22',
    'EF.CVCA under another identifier',
    'the info’s file identifier is not followed: EF.CVCA is 011C',
  ),
  notAsked('ISO7816_E_23', 'EF.CVCA under another short identifier', 'as before: 1C, or else by 011C'),
  tests(
    'ISO7816_E_24',
    'a chain with a gap',
    [chain, 'without its document verifier'],
    [chain, 'without its terminal'],
  ),
  tests(
    'ISO7816_F_08',
    'Active Authentication: a wrong trailer',
    [rsa, 'trailer of an unknown hash'],
    [rsa, 'no trailer'],
  ),
  tests('ISO7816_F_09', 'Active Authentication: an algorithm that is none', [
    'reader-daemon/emrtd/chip/active-authentication.test.ts',
    'signatureAlgorithm: oids.sha256WithRsa',
  ]),
  cards('ISO7816_G_08', 'PACE: its template refused', 'pace-template-6a80', 'pace-template-6a88', 'pace-template-6300'),
  cards(
    'ISO7816_G_09',
    'PACE: another nonce',
    'pace-nonce-other',
    'pace-nonce-15',
    'pace-nonce-17',
    'pace-nonce-empty',
  ),
  cards('ISO7816_G_10', 'PACE: the nonce refused', 'pace-nonce-6300', 'pace-nonce-6985', 'pace-nonce-6f00'),
  cards('ISO7816_G_11', 'PACE: the nonce in another object', 'pace-nonce-other-object'),
  cards('ISO7816_G_12', 'PACE: the mapping refused', 'pace-mapping-6300', 'pace-mapping-6a80', 'pace-mapping-6f00'),
  cards('ISO7816_G_13', 'PACE: the mapping in another object', 'pace-mapping-other-object'),
  cards('ISO7816_G_14', 'PACE: generic mapping broken off', 'pace-mapping-absent', 'pace-mapping-nothing'),
  tests('ISO7816_G_15', 'PACE: integrated mapping broken off', [pace, 'IM: mapping data where there should be none']),
  cards(
    'ISO7816_G_16',
    'PACE: the mapping key’s coordinates',
    ...['off-curve', 'zero', 'above-field', 'infinity', 'short', 'long'].map((way) => `pace-mapping-${way}`),
  ),
  tests('ISO7816_G_17', 'PACE: the mapping key modulo a prime', [pace, 'DH: mapping key 1']),
  cards(
    'ISO7816_G_18',
    'PACE: the agreement refused',
    'pace-agreement-6300',
    'pace-agreement-6a80',
    'pace-agreement-6f00',
  ),
  cards('ISO7816_G_19', 'PACE: the agreement in another object', 'pace-agreement-other-object'),
  cards('ISO7816_G_20', 'PACE: the agreement broken off', 'pace-agreement-absent', 'pace-agreement-nothing'),
  cards(
    'ISO7816_G_21',
    'PACE: the ephemeral key’s coordinates',
    ...['off-curve', 'zero', 'above-field', 'infinity', 'short', 'long'].map((way) => `pace-agreement-${way}`),
  ),
  tests(
    'ISO7816_G_22',
    'PACE: the ephemeral key modulo a prime',
    [pace, 'DH: ephemeral key p − 1, of order 2'],
    [pace, 'DH: ephemeral key outside the subgroup'],
  ),
  cards('ISO7816_G_23', 'PACE: both ephemeral keys are one', 'pace-agreement-reflected', 'pace-reflected'),
  cards('ISO7816_G_24', 'PACE: the token refused', 'pace-token-63c1', 'pace-token-6982', 'pace-token-6f00'),
  cards('ISO7816_G_25', 'PACE: the token in another object', 'pace-token-other-object'),
  cards(
    'ISO7816_G_26',
    'PACE: a wrong token',
    'pace-wrong-token',
    'pace-token-zero',
    'pace-token-7',
    'pace-token-reflected',
  ),
  cards('ISO7816_G_27', 'EF.CardAccess cut or without an end', 'card-access-short', 'card-access-indefinite'),
  cards(
    'ISO7816_G_28',
    'EF.CardAccess: parameters that are none',
    'card-access-parameters-31',
    'card-access-other-curve',
  ),
  cards('ISO7816_G_29', 'CAM: no object 8A', 'cam-silent'),
  tests(
    'ISO7816_G_30',
    'CAM: data out of form',
    [pace, 'CAM: data without padding'],
    [pace, 'CAM: half a block of data'],
  ),
  { ...cards('ISO7816_G_31', 'CAM: wrong data', 'cam-wrong-data'), tests: [[mapping, 'the data is changed']] },
  tests('ISO7816_G_32', 'CAM: the data in object 8B', [pace, 'CAM: the data in object 8B']),
  tests('ISO7816_G_33', 'CAM: an empty object 8A', [pace, 'CAM: an empty object 8A']),
  tests('ISO7816_G_35', 'GM: an object 8A too many', [pace, 'GM: an object 8A that nobody asked for']),
  cards('ISO7816_G_36', 'EF.CardAccess: a mapping that is none', 'card-access-unknown-mapping'),
  cards('ISO7816_G_37', 'EF.CardAccess: a cipher that is none', 'card-access-unknown-cipher', 'card-access-oid-wrap'),
  cards('ISO7816_G_38', 'EF.DG14 without infos', 'form-dg14-no-infos'),
  cards('ISO7816_G_39', 'CAM: another key in EF.CardSecurity', 'card-security-forged', 'card-security-stranger'),
  tests('ISO7816_G_40', 'CAM: no key in EF.CardSecurity', [mapping, 'EF.CardSecurity has no key on this domain']),
];

const inDg2 = (from: number, to: number, what: string, ...names: readonly string[]): Covered[] =>
  Array.from({ length: to - from + 1 }, (_, i) =>
    accepted(cards(`LDS_C_${String(from + i).padStart(2, '0')}`, what, ...names), face),
  );
const unopened = (unit: 'D' | 'E', from: number, to: number): Covered[] =>
  Array.from({ length: to - from + 1 }, (_, i) =>
    notAsked(`LDS_${unit}_${String(from + i).padStart(2, '0')}`, `EF.DG${unit === 'D' ? 3 : 4} out of form`, biometric),
  );

const layer7: readonly Covered[] = [
  accepted(cards('LDS_A_01', 'EF.COM: another tag', 'com-other-tag'), common),
  accepted(cards('LDS_A_02', 'EF.COM: a length too small', 'com-no-content'), common),
  accepted(cards('LDS_A_03', 'EF.COM: a length too big', 'com-truncated'), common),
  accepted(cards('LDS_A_04', 'EF.COM: another LDS version', 'form-com-version'), common),
  accepted(cards('LDS_A_05', 'EF.COM: no LDS version', 'form-com-no-version'), common),
  accepted(cards('LDS_A_06', 'EF.COM: another Unicode version', 'form-com-unicode'), common),
  accepted(cards('LDS_A_07', 'EF.COM: no Unicode version', 'form-com-no-unicode'), common),
  accepted(cards('LDS_A_08', 'EF.COM: DG1 not listed', 'form-com-no-dg1'), common),
  accepted(cards('LDS_A_09', 'EF.COM: no list', 'form-com-no-list'), common),
  cards('LDS_B_05', 'DG1: another tag', 'dg1-other-tag', 'form-dg1-tag'),
  cards('LDS_B_06', 'DG1: a length too small', 'form-dg1-length-small'),
  cards('LDS_B_07', 'DG1: a length too big', 'form-dg1-length-big', 'dg1-truncated'),
  accepted(cards('LDS_B_08', 'zone: a kind of document that is none', 'zone-code'), issuer),
  cards('LDS_B_09', 'zone: an issuing state that is none', 'zone-state'),
  cards('LDS_B_10', 'zone: no name', 'zone-no-name'),
  cards('LDS_B_11', 'another name than on the card', 'text-other-name', 'dg1-dg13-disagree'),
  cards('LDS_B_12', 'another number than on the card', 'printed-data', 'text-other-number'),
  accepted(cards('LDS_B_13', 'zone: the number’s digit', 'zone-number-digit'), issuer),
  accepted(cards('LDS_B_14', 'zone: a nationality that is none', 'zone-nationality'), issuer),
  cards('LDS_B_15', 'zone: a birth date that is none', 'zone-birth-letters'),
  cards('LDS_B_16', 'zone: an impossible birth date', 'zone-month-13'),
  accepted(cards('LDS_B_17', 'zone: the birth date’s digit', 'zone-birth-digit'), issuer),
  accepted(cards('LDS_B_18', 'zone: a sex that is none', 'zone-sex'), issuer),
  cards('LDS_B_19', 'zone: an expiry date that is none', 'zone-expiry-letters'),
  cards('LDS_B_20', 'zone: an impossible expiry date', 'zone-expiry-month-13'),
  accepted(cards('LDS_B_21', 'zone: the expiry date’s digit', 'zone-expiry-digit'), issuer),
  notAsked(
    'LDS_B_22',
    'zone: the optional data’s digit',
    'a card’s zone (TD1) has none; `lds/mrz.test.ts` has it for passports',
  ),
  accepted(cards('LDS_B_23', 'zone: the composite digit', 'zone-composite-digit'), issuer),
  { ...cards('LDS_B_24', 'DG1 without a zone', 'dg1-no-content', 'zone-empty'), tests: [[zone, 'no zone']] },
  cards('LDS_C_04', 'DG2: another tag', 'dg2-other-tag', 'form-dg2-tag'),
  cards('LDS_C_05', 'DG2: a length too small', 'form-dg2-length-small'),
  cards('LDS_C_06', 'DG2: a length too big', 'form-dg2-length-big', 'dg2-truncated'),
  accepted(cards('LDS_C_07', 'DG2: no number of instances', 'form-dg2-no-count'), face),
  ...inDg2(8, 13, 'DG2: the header of the biometric template', 'form-dg2-no-record'),
  {
    ...cards('LDS_C_14', 'DG2: a record of another format', 'form-dg2-identifier'),
    tests: [[picture, 'a block of neither standard']],
  },
  accepted(cards('LDS_C_15', 'DG2: a record of another version', 'form-dg2-record-version'), face),
  {
    ...cards(
      'LDS_C_16',
      'DG2: a wrong length of the record',
      'form-dg2-record-length',
      'form-dg2-face-length',
      'form-dg2-points',
    ),
    tests: [[picture, 'feature points beyond the face']],
  },
  ...inDg2(17, 25, 'DG2: gender, colours and pose', 'form-dg2-gender'),
  ...inDg2(26, 27, 'DG2: the kind of picture', 'form-dg2-image-kind'),
  {
    ...cards('LDS_C_28', 'DG2 without a picture', 'form-dg2-no-record', 'bad-portrait'),
    tests: [[picture, 'have no picture']],
  },
  ...unopened('D', 4, 15),
  ...unopened('E', 3, 14),
  cards('LDS_F_01', 'EF.DG14: another tag', 'form-dg14-tag'),
  cards('LDS_F_02', 'EF.DG14: a length too small', 'form-dg14-length-small'),
  cards('LDS_F_03', 'EF.DG14: a length too big', 'form-dg14-length-big'),
  cards('LDS_F_04', 'EF.DG14: a protocol that is none', 'form-dg14-protocol'),
  cards('LDS_F_05', 'EF.DG14: no protocol', 'form-dg14-no-protocol'),
  cards('LDS_F_06', 'EF.DG14: another version', 'form-dg14-version-9'),
  cards('LDS_F_07', 'EF.DG14: no version', 'form-dg14-no-version'),
  tests('LDS_G_01', 'EF.CVCA: another tag', [chain, '4302AAAA']),
  tests('LDS_G_02', 'EF.CVCA: empty', [chain, 'one or two references']),
  ...sodCases.map(({ id, what, accepted: why }) => ({
    ...tests(id, `EF.SOD: ${what}`, ['reader-daemon/emrtd/trust/sod-cases.test.ts', '$id: $what']),
    ...(why !== undefined && { accepted: why }),
  })),
  notAsked(
    'LDS_H_08',
    'EF.SOD signed by DSA',
    'DSA is not supported: the card is not proven, and a number is not refused',
  ),
  notAsked('LDS_H_97', 'EF.SOD signed by DSA with SHA-224', 'as LDS_H_08'),
  notAsked('LDS_H_98', 'EF.SOD signed by DSA with SHA-256', 'as LDS_H_08'),
  notAsked(
    'LDS_H_34',
    'another signing time',
    'deleted in version 1.1; here: a signer outside their time is suspicious',
  ),
  cards('LDS_H_35', 'no signing time', 'no-signing-time'),
  accepted(
    cards('LDS_H_90', 'EF.SOD lists more than EF.COM', 'sod-unlisted-dg3', 'form-com-no-dg1', 'com-last-bit'),
    common,
  ),
  cards('LDS_H_91', 'EF.SOD lists less than EF.COM', 'dg-not-in-sod', 'sod-unlisted-dg13'),
  cards('LDS_H_92', 'EF.SOD lists others than EF.COM', 'com-last-bit', 'stripped-dg14-15'),
  notAsked(
    'LDS_H_93',
    'EF.SOD without a hash of EF.CardSecurity',
    'EF.CardSecurity carries a signature of its own, which is verified',
  ),
  cards('LDS_I_01', 'DG15: another tag', 'form-dg15-tag', 'dg15-other-tag'),
  cards('LDS_I_02', 'DG15: a length too small', 'form-dg15-length-small'),
  cards('LDS_I_03', 'DG15: a length too big', 'form-dg15-length-big'),
  ...['01', '02', '03'].map((n) =>
    notAsked(
      `LDS_J_${n}`,
      'EF.CardSecurity and EF.CardAccess disagree',
      'EF.CardAccess is held against DG14, which is signed (`protection-stripped`); EF.CardSecurity serves its key alone',
    ),
  ),
  tests('LDS_J_04', 'EF.CardSecurity: another key', [mapping, "EF.CardSecurity is another chip's of the same issuer"]),
  tests('LDS_K_03', 'EF.ATR/INFO: one length', ['reader-daemon/emrtd/lds/optional-files.test.ts', 'one length']),
  notAsked('LDS_K_04', 'EF.ATR/INFO: another tag', 'no step reads EF.ATR/INFO; lengths are learnt by asking'),
];

export const coveredCases: readonly Covered[] = [...layer6, ...layer7];
