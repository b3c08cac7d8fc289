import type { JudgeCall, ProgressEvent } from '../core/progress.ts';
import { escapeUnsafe } from '../core/text.ts';

/** What every line says of where it belongs. */
export interface EventPlace {
  /** ISO 8601 UTC. */
  at: string;
  /** null before a run has an id. */
  run: string | null;
  prompt: string | null;
}

/** One line of an events file, as schema/events.schema.json has it; nothing in it could repaint a terminal. */
export function eventLine(event: ProgressEvent, { at, run, prompt }: EventPlace): string {
  return `${escapeUnsafe(JSON.stringify({ at, run, prompt, ...fieldsOf(event) }))}\n`;
}

/** By the words of the file; what concerns a trial or a judge stands flat beside the rest. */
function fieldsOf(event: ProgressEvent): { type: string } & Record<string, unknown> {
  switch (event.type) {
    case 'run-started': {
      const { title, models, judges, maxCost } = event;
      return { type: 'run-started', title, models, ...(judges && { judges }), maxCost };
    }
    case 'trial-started':
      return { type: event.type, ...event.trial };
    case 'attempt-started':
      return { type: event.type, ...event.trial, attempt: event.attempt };
    case 'attempt-answered':
      return { type: event.type, ...event.trial, attempt: event.attempt, ...event.answer };
    case 'attempt-failed':
      return { type: event.type, ...event.trial, attempt: event.attempt, code: event.code };
    case 'attempt-retried': {
      const { trial, attempt, code, waitMs } = event;
      return { type: 'trial-waiting', ...trial, attempt, code, waitMs: Math.round(waitMs) };
    }
    case 'trial-finished': {
      const { type: _, trial, status, ...rest } = event;
      return { type: `trial-${status}`, ...trial, ...rest };
    }
    case 'pace-changed': {
      const { type, model, atOnce, slowedDown, waitMs } = event;
      return { type, model, atOnce, slowedDown, waitMs: Math.round(waitMs) };
    }
    case 'judge-replied':
      return {
        type: event.type,
        ...judged(event.judge),
        costUsd: event.costUsd,
        cached: event.cached,
        ...event.answer,
      };
    case 'judge-failed':
      return { type: event.type, ...judged(event.judge) };
    case 'judge-retried':
      return {
        type: 'judge-waiting',
        ...judged(event.judge),
        code: event.code,
        waitMs: Math.round(event.waitMs),
      };
    case 'verdict':
    case 'released': {
      const { run: _, prompt: __, ...rest } = event;
      return rest;
    }
    case 'run-stopped':
    case 'run-finished':
    case 'run-failed':
      return event;
  }
}

/** `model` is what was judged, `judge` who judged it. */
function judged({ about, metric, model }: JudgeCall): Record<string, unknown> {
  return { ...about, metric, judge: model };
}
