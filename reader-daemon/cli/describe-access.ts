import type { AccessResult } from '@cccd-kiosk/emrtd/access/open-access';

/** How the chip was opened: names and numbers, without the octets that were exchanged. */
export function describeAccess(access: AccessResult): Record<string, unknown> {
  const { protocol, cipher, password, fallbacks } = access;
  const choice =
    access.protocol === 'PACE' ? { mapping: access.mapping, oid: access.oid, parameterId: access.parameterId } : {};
  return { protocol, ...choice, cipher, password, fallbacks };
}
