import { openFile } from './read-file.ts';

const chunkBytes = 256 * 1024;

/**
 * The bytes of a file, piece by piece, all in one buffer: what is not taken out of it before the next piece is asked for is lost.
 * A stream makes a new buffer for each, which lie about until much else has to be cleaned away too.
 */
export async function* fileChunks(path: string): AsyncGenerator<Buffer> {
  const file = await openFile(path);
  try {
    const buffer = Buffer.allocUnsafeSlow(chunkBytes);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
