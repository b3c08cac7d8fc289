import type { Incident } from '../../core/incident.ts';
import type { Problem } from '../../core/problem.ts';
import type { MoveRecord } from '../../core/registry.ts';
import type { RunFile } from '../../core/run-file.ts';
import type { WebhookPayload } from '../../core/webhook.ts';
import { deliver, patienceOfJobs, patienceOfPeople } from '../../webhooks/deliver.ts';
import { payloadOfBlock, payloadOfIncident, payloadOfMove } from '../../webhooks/payload.ts';
import { variablesOf } from '../../webhooks/variables.ts';
import { ciJob } from './ci-job.ts';
import type { Project } from './open-project.ts';

type Teller = Pick<Project, 'config' | 'warn'>;

/**
 * Tells whom the config names. The deed is done and kept before: nobody waits for it, and what goes wrong is a warning. The
 * process stays until everybody was told or given up.
 */
export function tellOfMove(project: Teller, move: MoveRecord, run: RunFile | null): void {
  tell(project, payloadOfMove(move, run?.verdict ?? null, jobAddress()));
}

export function tellOfBlock(project: Teller, run: RunFile): void {
  tell(project, payloadOfBlock(run, jobAddress()));
}

export function tellOfIncident(project: Teller, incident: Incident): void {
  tell(project, payloadOfIncident(incident, jobAddress()));
}

/** What can't be told from here. On a laptop that may be as it should be: only CI has the secrets. */
export function webhookWarnings({ config, display }: Pick<Project, 'config' | 'display'>): Problem[] {
  return config.webhooks.flatMap((webhook, index) =>
    variablesOf(webhook)
      .filter(({ name }) => !process.env[name]?.trim())
      .map(({ field, name }) => ({
        file: display(config.file),
        field: `webhooks[${index}].${field}`,
        message: `${name} is not set, so this webhook is not told of what is done from here`,
        hint: 'Set it where releases are made, as a secret of CI',
      })),
  );
}

function jobAddress(): string | null {
  return ciJob()?.url ?? null;
}

function tell({ config, warn }: Teller, payload: WebhookPayload | null): void {
  if (payload === null) return;
  const patience = ciJob() === null ? patienceOfPeople : patienceOfJobs;
  for (const webhook of config.webhooks.filter(({ on }) => on.includes(payload.event))) {
    const { event } = payload;
    const onRetry = (why: string) =>
      warn(
        `telling a webhook of this ${event} once more (${why}). What was done stands; only the message is waited for`,
      );
    void deliver(webhook, payload, { environment: process.env, onRetry, patience }).then((why) => {
      if (why === null) return;
      warn(`a webhook was not told of this ${event} (${why}). What was done stands; its id is ${payload.id}`);
    });
  }
}
