import { describe, expect, it } from 'vitest';
import { abortFailure } from '../../src/providers/abort.ts';
import { apiKeyProblems, keyPlace, withoutKey } from '../../src/providers/api-key.ts';
import { baseURLProblems, showURL } from '../../src/providers/base-url.ts';
import { connectionFailure } from '../../src/providers/connection-failure.ts';
import { retryAfterMs } from '../../src/providers/retry-after.ts';
import { statusFailure } from '../../src/providers/status-failure.ts';
import { TransportError } from '../../src/providers/transport-error.ts';

const target = {
  provider: 'openai',
  baseURL: 'http://127.0.0.1:8091/v1',
  model: 'gpt-9',
  keyPlace: 'OPENAI_API_KEY',
};

describe('statusFailure', () => {
  it.each([
    // status, words, what the server says, code, scope
    [401, ['invalid_api_key'], 'Incorrect API key', 'unauthorized', 'run'],
    [402, [], 'Insufficient credits', 'quota-exceeded', 'run'],
    [403, [], 'Country not supported', 'forbidden', 'run'],
    [404, ['model_not_found'], 'You have no access to it', 'model-not-found', 'run'],
    [404, [], 'The model `gpt-9` does not exist.', 'model-not-found', 'run'],
    [404, [], 'model "gpt-9" not found, try pulling it first', 'model-not-found', 'run'],
    [404, [], 'gpt-9 not found', 'model-not-found', 'run'],
    [404, ['not_found_error'], 'no recorded answer for this user message', 'not-found', 'trial'],
    [404, [], 'case gpt-90 not found', 'not-found', 'trial'],
    [404, [], '404 page not found', 'not-found', 'run'],
    [404, [], '{"detail":"Not Found"}', 'not-found', 'run'],
    [404, [], '<html><body>Not Found</body></html>', 'not-found', 'run'],
    [404, [], '', 'not-found', 'run'],
    [404, [], 'this model recorded no answer', 'not-found', 'trial'],
    [400, [], 'Unsupported value: temperature', 'bad-request', 'trial'],
    [413, [], 'too large', 'bad-request', 'trial'],
    [422, [], 'max_tokens: not an integer', 'bad-request', 'trial'],
    [408, [], '', 'timeout', 'attempt'],
    [409, [], '', 'conflict', 'attempt'],
    [429, ['rate_limit_exceeded'], 'slow down', 'rate-limited', 'attempt'],
    [429, ['insufficient_quota'], 'You exceeded your current quota', 'quota-exceeded', 'run'],
    [500, [], 'server error', 'server-error', 'attempt'],
    [503, [], '', 'server-error', 'attempt'],
    [529, [], 'overloaded', 'server-error', 'attempt'],
    [301, [], '', 'redirected', 'run'],
  ])('sorts %i %j %j as %s, %s', (status, words, says, code, scope) => {
    const error = statusFailure({ status, words, says, retryAfterMs: undefined }, target);
    expect(error).toMatchObject({ code, scope });
    expect(error.message).toContain('openai at http://127.0.0.1:8091/v1');
  });

  it('names where the key is from, and no variable that is not asked', () => {
    const own = { ...target, provider: 'judges', keyPlace: keyPlace('wrong', 'judges', 'OPENAI_API_KEY') };
    for (const status of [401, 403]) {
      const { message } = statusFailure({ status, words: [], says: '', retryAfterMs: undefined }, own);
      expect(message).toContain('check apiKey of providers.judges in the config');
      expect(message).not.toContain('OPENAI_API_KEY');
    }
    expect(keyPlace(undefined, 'judges', 'OPENAI_API_KEY')).toMatch(
      /^OPENAI_API_KEY, or apiKey of providers\.judges/,
    );
  });

  it('names what to look at', () => {
    const message = (status: number, says = '') =>
      statusFailure(
        { status, words: [], says, retryAfterMs: undefined, location: 'https://new.example/v1' },
        target,
      ).message;
    expect(message(401)).toContain('OPENAI_API_KEY');
    expect(message(403)).toContain('OPENAI_API_KEY');
    expect(message(404, 'model not found')).toContain('"gpt-9"');
    expect(message(308)).toContain('https://new.example/v1');
    expect(message(400, 'bad seed')).toBe('openai at http://127.0.0.1:8091/v1 answered 400: bad seed');
    expect(message(400)).toBe('openai at http://127.0.0.1:8091/v1 answered 400');
  });

  it('shortens and cleans what the server says', () => {
    const says = `\u001b[31mred\u001b[0m\n${'long '.repeat(500)}`;
    const { message } = statusFailure({ status: 400, words: [], says, retryAfterMs: undefined }, target);
    expect(message).not.toContain('\u001b');
    expect(message.length).toBeLessThan(360);
  });

  it('passes the wait on only where a further try makes sense', () => {
    const wait = (status: number) =>
      statusFailure({ status, words: [], says: '', retryAfterMs: 2000 }, target).retryAfterMs;
    expect([wait(429), wait(503), wait(400)]).toEqual([2000, 2000, undefined]);
  });
});

