import { isJsonObject } from '../../core/json.ts';
import type { GateStatus } from '../../core/verdict.ts';

/** One attempt, as the ledger keeps it. */
export interface AttemptEntry {
  at: string;
  run: string;
  /** The run that was the attempt, where this one only adds what people said or took every answer from a cache: it counts once. */
  of?: string;
  dataset: string;
  /** `digestOfCases` of those that the run was judged by; lines of older versions lack it. */
  cases?: string;
  candidate: string;
  verdict: GateStatus;
  /** The run's digest as evidence, by which a change to its run.json shows. */
  runDigest: string;
  /** The digest of its trials, by which a copy of it under another id shows; lines of older versions lack it. */
  trials?: string;
}

/** A line of the ledger with its number from 1 on; `entry` is null where it cannot be read. */
export interface LedgerLine {
  number: number;
  entry: AttemptEntry | null;
}

/** Every line that is not empty, in its order. */
export function attemptLines(text: string): LedgerLine[] {
  return text
    .split('\n')
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, number }) => ({ number, entry: entryOf(line) }));
}

function entryOf(line: string): AttemptEntry | null {
  try {
    const value: unknown = JSON.parse(line);
    return isEntry(value) ? value : null;
  } catch {
    return null;
  }
}

function isEntry(value: unknown): value is AttemptEntry {
  if (!isJsonObject(value)) return false;
  const { run, of, dataset, cases, verdict, runDigest, trials } = value;
  return (
    [run, dataset, runDigest].every((field) => typeof field === 'string') &&
    [of, cases, trials].every((field) => field === undefined || typeof field === 'string') &&
    (verdict === 'pass' || verdict === 'fail' || verdict === 'inconclusive')
  );
}
