import type { Allowance } from '../core/allowance.ts';
import { type FailureScope, ProviderError } from '../core/errors.ts';
import { excerpt } from '../core/text.ts';

/** What a vendor said when it refused a call, freed from the wire format. */
export interface StatusFailure {
  status: number;
  /** The vendor's own words for what went wrong, such as `model_not_found`; any of them may be missing. */
  words: readonly string[];
  /** The vendor's sentence; empty where it sent none. Never trusted, never with a key in it. */
  says: string;
  retryAfterMs: number | undefined;
  limits?: readonly Allowance[];
  /** Where a redirect points to. */
  location?: string;
}

/** How messages name what was called. */
export interface CallTarget {
  /** The provider's name in the config. */
  provider: string;
  /** Without anything secret. */
  baseURL: string;
  model: string;
  /** Where the key comes from: `OPENAI_API_KEY`, or `apiKey of providers.judges in the config`. */
  keyPlace: string;
  /** The config's field of the address; default `baseURL`. */
  addressField?: string;
  /** What to check where every 404 concerns every call; otherwise it may be about one request alone. */
  checkOn404?: string;
}

export function nameTarget(target: CallTarget): string {
  return `${target.provider} at ${target.baseURL}`;
}

const longestQuote = 300;

/** A vendor's sentence, fit to stand in a message. */
export function quoteOf(says: string): string {
  return excerpt(says, longestQuote);
}

/** Sorts a refusal: what is wrong with the call, with this case, or only with this moment. */
export function statusFailure(failure: StatusFailure, target: CallTarget): ProviderError {
  const { code, scope, explain } = ruleFor(failure, target);
  const quote = quoteOf(failure.says);
  const { retryAfterMs, limits } = failure;
  const message = explain(target, quote === '' ? '' : `: ${quote}`, failure);
  return new ProviderError(message, {
    code,
    scope,
    ...(scope === 'attempt' ? { retryAfterMs, limits } : {}),
  });
}

interface Rule {
  code: string;
  scope: FailureScope;
  explain: (target: CallTarget, quote: string, failure: StatusFailure) => string;
}

const answered: Rule['explain'] = (target, quote, { status }) =>
  `${nameTarget(target)} answered ${status}${quote}`;

const unauthorized: Rule = {
  code: 'unauthorized',
  scope: 'run',
  // The server's sentence stays out: it often repeats a part of the key.
  explain: (target) =>
    `${nameTarget(target)} does not accept the API key (401); check ${target.keyPlace}, and whether ${target.addressField ?? 'baseURL'} of providers.${target.provider} is where that key belongs`,
};
const forbidden: Rule = {
  code: 'forbidden',
  scope: 'run',
  explain: (target, quote) =>
    `${nameTarget(target)} does not allow ${target.model} with this API key (403)${quote}; check ${target.keyPlace}, and what that key may use`,
};
const quotaExceeded: Rule = {
  code: 'quota-exceeded',
  scope: 'run',
  explain: (target, quote, { status }) =>
    `${nameTarget(target)}: the account has nothing left to spend (${status})${quote}`,
};
const modelNotFound: Rule = {
  code: 'model-not-found',
  scope: 'run',
  explain: (target, quote) => `${nameTarget(target)} has no model "${target.model}" (404)${quote}`,
};
const notFound: Rule = { code: 'not-found', scope: 'trial', explain: answered };
const nothingThere: Rule = {
  code: 'not-found',
  scope: 'run',
  explain: (target, quote, failure) =>
    `${answered(target, quote, failure)}; check ${target.checkOn404 ?? `${target.addressField ?? 'baseURL'} of providers.${target.provider}: nothing at that address takes calls to a model`}`,
};
const redirected: Rule = {
  code: 'redirected',
  scope: 'run',
  explain: (target, _quote, { status, location }) =>
    `${nameTarget(target)} answered ${status}${location ? ` and points to ${location}` : ''}; set ${target.addressField ?? 'baseURL'} of providers.${target.provider} to the final address`,
};

const byStatus: Record<number, Rule> = {
  401: unauthorized,
  402: quotaExceeded,
  403: forbidden,
  408: { code: 'timeout', scope: 'attempt', explain: answered },
  409: { code: 'conflict', scope: 'attempt', explain: answered },
  429: { code: 'rate-limited', scope: 'attempt', explain: answered },
};

function ruleFor(failure: StatusFailure, target: CallTarget): Rule {
  const { status, words } = failure;
  if (status === 429 && words.includes('insufficient_quota')) return quotaExceeded;
  if (status === 404) return notFoundRule(failure, target);
  const rule = byStatus[status];
  if (rule !== undefined) return rule;
  if (status >= 500) return { code: 'server-error', scope: 'attempt', explain: answered };
  if (status >= 300 && status < 400) return redirected;
  return { code: 'bad-request', scope: 'trial', explain: answered };
}

/** A 404 may be about one request only; it ends the run where it speaks of the model, or where no model is at that address. */
function notFoundRule(failure: StatusFailure, target: CallTarget): Rule {
  if (isAboutModel(failure, target.model)) return modelNotFound;
  return target.checkOn404 === undefined && !isOfWebServer(failure) ? notFound : nothingThere;
}

/** What a web server or a framework says of a path that it does not have; a vendor says what is not there. */
function isOfWebServer({ words, says }: StatusFailure): boolean {
  if (words.length > 0) return false;
  return (
    says === '' ||
    /<html|<!doctype/i.test(says) ||
    /^\W*(?:detail\W+)?(?:404\W+)?(?:page |path |route )?not found\W*$/i.test(says) ||
    /^cannot post /i.test(says)
  );
}

function isAboutModel({ words, says }: StatusFailure, model: string): boolean {
  // The second word is Azure's.
  if (words.includes('model_not_found') || words.includes('DeploymentNotFound')) return true;
  const text = says.toLowerCase();
  if (!/not exist|not found/.test(text)) return false;
  return /\bmodels?\b/.test(text) || namesWord(text, model.toLowerCase());
}

/** Whole words only: a model called `a` is not named by every sentence. */
function namesWord(text: string, word: string): boolean {
  return text.split(/[\s"'`,()]+/).some((part) => part === word || part.replace(/[.:;!]+$/, '') === word);
}
