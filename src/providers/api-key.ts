import type { Problem } from '../core/problem.ts';
import { isSecret, keyMask } from './key-mask.ts';

/** Where a key is looked for: the config first, then the environment. */
export interface KeyPlaces {
  /** Such as `providers.openai.apiKey`. */
  field: string;
  /** Such as `OPENAI_API_KEY`. */
  variable: string;
}

/** Where the key of a provider is from, as messages name it. @param apiKey that of the config, which wins */
export function keyPlace(apiKey: string | undefined, provider: string, variable: string): string {
  const field = `apiKey of providers.${provider} in the config`;
  return apiKey === undefined ? `${variable}, or ${field}` : field;
}

/**
 * What is wrong with a key, before anything is sent. The key is never part of it, while the runtime's own error
 * about a header that holds such a key quotes it whole.
 */
export function apiKeyProblems(key: string, places: KeyPlaces): Problem[] {
  const { field, variable } = places;
  if (key === '') {
    const hint = `Set ${variable} in the environment or in a .env file beside the config. A local server that needs no key takes apiKey: 'unused' in the config.`;
    return [{ field, message: `no API key: it is not in the config, and ${variable} is not set`, hint }];
  }
  if (/^[\x21-\x7e]+$/.test(key)) return [];
  const message = `the API key (${variable}, or the config's) holds characters that no key has`;
  return [
    {
      field,
      message,
      expected: 'letters, digits and signs of ASCII, without spaces',
      hint: 'Copy it again.',
    },
  ];
}

/** Shorter keys may be placeholders, such as `unused`; taking those out would spoil ordinary words. */
const longEnough = 8;

/** What a server says, without the key: servers repeat it, whole, escaped, in base64 or with stars in the middle. */
export function withoutKey(text: string, key: string): string {
  const whole = key.length >= longEnough || isSecret(key) ? keyMask(key)(text) : text;
  return whole.replace(/\b(?:sk|pk|key)-[\w*.-]{4,}/g, '[key]');
}
