import type { Problem } from '../core/problem.ts';
import { type Webhook, webhookEvents } from '../core/webhook.ts';
import type { UserConfig, WebhookConfig } from './user-config.ts';

/** A webhook with its defaults. */
export function resolveWebhook({ url, secret, on, format = 'json' }: WebhookConfig): Webhook {
  return { url, secret: secret ?? null, on: on ?? webhookEvents, format };
}

type WebhookProblem = Problem & { path: (string | number)[] };

/** What the shape alone does not show: where it goes, and that what is told can be believed. */
export function webhookProblems(webhooks: UserConfig['webhooks'] = []): WebhookProblem[] {
  return webhooks.flatMap(({ url, secret, format }, index) => {
    const problems: WebhookProblem[] = [];
    if (!isAddress(url)) {
      problems.push({
        path: ['webhooks', index, 'url'],
        message: 'is no address that may be told',
        expected: 'https://…, http:// on this machine, or $NAME of the variable that holds it',
      });
    }
    if (secret === undefined && format !== 'slack') {
      problems.push({
        path: ['webhooks', index],
        message: 'has no secret, so whoever is told can not know who told it',
        expected: "secret: 'NAME' of the variable that holds the key; Slack needs none: format: 'slack'",
      });
    }
    return problems;
  });
}

function isAddress(url: string): boolean {
  if (/^\$\w+$/.test(url)) return true;
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isHere);
}
