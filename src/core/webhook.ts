import type { GateStatus } from './verdict.ts';

/** What a webhook is told of. */
export const webhookEvents = ['promote', 'rollback', 'block', 'incident'] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

/** Where deeds are told, checked and with defaults filled in. */
export interface Webhook {
  /** An address, or `$NAME` of the variable that holds it. */
  url: string;
  /** The variable that holds the key of the signature; null where nothing is signed, as for Slack. */
  secret: string | null;
  on: readonly WebhookEvent[];
  format: 'json' | 'slack';
}

/**
 * What is sent. Names, numbers and states only: no text of a person, a prompt, a dataset or a model, which could be
 * confidential.
 */
export interface WebhookPayload {
  v: 1;
  /** Of the deed: the same for every attempt and every machine that tells of it. */
  id: string;
  event: WebhookEvent;
  prompt: string;
  alias: string;
  /** Version numbers; null where there is none. */
  from: number | null;
  to: number | null;
  /** The move's place in the alias's chain; null where nothing moved. */
  seq: number | null;
  run: string | null;
  /** Whether a promotion went ahead without proof. */
  override: boolean;
  /** Of a promotion and of a block: every gate of its run, once for each model; empty for other events. */
  gates: { gate: string; status: GateStatus; enforced: boolean }[];
  /** The number of an incident; null for other events. */
  incident: number | null;
  actor: string;
  /** ISO 8601 UTC. */
  at: string;
  /** The page of the CI job; null elsewhere. */
  job: string | null;
}
