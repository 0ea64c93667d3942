import type { StationTrust } from '@cccd-kiosk/contract/station-trust';
import { digestOfTrust, packTrust } from '@cccd-kiosk/emrtd/trust/trust-pack';
import type { TrustStore } from '@cccd-kiosk/emrtd/trust/trust-store';

const text = (all: readonly Uint8Array[]): string[] => all.map((each) => Buffer.from(each).toString('base64'));

function packed(store: TrustStore): StationTrust {
  const pack = packTrust(store);
  const { certificates, pinned, revocationLists } = pack;
  return {
    digest: digestOfTrust(pack),
    ...{ certificates: text(certificates), pinned: [...pinned], revocationLists: text(revocationLists) },
  };
}

/** The trust in use as stations get it: packed once a store. Null for a station that has the same already. */
export function createTrustForStations(store: () => TrustStore): (digest: string | null) => StationTrust | null {
  let last: { readonly store: TrustStore; readonly pack: StationTrust } | undefined;
  return (digest) => {
    const now = store();
    if (last?.store !== now) last = { store: now, pack: packed(now) };
    return last.pack.digest === digest ? null : last.pack;
  };
}
