import { checkTexts } from '@cccd-kiosk/contract/text/checks';

const order = Object.keys(checkTexts);
const afterHashes = order.indexOf('data-hashes') + 0.5;

/** Where a check stands in the list: in the order of an inspection, the `hash:DGn` rows under their summary. */
export function orderOf(name: string): number {
  if (name.startsWith('hash:')) return afterHashes;
  const place = order.indexOf(name);
  return place < 0 ? order.length : place;
}
