/** The first bytes of the pictures that every vendor takes; `null` stands for any byte. */
const signatures: [type: string, bytes: readonly (number | null)[]][] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [...bytesOf('GIF87a')]],
  ['image/gif', [...bytesOf('GIF89a')]],
  ['image/webp', [...bytesOf('RIFF'), null, null, null, null, ...bytesOf('WEBP')]],
];

/** The media type of a picture by what it begins with, whatever its name says; undefined for anything else. */
export function imageTypeOf(bytes: Uint8Array): string | undefined {
  return signatures.find(([, signature]) =>
    signature.every((byte, index) => byte === null || byte === bytes[index]),
  )?.[0];
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
