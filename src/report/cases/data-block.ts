import { promisify } from 'node:util';
import { constants, deflateRaw } from 'node:zlib';

const deflate = promisify(deflateRaw);

/**
 * A value as an element that a browser keeps but never runs. Base64 has no character that could end the element, so no text
 * of a model can leave it.
 */
export async function dataBlock(id: string, value: unknown): Promise<string> {
  const bytes = await deflate(JSON.stringify(value), { level: constants.Z_BEST_COMPRESSION });
  return `<script type="text/plain" id="${id}">${bytes.toString('base64')}</script>\n`;
}
