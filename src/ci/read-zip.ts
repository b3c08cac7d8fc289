import { inflateRawSync } from 'node:zlib';

export interface ZipEntry {
  /** As the archive names it: never a path to write to. */
  name: string;
  read(): Buffer;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
/** A single file of a run is hardly ever larger; an archive that says so may be made to fill a disk. Bytes. */
const largestEntry = 512 * 1024 * 1024;

/**
 * The files of a zip archive, by its directory at the end. Archives of more than 4 GiB or 65,535 files are not read.
 *
 * @throws Error that says what is wrong with it.
 */
export function readZip(bytes: Buffer): ZipEntry[] {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end === -1 || end + 22 > bytes.length || bytes.readUInt32LE(end) !== endSignature) {
    throw new Error('is no zip archive');
  }
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  if (count === 0xffff || at === 0xffffffff) throw new Error('is larger than what is read here');
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== entrySignature) {
      throw new Error('is damaged: its directory is cut off');
    }
    const lengths = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const [nameLength = 0, extra = 0, comment = 0] = lengths;
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const header = at;
    entries.push({ name, read: () => readEntry(bytes, header, name) });
    at += 46 + nameLength + extra + comment;
  }
  return entries;
}

function readEntry(bytes: Buffer, header: number, name: string): Buffer {
  const method = bytes.readUInt16LE(header + 10);
  const packed = bytes.readUInt32LE(header + 20);
  const size = bytes.readUInt32LE(header + 24);
  const local = bytes.readUInt32LE(header + 42);
  if (size > largestEntry) throw new Error(`holds a file that is too large: ${name}`);
  if (local + 30 > bytes.length) throw new Error(`is damaged at ${name}`);
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const data = bytes.subarray(start, start + packed);
  if (method === 0) return data;
  if (method === 8) return inflateRawSync(data, { maxOutputLength: Math.max(1, size) });
  throw new Error(`holds ${name} in a way that is not read here`);
}
