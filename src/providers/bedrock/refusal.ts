import { isJsonObject } from '../../core/json.ts';
import { excerpt } from '../../core/text.ts';
import { retryAfterMs } from '../retry-after.ts';

/** What Bedrock, or what stands before it, said when it refused a call. */
export interface Refusal {
  /** Such as `ValidationException`; empty where none is known. */
  name: string;
  status: number;
  /** Empty where nothing was said. Never trusted, and without credentials. */
  says: string;
  retryAfterMs: number | undefined;
  /** Of a ModelErrorException: what the model itself answered. */
  originalStatus: number | undefined;
  /** The SDK has just learnt how wrong this machine's clock is, and signs the next call by the right time. */
  clockCorrected: boolean;
}

/** The SDK is loaded lazily, so its classes are not at hand: an error of it is known by what it carries. */
export function readRefusal(error: unknown): Refusal | null {
  if (!(error instanceof Error)) return null;
  const metadata = member(error, '$metadata');
  const status = isJsonObject(metadata) ? metadata.httpStatusCode : undefined;
  if (typeof status !== 'number' || status < 300) return null;
  const response = member(error, '$response');
  const headers = isJsonObject(response) && isJsonObject(response.headers) ? response.headers : {};
  const originalStatus = member(error, 'originalStatusCode');
  return {
    name: error instanceof SyntaxError || error.name === 'Unknown' ? '' : error.name,
    status,
    says: withoutCredentials(sentenceOf(error, response)),
    retryAfterMs: retryAfterMs(new Headers(textsOf(headers))),
    originalStatus: typeof originalStatus === 'number' ? originalStatus : undefined,
    clockCorrected: isJsonObject(metadata) && metadata.clockSkewCorrected === true,
  };
}

/** The SDK calls an error that it can't read UnknownError; other servers put their sentence under `error`. */
function sentenceOf(error: Error, response: unknown): string {
  if (error instanceof SyntaxError) return bodyText(response);
  if (error.message !== '' && error.message !== 'UnknownError') return error.message;
  const inner = member(error, 'error');
  if (isJsonObject(inner) && typeof inner.message === 'string') return inner.message;
  return typeof inner === 'string' ? inner : '';
}

function bodyText(response: unknown): string {
  const body: unknown = isJsonObject(response) ? response.body : undefined;
  return body instanceof Uint8Array ? excerpt(new TextDecoder().decode(body.subarray(0, 4096)), 300) : '';
}

function textsOf(headers: object): [string, string][] {
  return Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
}

function member(holder: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(holder, name)?.value;
}

/** Servers repeat what they were sent: signatures, tokens, ids of access keys. */
export function withoutCredentials(text: string): string {
  return text
    .replace(/\bBearer\s+\S+/gi, 'Bearer [key]')
    .replace(/\b(Signature|x-amz-security-token)\s*([=:])\s*[^\s,;&'"]+/gi, '$1$2[key]')
    .replace(/\b(?:AKIA|ASIA|ABSK)[\w+/=-]{12,}/g, '[key]');
}
