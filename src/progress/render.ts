import { formatClock, formatCount, formatShare, formatUsd } from '../core/format.ts';
import { excerpt } from '../core/text.ts';
import {
  isSlowedDown,
  type JudgeProgress,
  type ModelProgress,
  type ProgressState,
  remainingMs,
  totals,
  type Wait,
} from './state.ts';

const barWidth = 24;
const longestName = 32;

/** The live block: a title, a line per model, the totals. No line is longer than `width`, no block taller than `height`. */
export function renderBlock(state: ProgressState, now: number, width: number, height = Infinity): string[] {
  const { judges } = state;
  const room = Math.max(1, height - (judges === null ? 2 : 3));
  const shown = state.models.length > room ? state.models.slice(0, Math.max(0, room - 1)) : state.models;
  const hidden = state.models.length - shown.length;
  const names = shown.map((model) => excerpt(model.id, longestName));
  const widest = Math.max(0, ...names.map((name) => [...name].length));
  const lines = [
    ` prompteval  ${excerpt(state.prompt, 60)}  ${excerpt(state.title, 200)}`,
    ...shown.map((model, index) => modelLine(model, padded(names[index] ?? '', widest), now, width)),
    ...(hidden > 0 ? [` … and ${formatCount(hidden)} more models`] : []),
    ...(judges === null ? [] : [judgesLine(judges, now)]),
    ` ${totalsLine(state, now)}`,
  ];
  return lines.map((line) => cut(line, width));
}

function modelLine(model: ModelProgress, name: string, now: number, width: number): string {
  const done = model.completed + model.failed;
  const size = Math.min(barWidth, Math.max(0, width - [...name].length - 24));
  const parts = [` ${name}`];
  if (size >= 4) parts.push(bar(done, model.planned, size));
  parts.push(`${formatCount(done)}/${formatCount(model.planned)}`);
  const notes = [
    waitingWords(model, now),
    model.slowedTo !== null && `rate limits: ${formatCount(model.slowedTo)} at once`,
    model.failed > 0 && `${formatCount(model.failed)} failed`,
    spent(model),
  ];
  return [parts.join(' '), ...notes.filter((note) => note !== false && note !== '')].join('   ');
}

/** ` judges 412 of about 600 replies   38 from the cache   $0.12` */
function judgesLine(judges: JudgeProgress, now: number): string {
  const notes = [
    ` judges ${repliesWords(judges)}`,
    waitingWords(judges, now),
    judges.cached > 0 && `${formatCount(judges.cached)} from the cache`,
    judges.failed > 0 && `${formatCount(judges.failed)} failed`,
    spent(judges),
  ];
  return notes.filter((note) => note !== false && note !== '').join('   ');
}

function repliesWords({ replied, planned }: JudgeProgress): string {
  if (replied >= planned) return `${formatCount(replied)} ${replied === 1 ? 'reply' : 'replies'}`;
  return `${formatCount(replied)} of about ${formatCount(planned)} replies`;
}

function bar(done: number, planned: number, size: number): string {
  const filled = planned === 0 ? 0 : Math.floor((Math.min(done, planned) / planned) * size);
  return '█'.repeat(filled) + '░'.repeat(size - filled);
}

function waitingWords({ waiting, retried }: Pick<ModelProgress, 'waiting' | 'retried'>, now: number): string {
  if (waiting !== null && waiting.until > now) return waitWords(waiting, now);
  return retried > 0 ? `${formatCount(retried)} retried` : '';
}

/** `waiting 42 s for openai's limit`, `overloaded, waiting 3 s` */
function waitWords({ code, provider, until }: Wait, now: number): string {
  const wait = `waiting ${formatCount(Math.ceil((until - now) / 1000))} s`;
  if (code === 'rate-limited') return `${wait} for ${excerpt(provider, 24)}'s limit`;
  return `${excerpt(code, 24)}, ${wait}`;
}

/** The longest wait that is worth a word where there is one line for everything. */
function longWait({ models, judges }: ProgressState, now: number): Wait | undefined {
  return [...models, ...(judges ? [judges] : [])]
    .flatMap(({ waiting }) => (waiting !== null && waiting.until - now >= longWaitMs ? [waiting] : []))
    .sort((one, other) => other.until - one.until)
    .at(0);
}

const longWaitMs = 3000;

/** An answer without a known price is never shown as free. */
function spent({ costUsd, unpriced }: { costUsd: number; unpriced: number }): string {
  if (unpriced === 0) return formatUsd(costUsd);
  const without = `${formatCount(unpriced)} without a price`;
  return costUsd === 0 ? without : `${formatUsd(costUsd)} and ${without}`;
}

function totalsLine(state: ProgressState, now: number): string {
  const limit = state.maxCost === null ? '' : ` of ${formatUsd(state.maxCost)}`;
  const left = remainingMs(state, now);
  const parts = [
    `spent ${spent(totals(state))}${limit}`,
    `elapsed ${formatClock(now - state.startedAt)}`,
    left === null ? '' : `about ${formatClock(left)} left`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** One line for logs: `prompteval 62 % 3,720/6,000 trials · 2 failed · $2.41 · 1:38 elapsed · 1:00 left`. */
export function renderLine(state: ProgressState, now: number): string {
  const sums = totals(state);
  const share = sums.planned === 0 ? 1 : sums.done / sums.planned;
  // Rounded down: a run with one trial left is not at 100 %.
  const percent = formatShare(Math.floor(share * 100) / 100, 0);
  const left = remainingMs(state, now);
  const wait = longWait(state, now);
  const parts = [
    `prompteval ${excerpt(state.prompt, 60)} ${percent} ${formatCount(sums.done)}/${formatCount(sums.planned)} trials`,
    sums.failed > 0 ? `${formatCount(sums.failed)} failed` : '',
    state.judges ? `judges ${repliesWords(state.judges)}` : '',
    isSlowedDown(state) ? 'slowed down by rate limits' : '',
    wait ? waitWords(wait, now) : '',
    spent(sums),
    `${formatClock(now - state.startedAt)} elapsed`,
    left === null ? '' : `${formatClock(left)} left`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - [...text].length));
}

/** A line that wrapped would break the redrawing, which counts lines. */
function cut(line: string, width: number): string {
  const points = [...line];
  return points.length <= width ? line : `${points.slice(0, Math.max(0, width - 1)).join('')}…`;
}
