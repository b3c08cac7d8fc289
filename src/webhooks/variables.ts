import type { Webhook } from '../core/webhook.ts';

export interface WebhookVariable {
  field: 'url' | 'secret';
  name: string;
}

/** The variables without which nobody is told. */
export function variablesOf({ url, secret }: Pick<Webhook, 'url' | 'secret'>): WebhookVariable[] {
  const address = addressVariable(url);
  return [
    ...(address === undefined ? [] : [{ field: 'url' as const, name: address }]),
    ...(secret === null ? [] : [{ field: 'secret' as const, name: secret }]),
  ];
}

/** `NAME` of `$NAME`; undefined of an address itself. */
export function addressVariable(url: string): string | undefined {
  return /^\$(\w+)$/.exec(url)?.[1];
}
