import type { Anthropic } from '@anthropic-ai/sdk';
import { ProviderError } from '../../core/errors.ts';
import { excerpt } from '../../core/text.ts';

const mediaTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;

/**
 * @param url an `https:` URL, or a `data:` URL in base64.
 * @throws ProviderError (scope `trial`) for any other.
 */
export function imageBlock(url: string): Anthropic.ImageBlockParam {
  if (url.startsWith('https://')) return { type: 'image', source: { type: 'url', url } };
  const mediaType = mediaTypes.find((type) => url.startsWith(`data:${type};base64,`));
  if (mediaType === undefined) throw unsupportedImage(url);
  const data = url.slice(url.indexOf(',') + 1);
  return { type: 'image', source: { type: 'base64', media_type: mediaType, data } };
}

function unsupportedImage(url: string): ProviderError {
  const what = `an image that Anthropic does not take (${excerpt(url, 40)})`;
  const message = `${what}; expected an https: URL, or png, jpeg, gif or webp as data:image/…;base64,`;
  return new ProviderError(message, { code: 'unsupported', scope: 'trial' });
}
