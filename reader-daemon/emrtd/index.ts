/**
 * The public face of the terminal: what semantic versioning promises. Everything else under `@cccd-kiosk/emrtd/…` can
 * be imported by its file's name, and may change with any minor version.
 */

// A reading.
export { inspect, type Inspection, type InspectionInput } from './inspection/inspect.ts';
export { icaoProfile, type DocumentProfile, type Files } from './inspection/document-profile.ts';
export type { Standards } from './inspection/judge.ts';
export type { ReadingMemory } from './inspection/reading-memory.ts';
export type { Continuity } from './inspection/sitting.ts';
export type { CardAccessReading, Offered } from './inspection/offered.ts';
export { fileRefusals, type FileRefusal } from './inspection/file-refusal.ts';
export { phases, type Phase, type Progress } from './inspection/progress.ts';
export type { CardTransport, Clock, RandomSource } from './transport.ts';
export type { RemoteVerifier } from './inspection/remote-proof.ts';
export {
  furtherFiles,
  masterFileNames,
  type FurtherFile,
  type MasterFile,
  type MasterFileName,
} from './inspection/further-files.ts';
export type { TerminalOutcome } from './inspection/terminal-outcome.ts';
export type { TerminalEntitlement } from './inspection/terminal-step.ts';
export type { ReadLimits } from './iso7816/read-limits.ts';
export type { StatusWord } from './iso7816/status-word.ts';
export type { ApduTrace } from './iso7816/card-session.ts';

// How the chip is opened.
export {
  accessMethods,
  type AccessMethod,
  type AccessPolicy,
  type AccessResult,
  type BacResult,
  type Fallback,
  type PaceResult,
} from './access/open-access.ts';
export type { AccessKey, CanKey, MrzKey } from './access/password.ts';

// What came of it.
export {
  checkNames,
  checkRows,
  failureReasons,
  inconclusiveReasons,
  overallVerdicts,
  type Check,
  type CheckName,
  type Checks,
  type FailureReason,
  type InconclusiveReason,
  type Overall,
  type Verdict,
} from './inspection/verdict.ts';
export { EmrtdError, emrtdErrorCodes, isResumable, steps, type EmrtdErrorCode, type Step } from './errors.ts';

// Whom to trust.
export {
  loadTrustAnchors,
  type LoadedTrust,
  type TrustFileReport,
  type TrustItem,
} from './trust/load-trust-anchors.ts';
export { emptyTrustStore, type TrustStore } from './trust/trust-store.ts';
export type { Certificate } from './trust/certificate.ts';
export type { RevocationList } from './trust/revocation-list.ts';
export type { UnusableReason } from './trust/usable-certificate.ts';
export type { TrustedSigner } from './trust/passive-authentication.ts';

// The same verdict without the chip: from files, or from the record that a reading leaves.
export { inspectFiles, type FilesInspection } from './inspection/inspect-files.ts';
export { challengeFor, nonceLength } from './inspection/challenge.ts';
export {
  makeEvidence,
  reduceEvidence,
  serializeEvidence,
  type DataGroupName,
  type EvidenceRecord,
  type ReadingIdentity,
  type WithheldFile,
} from './inspection/evidence.ts';
export { maxRecordLength, parseEvidence } from './inspection/parse-evidence.ts';
export {
  verifyEvidence,
  type EvidenceVerdict,
  type VerifyOptions,
  type WitnessedChip,
} from './inspection/verify-evidence.ts';
export type { Basis } from './inspection/overall.ts';

// What the files say. Each parser takes the whole file, tag included, and throws an `EmrtdError`.
export { dataGroupNumbers, type DataGroupNumber, type FileName } from './lds/files.ts';
export { parseMrz, type CheckedField, type Mrz, type MrzFormat } from './lds/mrz.ts';
export { parseDg1, type Dg1 } from './lds/dg1.ts';
export { parseDg2, type Dg2, type Face } from './lds/dg2.ts';
export { parseDg11, type Dg11 } from './lds/dg11.ts';
export { parseDg12, type Dg12 } from './lds/dg12.ts';
export type { SignedData } from './lds/signed-data.ts';
export { parseSod, type EfSod, type LdsSecurityObject } from './lds/ef-sod.ts';
