import { digestible } from '../core/digest.ts';
import type { ResolvedConfig } from './resolved-config.ts';

/** How fast a provider is asked, and with which key, changes no answer. */
const operating = [
  'apiKey',
  'concurrency',
  'requestsPerMinute',
  'tokensPerMinute',
  'maxRetries',
  'timeoutMs',
];

export function isOperating(setting: string): boolean {
  return operating.includes(setting);
}

/** What of a provider's settings its answers depend on: protocol, address, region and the like. No key of it. */
export function answeringSettings(settings: ResolvedConfig['providers'][string] | undefined): unknown {
  const answering = Object.entries(settings ?? {}).filter(([key]) => !isOperating(key));
  return digestible(Object.fromEntries(answering));
}
