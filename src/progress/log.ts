import { formatMilliseconds, formatUsd } from '../core/format.ts';
import { type LogLevel, logLevels } from '../core/log-level.ts';
import { logText } from '../core/log-line.ts';
import type { JudgeCall, ProgressEvent, ProgressSink, TrialPlace } from '../core/progress.ts';
import { excerpt, printable } from '../core/text.ts';

/** Waits that are worth a line at `warn`. */
const longWaitMs = 5000;
const longestId = 60;

/** Appends a line for each event that is worth one at this level: `12:05:01.120 warn …`. */
export function createLogProgress(
  stream: { write(text: string): unknown },
  level: LogLevel,
  now: () => Date = () => new Date(),
): ProgressSink {
  return {
    emit(event) {
      const said = logOf(event);
      if (said === null || logLevels.indexOf(said.level) > logLevels.indexOf(level)) return;
      stream.write(
        `${now().toISOString().slice(11, 23)} ${said.level.padEnd(5)} ${logText(printable(said.text))}\n`,
      );
    },
    close() {},
  };
}

/** What to say of an event, and how loud; null of what says nothing by itself. */
export function logOf(event: ProgressEvent): { level: LogLevel; text: string } | null {
  switch (event.type) {
    case 'run-started': {
      const { prompt, title, run, models, maxCost } = event;
      const planned = models.map(({ id, planned: count }) => `${count} × ${id}`).join(', ');
      const cap = maxCost === null ? '' : `, at most ${formatUsd(maxCost)}`;
      return { level: 'info', text: `run ${run}: ${prompt}, ${title}; trials: ${planned}${cap}` };
    }
    case 'trial-started':
      return { level: 'debug', text: `${trialName(event.trial)}: started` };
    case 'attempt-started':
      return { level: 'debug', text: `${trialName(event.trial)}: attempt ${event.attempt} sent` };
    case 'attempt-answered': {
      const { trial, attempt, answer } = event;
      const time = answer.latencyMs === null ? '' : ` in ${formatMilliseconds(answer.latencyMs)}`;
      const tokens =
        answer.inputTokens === null ? '' : `, ${answer.inputTokens} + ${answer.outputTokens} tokens`;
      return { level: 'debug', text: `${trialName(trial)}: attempt ${attempt} answered${time}${tokens}` };
    }
    case 'attempt-failed':
      return {
        level: 'debug',
        text: `${trialName(event.trial)}: attempt ${event.attempt} failed (${event.code})`,
      };
    case 'attempt-retried': {
      const { trial, attempt, code, waitMs } = event;
      const text = `${trialName(trial)}: waits ${formatMilliseconds(waitMs)} after attempt ${attempt} (${code})`;
      return { level: waitLevel(waitMs), text };
    }
    case 'trial-finished':
      return finished(event);
    case 'pace-changed': {
      const { model, atOnce, slowedDown, waitMs } = event;
      const wait = waitMs > 0 ? `, next call in ${formatMilliseconds(waitMs)}` : '';
      const why = slowedDown ? ' (rate limits)' : '';
      const level = waitLevel(waitMs);
      return { level, text: `${shown(model)}: ${atOnce} at once${why}${wait}` };
    }
    case 'judge-replied': {
      const { judge, costUsd, cached } = event;
      const cost = cached ? 'from the cache' : costUsd === null ? 'without a price' : formatUsd(costUsd);
      return { level: 'debug', text: `${judgeName(judge)}: replied, ${cost}` };
    }
    case 'judge-failed':
      return { level: 'warn', text: `${judgeName(event.judge)}: no reply` };
    case 'judge-retried': {
      const { judge, code, waitMs } = event;
      const text = `${judgeName(judge)}: waits ${formatMilliseconds(waitMs)} (${code})`;
      return { level: waitLevel(waitMs), text };
    }
    case 'run-stopped': {
      const why = { interrupted: 'interrupted', budget: 'the budget is spent', looked: 'it can hardly pass' };
      const text = `stopped: ${why[event.because]}, after ${formatUsd(event.usd)}`;
      return { level: event.because === 'looked' ? 'info' : 'warn', text };
    }
    case 'run-finished':
      return { level: 'debug', text: 'no more calls' };
    case 'verdict':
      return verdict(event);
    case 'released': {
      const from = event.from === null ? '' : ` (was v${event.from})`;
      return { level: 'info', text: `released: ${event.alias} of ${event.prompt} is v${event.to}${from}` };
    }
    case 'run-failed':
      return { level: 'error', text: `could not go on (${event.error})` };
  }
}

function finished(event: Extract<ProgressEvent, { type: 'trial-finished' }>): ReturnType<typeof logOf> {
  const { trial, status, costUsd, attempts, cached, code } = event;
  if (status === 'failed') {
    const text = `${trialName(trial)}: failed after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'} (${code})`;
    return { level: 'warn', text };
  }
  const cost = cached ? 'from the cache' : costUsd === null ? 'without a price' : formatUsd(costUsd);
  return { level: 'debug', text: `${trialName(trial)}: completed, ${cost}` };
}

function verdict(event: Extract<ProgressEvent, { type: 'verdict' }>): ReturnType<typeof logOf> {
  const { status, gates, warnings, run } = event;
  const undecided = gates.filter((gate) => gate.enforced && gate.status !== 'pass');
  const because = undecided.map(({ gate, reason }) => `${gate}: ${reason}`).join(', ');
  const text = [`run ${run}: ${status}${because && ` (${because})`}`, ...warnings].join('\n  ⚠ ');
  return { level: warnings.length > 0 || status !== 'pass' ? 'warn' : 'info', text };
}

function waitLevel(waitMs: number): LogLevel {
  return waitMs >= longWaitMs ? 'warn' : 'debug';
}

/** `candidate case-7 on openai/gpt-4.1-mini`, with the repeat where it is not the first. */
function trialName({ arm, variant, case: id, model, repeat }: TrialPlace): string {
  return `${variant === undefined ? arm : shown(variant)} ${shown(id)} on ${shown(model)}${repeat > 0 ? `, repeat ${repeat}` : ''}`;
}

function judgeName({ about, metric, model }: JudgeCall): string {
  const { arm, case: id } = about;
  return `judge ${shown(model)} for ${shown(metric)} of ${arm ?? 'both arms'} ${shown(id)}`;
}

function shown(id: string): string {
  return excerpt(id, longestId);
}
