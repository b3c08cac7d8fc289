import { promisify } from 'node:util';
import { deflateRaw } from 'node:zlib';

const deflate = promisify(deflateRaw);

/**
 * A value, by its JSON, as an element that a browser keeps but never runs. Base64 has no character that could end the element, so no text
 * of a model can leave it.
 */
export async function dataBlock(id: string, json: string): Promise<string> {
  const bytes = await deflate(json, { level: 6 });
  return `<script type="text/plain" id="${id}">${bytes.toString('base64')}</script>\n`;
}
