import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw, type ZlibOptions } from 'node:zlib';
import { errorCode } from '../core/error-code.ts';
import { excerpt } from '../core/text.ts';
import { TransportError } from './transport-error.ts';

/** Longest body taken from a server, packed or unpacked. A small packed body may unpack to any length. */
export const maxBodyBytes = 64 * 1024 * 1024;

/** A body beyond `maxBodyBytes`. */
export function tooLarge(cause?: unknown): TransportError {
  return new TransportError('too-large', `the reply is over ${maxBodyBytes} bytes`, { cause });
}

type Decoder = (body: Buffer, options: ZlibOptions) => Promise<Buffer>;

const unpackGzip: Decoder = promisify(gunzip);
const unpackZlib: Decoder = promisify(inflate);
const unpackRaw: Decoder = promisify(inflateRaw);

const decoders: Record<string, Decoder> = {
  gzip: unpackGzip,
  'x-gzip': unpackGzip,
  br: promisify(brotliDecompress),
  // "deflate" means a zlib stream (RFC 9110), but some servers send the bare one; its first byte tells.
  deflate: (body, options) => (((body[0] ?? 0) & 0x0f) === 8 ? unpackZlib : unpackRaw)(body, options),
};

/**
 * Undoes `content-encoding`, the last coding first.
 *
 * @throws TransportError for an unknown coding, broken data or a body that unpacks beyond `maxBodyBytes`.
 */
export async function decodeBody(body: Buffer, contentEncoding: string | undefined): Promise<Buffer> {
  const codings = (contentEncoding ?? '').toLowerCase().split(',');
  let decoded = body;
  for (const coding of codings.map((part) => part.trim()).reverse()) {
    if (coding === '' || coding === 'identity') continue;
    const decode = Object.hasOwn(decoders, coding) ? decoders[coding] : undefined;
    if (decode === undefined) {
      throw new TransportError('bad-reply', `the reply is packed in an unknown way: ${excerpt(coding, 40)}`);
    }
    decoded = await decode(decoded, { maxOutputLength: maxBodyBytes }).catch((cause: unknown) => {
      if (errorCode(cause) === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(cause);
      throw new TransportError('bad-reply', `the reply can't be unpacked as ${coding}`, { cause });
    });
  }
  return decoded;
}
