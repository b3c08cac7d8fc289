import { digestBytes, digestOf } from '../core/digest.ts';

/** A document as every way of delivery hands it out. */
export interface Encoded {
  bytes: Uint8Array;
  /** The digest of the bytes, in the quotes of an ETag. */
  etag: string;
}

/**
 * JSON with the digest of the rest as `checksum`: it finds what a broken transfer, disk or edge did to a document, wherever it was
 * kept. Keys keep their order: a model reads that of a schema and of a value's JSON, so an application has to send the one that was evaluated.
 */
export function encodeDocument(document: object): Encoded {
  const bytes = new TextEncoder().encode(JSON.stringify({ ...document, checksum: digestOf(document) }));
  return { bytes, etag: `"${digestBytes(bytes)}"` };
}
