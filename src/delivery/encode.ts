import { canonicalJson, digestBytes, digestOf } from '../core/digest.ts';

/** A document as every way of delivery hands it out. */
export interface Encoded {
  bytes: Uint8Array;
  /** The digest of the bytes, in the quotes of an ETag. */
  etag: string;
}

/**
 * Canonical JSON with the digest of the rest as `checksum`: it finds what a broken transfer, disk or edge did to a
 * document, wherever it was kept.
 */
export function encodeDocument(document: object): Encoded {
  const bytes = new TextEncoder().encode(canonicalJson({ ...document, checksum: digestOf(document) }));
  return { bytes, etag: `"${digestBytes(bytes)}"` };
}
