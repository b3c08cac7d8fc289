import type { Incident } from '../core/incident.ts';
import type { MoveRecord } from '../core/registry.ts';
import type { RunFile } from '../core/run-file.ts';
import type { WebhookPayload } from '../core/webhook.ts';
import { deliver } from '../webhooks/deliver.ts';
import { payloadOfBlock, payloadOfIncident, payloadOfMove } from '../webhooks/payload.ts';
import { ciJob } from './ci-job.ts';
import type { Project } from './open-project.ts';

type Teller = Pick<Project, 'config' | 'warn'>;

/**
 * Tells whom the config names. The deed is done and kept before: nobody waits for it, and what goes wrong is a warning. The
 * process stays until everybody was told or given up.
 */
export function tellOfMove(project: Teller, move: MoveRecord): void {
  tell(project, payloadOfMove(move, jobAddress()));
}

export function tellOfBlock(project: Teller, run: RunFile): void {
  tell(project, payloadOfBlock(run, jobAddress()));
}

export function tellOfIncident(project: Teller, incident: Incident): void {
  tell(project, payloadOfIncident(incident, jobAddress()));
}

function jobAddress(): string | null {
  return ciJob()?.url ?? null;
}

function tell({ config, warn }: Teller, payload: WebhookPayload | null): void {
  if (payload === null) return;
  for (const webhook of config.webhooks.filter(({ on }) => on.includes(payload.event))) {
    void deliver(webhook, payload, { environment: process.env }).then((why) => {
      if (why === null) return;
      warn(
        `a webhook was not told of this ${payload.event} (${why}). What was done stands; its id is ${payload.id}`,
      );
    });
  }
}
