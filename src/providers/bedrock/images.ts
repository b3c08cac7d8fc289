import type { ImageBlock, ImageFormat } from '@aws-sdk/client-bedrock-runtime';
import { unsupported } from './unsupported.ts';

const formats: Record<string, ImageFormat> = {
  'image/png': 'png',
  'image/jpeg': 'jpeg',
  'image/jpg': 'jpeg',
  'image/gif': 'gif',
  'image/webp': 'webp',
};

/** @throws ProviderError (scope `trial`) for an address: Converse takes the bytes alone. */
export function imageBlock(url: string): ImageBlock {
  const [, type = '', data] = /^data:([^;,]*);base64,(.*)$/s.exec(url) ?? [];
  if (data === undefined) {
    throw unsupported(
      'Bedrock takes no address of an image; give the image as a file or a data: URL in base64',
      'trial',
    );
  }
  const format = Object.hasOwn(formats, type) ? formats[type] : undefined;
  if (format === undefined) {
    throw unsupported(
      `Bedrock takes no image of the type "${type}"; expected png, jpeg, gif or webp`,
      'trial',
    );
  }
  return { format, source: { bytes: new Uint8Array(Buffer.from(data, 'base64')) } };
}