describe('connectionFailure', () => {
  const system = (code: string) => Object.assign(new Error('do not show me'), { code });
  it.each([
    [system('ECONNREFUSED'), 'unreachable', 'attempt', 'is the server running?'],
    [system('ENOTFOUND'), 'unreachable', 'attempt', 'no such host'],
    [system('EAI_AGAIN'), 'unreachable', 'attempt', 'looked up'],
    [system('ETIMEDOUT'), 'unreachable', 'attempt', 'ETIMEDOUT'],
    [system('ECONNRESET'), 'connection-lost', 'attempt', 'lost'],
    [system('EPIPE'), 'connection-lost', 'attempt', 'lost'],
    [system('HPE_INVALID_CONSTANT'), 'bad-reply', 'attempt', 'does not speak HTTP'],
    [system('SELF_SIGNED_CERT_IN_CHAIN'), 'tls', 'run', 'certificate'],
    [system('CERT_HAS_EXPIRED'), 'tls', 'run', 'certificate'],
    [system('ERR_SSL_WRONG_VERSION_NUMBER'), 'tls', 'run', 'certificate'],
    [system('toString'), 'connection-failed', 'attempt', '(toString)'],
    [new TransportError('cut', 'cut here'), 'cut-reply', 'attempt', 'cut here'],
    [new TransportError('bad-reply', 'bad'), 'bad-reply', 'attempt', 'bad'],
    [new TransportError('too-large', 'big'), 'bad-reply', 'trial', 'big'],
    [new TypeError('odd'), 'connection-failed', 'attempt', '(TypeError)'],
    ['a text', 'connection-failed', 'attempt', 'unknown error'],
  ])('sorts %s as %s, %s', (error, code, scope, says) => {
    const failure = connectionFailure(error, 'openai at http://h/v1');
    expect(failure).toMatchObject({ code, scope });
    expect(failure.message).toContain('openai at http://h/v1: ');
    expect(failure.message).toContain(says);
    expect(failure.message).not.toContain('do not show me');
  });
});

describe('abortFailure', () => {
  it('makes a time limit a failure of the attempt', () => {
    const reason = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    expect(abortFailure(reason, 'openai at http://h')).toMatchObject({ code: 'timeout', scope: 'attempt' });
  });
  it.each([new Error('Ctrl-C'), new DOMException('x', 'AbortError'), 'a text', undefined])(
    'hands %s back',
    (reason) => {
      expect(abortFailure(reason, 'openai')).toBe(reason);
    },
  );
});

describe('retryAfterMs', () => {
  const now = Date.parse('Sat, 21 Nov 2026 15:00:00 GMT');
  it.each([
    [{}, undefined],
    [{ 'retry-after': '2' }, 2000],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': '0.25' }, 250],
    [{ 'retry-after': 'Sat, 21 Nov 2026 15:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Sat, 21 Nov 2026 14:00:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{ 'retry-after-ms': '120', 'retry-after': '2' }, 120],
    [{ 'retry-after-ms': 'x', 'retry-after': '2' }, 2000],
  ])('reads %j as %s', (headers, expected) => {
    expect(retryAfterMs(new Headers(headers), now)).toBe(expected);
  });
  it('needs no headers', () => expect(retryAfterMs(undefined)).toBeUndefined());
});

describe('base URLs', () => {
  it.each([
    ['http://127.0.0.1:8091/v1', 'http://127.0.0.1:8091/v1'],
    ['https://user:secret@gate.example/v1/?key=secret#secret', 'https://gate.example/v1'],
    ['not a url', 'an unreadable address'],
  ])('shows %s as %s', (url, shown) => expect(showURL(url)).toBe(shown));

  it.each(['', 'localhost:8091', '127.0.0.1/v1', '/v1', 'ftp://x/v1'])('finds fault with %j', (url) => {
    expect(baseURLProblems(url, 'providers.openai.baseURL')).toMatchObject([
      { field: 'providers.openai.baseURL' },
    ]);
  });
  it('accepts http and https', () => {
    for (const url of ['http://x', 'https://x/v1', 'https://x/responses/v1', 'https://x/messages-gateway/']) {
      expect(baseURLProblems(url, 'f')).toEqual([]);
    }
  });

  it.each([
    ['https://x/v1?api-version=2024-10-21&token=s3cret', 'has a query', "type: 'azure'"],
    ['https://x/v1?', 'has a query', 'apiKey'],
    ['https://x/v1#frag', 'has a fragment', 'Leave it out'],
    ['https://x/v1/chat/completions', 'path of a call, /chat/completions', 'each call adds its own'],
    ['https://x/v1/responses/', 'path of a call, /responses', 'each call adds its own'],
    ['https://x/v1/messages', 'path of a call, /messages', 'each call adds its own'],
  ])('says of %s what it has too much', (url, message, hint) => {
    const [problem, ...others] = baseURLProblems(url, 'f');
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ field: 'f' });
    expect(problem?.message).toContain(message);
    expect(problem?.hint).toContain(hint);
    expect(JSON.stringify(problem)).not.toContain('s3cret');
  });
});

describe('keys', () => {
  const places = { field: 'providers.openai.apiKey', variable: 'OPENAI_API_KEY' };
  it('says where a missing one belongs', () => {
    const [problem] = apiKeyProblems('', places);
    expect(problem).toMatchObject({ field: 'providers.openai.apiKey' });
    expect(problem?.message).toContain('OPENAI_API_KEY');
    expect(problem?.hint).toMatch(/environment.*\.env file beside the config.*apiKey: 'unused'/);
  });
  it.each(['sk-proj-“abc”', 'sk-a b', 'sk-a\nb', 'sk-é'])('refuses %j without repeating it', (key) => {
    expect(JSON.stringify(apiKeyProblems(key, places))).not.toContain('sk-');
  });
  it('accepts an ordinary one', () => expect(apiKeyProblems('sk-proj-abc_1', places)).toEqual([]));

  it.each([
    ['key tok_12345678 is wrong', 'tok_12345678', 'key [key] is wrong'],
    ['Incorrect API key: sk-proj-****abcd.', 'tok_12345678', 'Incorrect API key: [key]'],
    ['an unused model', 'unused', 'an unused model'],
  ])('takes it out of %j', (text, key, expected) => expect(withoutKey(text, key)).toBe(expected));
});
