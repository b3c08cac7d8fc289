import { expect, it } from 'vitest';
import type { WebhookPayload } from '../../src/core/webhook.ts';
import { slackMessage } from '../../src/webhooks/slack.ts';
import { variablesOf } from '../../src/webhooks/variables.ts';

it('names to Slack only the gates that blocked', () => {
  const block: WebhookPayload = {
    ...{ v: 1, id: 'abc', event: 'block', prompt: 'triage', alias: 'stable', from: 1, to: null, seq: null },
    ...{ run: 'r', override: false, incident: null, actor: 'ana', at: 'now', job: null },
    gates: [
      { gate: 'quality', status: 'fail', enforced: true },
      { gate: 'cost', status: 'pass', enforced: true },
      { gate: 'tone', status: 'fail', enforced: false },
    ],
  };
  expect(slackMessage(block).text).toMatch(/stays at v1\. quality \(fail\)$/);
});

it.each([
  [{ url: '$HOOK', secret: 'KEY' }, ['url HOOK', 'secret KEY']],
  [{ url: 'https://hooks.example', secret: 'KEY' }, ['secret KEY']],
  [{ url: '$HOOK', secret: null }, ['url HOOK']],
])('needs of %o the variables %s', (webhook, expected) =>
  expect(variablesOf(webhook).map(({ field, name }) => `${field} ${name}`)).toEqual(expected),
);
