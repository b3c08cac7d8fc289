import { createHmac } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import type { Webhook, WebhookPayload } from '../../src/core/webhook.ts';
import { deliver, sign } from '../../src/webhooks/deliver.ts';

const payload: WebhookPayload = {
  ...{ v: 1, id: 'abc', event: 'promote', prompt: 'triage', alias: 'stable', from: 1, to: 2, seq: 2 },
  ...{ run: 'r', override: false, gates: [], incident: null, actor: 'ana', at: 'now', job: null },
};
const webhook: Webhook = {
  url: 'https://hooks.example/a/secret-path',
  secret: 'KEY',
  on: ['promote'],
  format: 'json',
};
const environment = { KEY: 'k', HOOK: 'https://hooks.example/b' };

interface Sent {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** Answers with these, one after the other; a number is a status, an error is thrown. */
function receiver(...answers: (number | Response | Error)[]) {
  const sent: Sent[] = [];
  const waits: number[] = [];
  const fetch = (async (url: URL, init: RequestInit) => {
    sent.push({
      url: url.href,
      headers: { ...(init.headers as Record<string, string>) },
      body: String(init.body),
    });
    const answer = answers.shift() ?? 200;
    if (answer instanceof Error) throw answer;
    return typeof answer === 'number' ? new Response(null, { status: answer }) : answer;
  }) as typeof globalThis.fetch;
  let time = 1_700_000_000_000;
  const wait = async (ms: number) => {
    waits.push(ms);
    time += ms;
  };
  const pass = (ms: number) => {
    time += ms;
  };
  return { sent, waits, pass, options: { environment, fetch, wait, now: () => time } };
}

describe('a webhook', () => {
  it('is signed over its time and its body, and names the deed', async () => {
    const { sent, options } = receiver(200);
    expect(await deliver(webhook, payload, options)).toBeNull();
    const [{ headers = {}, body = '' } = {}] = sent;
    expect(JSON.parse(body)).toEqual(payload);
    expect(headers['idempotency-key']).toBe('abc');
    const expected = createHmac('sha256', 'k').update(`1700000000.${body}`).digest('hex');
    expect(headers['prompteval-signature']).toBe(`t=1700000000,v1=${expected}`);
    expect(sign('other', '1700000000', body)).not.toBe(expected);
  });

  it.each<[string, (number | Response | Error)[], number, number[], string | null]>([
    ['an error of the server', [500, 503, 200], 3, [1000, 2000], null],
    ['a server that is not there', [new Error('ECONNREFUSED'), 200], 2, [1000], null],
    ['a limit', [new Response(null, { status: 429, headers: { 'retry-after': '7' } }), 200], 2, [7000], null],
    [
      'endless patience asked for',
      [new Response(null, { status: 503, headers: { 'retry-after': '9999' } }), 200],
      1,
      [],
      'status 503',
    ],
    ['errors without an end', [500, 500, 500, 500], 4, [1000, 2000, 4000], 'status 500'],
    ['a refusal', [403], 1, [], 'status 403'],
    ['a redirect', [302], 1, [], 'status 302'],
  ])('after %s: sent %# times', async (_, answers, times, waited, why) => {
    const { sent, waits, options } = receiver(...answers);
    const said: string[] = [];
    const result = await deliver(webhook, payload, { ...options, onRetry: (text) => said.push(text) });
    expect(said).toHaveLength(waited.length > 0 ? 1 : 0);
    expect(said.join()).not.toContain('secret-path');
    expect([sent.length, waits]).toEqual([times, waited]);
    expect(new Set(sent.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    if (why === null) expect(result).toBeNull();
    else expect(result).toContain(why);
    expect(result ?? '').not.toContain('secret-path');
  });

  it.each([
    ['a person', undefined, [5000, 4000], 10_000],
    ['a job', 60_000, [10_000, 10_000, 10_000, 10_000], 47_000],
  ])(
    'that never answers keeps %s waiting for no longer than their patience',
    async (_, patience, timeouts, most) => {
      const { options, pass } = receiver();
      const began = options.now();
      const given: number[] = [];
      vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
        given.push(ms);
        return new AbortController().signal;
      });
      const fetch = async () => {
        pass(given.at(-1) ?? 0);
        throw new DOMException('', 'TimeoutError');
      };
      const result = await deliver(webhook, payload, { ...options, fetch, ...(patience && { patience }) });
      vi.restoreAllMocks();
      expect(result).toContain('it did not answer within');
      expect(given).toEqual(timeouts);
      expect(options.now() - began).toBe(most);
    },
  );

  it('sends nothing unsigned, and nothing to an address that is not set', async () => {
    const { sent, options } = receiver();
    expect(await deliver({ ...webhook, secret: 'NONE' }, payload, options)).toContain('NONE is not set');
    expect(await deliver({ ...webhook, url: '$NONE' }, payload, options)).toContain('NONE is not set');
    expect(sent).toEqual([]);
    expect(await deliver({ ...webhook, url: '$HOOK' }, payload, options)).toBeNull();
    expect(sent[0]?.url).toBe('https://hooks.example/b');
  });

  it('for Slack is one line in which no name is a mention, a link or markup', async () => {
    const { sent, options } = receiver();
    const hostile = { ...payload, prompt: '<!channel> *x* @here', actor: '<https://evil|click>' };
    await deliver({ ...webhook, secret: null, format: 'slack' }, hostile, options);
    const { text } = JSON.parse(sent[0]?.body ?? '');
    expect(text).toMatch(/^Released: stable of \*/);
    expect(text).not.toMatch(/<|@here/);
    expect(sent[0]?.headers['prompteval-signature']).toBeUndefined();
  });
});
