/**
 * A reader's slot for a security module is not a place for a card. It is known by its name or by a setting, never by
 * its number: virtual readers and double readers have two real slots.
 */
export const isSamSlot = (name: string, alsoNamed: readonly string[] = []): boolean =>
  /(^|[^a-z])SAM([^a-z]|$)/i.test(name) || alsoNamed.some((part) => name.includes(part));
