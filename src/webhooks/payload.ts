import { digestOf } from '../core/digest.ts';
import type { Incident } from '../core/incident.ts';
import type { MoveRecord } from '../core/registry.ts';
import type { RunFile } from '../core/run-file.ts';
import type { Verdict } from '../core/verdict.ts';
import type { WebhookEvent, WebhookPayload } from '../core/webhook.ts';

/** A move of an alias; null for one that nobody is told of. @param verdict of the run that it rests on, if any */
export function payloadOfMove(
  move: MoveRecord,
  verdict: Verdict | null,
  job: string | null,
): WebhookPayload | null {
  const events: Partial<Record<MoveRecord['kind'], WebhookEvent>> = {
    promote: 'promote',
    override: 'promote',
    canary: 'promote',
    rollback: 'rollback',
  };
  const event = events[move.kind];
  if (event === undefined) return null;
  const { prompt, alias, seq, from, to, evidence, actor, at } = move;
  return {
    ...blank(event, [prompt, alias, seq, at]),
    ...{ prompt, alias, seq, actor, at, job },
    from: from?.version ?? null,
    to: to.version,
    run: evidence?.run ?? null,
    override: move.kind === 'override',
    gates: verdict === null ? [] : gatesOf(verdict),
  };
}

/** A release that its own run held back. */
export function payloadOfBlock(run: RunFile, job: string | null): WebhookPayload {
  const { prompt, plan, head, id, actor, finishedAt, verdict } = run;
  return {
    ...blank('block', [prompt, id]),
    ...{ prompt, alias: plan.alias, actor, at: finishedAt, job, run: id },
    from: head?.version ?? null,
    gates: gatesOf(verdict),
  };
}

function gatesOf({ outcomes }: Verdict): WebhookPayload['gates'] {
  return outcomes.map(({ gate, status, enforced }) => ({ gate, status, enforced }));
}

export function payloadOfIncident(incident: Incident, job: string | null): WebhookPayload {
  const { prompt, alias, from, to, run, move } = incident;
  return {
    ...blank('incident', [prompt, incident.incident, incident.openedAt]),
    ...{ prompt, alias, run, job, seq: move, incident: incident.incident },
    from: from.version,
    to: to.version,
    actor: incident.openedBy,
    at: incident.openedAt,
  };
}

/** What most events have nothing to say about, and the id that follows from what the deed was. */
function blank(event: WebhookEvent, deed: (string | number)[]) {
  const id = digestOf([event, ...deed]).slice('sha256:'.length, 'sha256:'.length + 32);
  return {
    v: 1 as const,
    ...{ id, event, from: null, to: null, seq: null, run: null },
    ...{ override: false, gates: [], incident: null },
  };
}
