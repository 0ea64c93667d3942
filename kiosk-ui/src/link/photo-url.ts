/** A JPEG that came over the wire, as an object URL. The caller revokes it; nothing is stored. */
export function photoUrl(jpegBase64: string): string {
  const octets = Uint8Array.from(atob(jpegBase64), (character) => character.charCodeAt(0));
  return URL.createObjectURL(new Blob([octets], { type: 'image/jpeg' }));
}
