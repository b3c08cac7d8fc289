import type { ListedRun } from '../../core/run-file.ts';
import { shellWord } from '../../core/shell-word.ts';
import type { ArmName } from '../../core/trial.ts';
import { type CaseIndex, rowFlags } from '../shared/case-index.ts';
import { baselineName, candidateName } from '../verdict-words.ts';
import type { RankedRow } from './rank-rows.ts';
import type { Scan } from './scan-run.ts';

/** Rows whose details stand in one block: small enough to open at once, large enough to be compressed well. */
export const rowsPerBlock = 200;

export function caseIndex(
  run: ListedRun,
  { metrics, cases, trials }: Scan,
  rows: readonly RankedRow[],
): CaseIndex {
  const caseNumbers = numbered(rows.map(({ row }) => trials.caseOf(row)));
  const modelNumbers = numbered(rows.map(({ row }) => trials.modelOf(row)));
  const known = [...caseNumbers.keys()].map((index) => cases.at(index));
  const slices = numbered(known.flatMap((entry) => entry.slices).sort());
  const columns = (arm: ArmName) =>
    metrics.map((_, metric) => rows.map(({ row }) => rounded(trials.mean(row, arm, metric))));
  return {
    baseline: run.arms.baseline === null ? null : baselineName(run),
    candidate: candidateName(run),
    command: commandOf(run),
    repeats: run.repeats,
    metrics,
    models: [...modelNumbers.keys()].map((index) => trials.models[index] ?? ''),
    slices: [...slices.keys()],
    cases: {
      ids: known.map((entry) => entry.id),
      inputs: known.map((entry) => entry.input),
      slices: known.map((entry) => entry.slices.map((slice) => slices.get(slice) ?? -1)),
      critical: known.map((entry) => Number(entry.critical)),
    },
    rows: {
      case: rows.map(({ row }) => caseNumbers.get(trials.caseOf(row)) ?? -1),
      model: rows.map(({ row }) => modelNumbers.get(trials.modelOf(row)) ?? -1),
      flags: rows.map((row) => row.flags),
      metric: rows.map((row) => row.metric),
      baseline: columns('baseline'),
      candidate: columns('candidate'),
    },
    rowsPerBlock,
    reduced: rows.filter((row) => row.flags & rowFlags.reduced).length,
  };
}

/** Each different entry with its number, in the order in which they come first. */
function numbered<Entry>(entries: readonly Entry[]): Map<Entry, number> {
  const numbers = new Map<Entry, number>();
  for (const entry of entries) if (!numbers.has(entry)) numbers.set(entry, numbers.size);
  return numbers;
}

/** More digits than any format shows, and few enough to compress. */
function rounded(value: number | null): number | null {
  return value === null || Number.isInteger(value) ? value : Number(value.toPrecision(10));
}

/** Against the same baseline; of a draft, the draft as it is now. */
function commandOf({ prompt, arms, drift }: ListedRun): string | null {
  if (drift) return null;
  const { baseline, candidate } = arms;
  const options = [
    ...(candidate.version === null ? [] : ['--candidate', shellWord(`${prompt}@${candidate.version}`)]),
    ...(baseline === null ? [] : ['--baseline', shellWord(`${prompt}@${baseline.version}`)]),
  ];
  return ['prompteval run', shellWord(prompt), ...options].join(' ');
}
