import { join } from 'node:path';
import type { Case } from '../../core/case.ts';
import { canonicalJson } from '../../core/digest.ts';
import { InputError } from '../../core/errors.ts';
import { isJsonObject, type JsonObject } from '../../core/json.ts';
import type { TrialRecord } from '../../core/trial.ts';
import { isTrialRecord } from '../../core/trial-line.ts';
import type { PriceTable } from '../../providers/prices.ts';
import { readJsonLines } from '../../report/json-lines.ts';
import type { ReleaseRun } from './release-run.ts';

type ReleaseFolder = Pick<ReleaseRun, 'run' | 'folder'>;

/** The cases that a release run was about and what became of them. */
export interface SharedCases {
  /** Those of today that are word for word what they were, in today's order. */
  cases: Case[];
  changed: number;
  /** Not asked then, and not there today. */
  added: number;
  removed: number;
}

/** @throws InputError where the run's cases can't be read. */
export async function shareCases(release: ReleaseFolder, today: readonly Case[]): Promise<SharedCases> {
  const then = new Map<string, JsonObject>();
  for await (const line of readLines(release, 'cases.jsonl')) {
    if (isJsonObject(line) && typeof line.id === 'string') then.set(line.id, line);
  }
  const cases = today.filter((item) => {
    const line = then.get(item.id);
    return line !== undefined && contentOf(line) === contentOf(item) && hasSameImages(line, item);
  });
  const known = today.filter((item) => then.has(item.id)).length;
  return {
    cases,
    changed: known - cases.length,
    added: today.length - known,
    removed: then.size - known,
  };
}

/** By their bytes. Runs of older versions do not say what pictures their cases had; those count by their names alone. */
function hasSameImages({ images: then }: JsonObject, { images: today }: Case): boolean {
  return then === undefined || canonicalJson(then) === canonicalJson(today ?? {});
}

/** What a model is asked, and what its answer is scored and counted by. */
function contentOf({ variables, expected, tags, critical }: Partial<Record<keyof Case, unknown>>): string {
  return canonicalJson([variables ?? null, expected ?? null, tags ?? null, critical ?? null]);
}

/**
 * What the released version answered in its release run, in the order of the file.
 *
 * @throws InputError where the run's trials can't be read.
 */
export async function* releasedTrials(release: ReleaseRun): AsyncGenerator<TrialRecord> {
  for await (const line of readLines(release, 'trials.jsonl')) {
    if (isTrialRecord(line) && line.arm === 'candidate') yield line;
  }
}

/**
 * What an answer of then costs at today's prices, so that a new price is no change of the model. What has no price today keeps
 * the one that it had.
 *
 * @param model as `provider/model`.
 */
export function atPricesOfNow(
  record: TrialRecord,
  model: string,
  { priceOf }: Pick<PriceTable, 'priceOf'>,
): TrialRecord {
  const { completion } = record;
  if (!completion) return record;
  const costUsd = priceOf(model, completion.usage);
  return costUsd === null ? record : { ...record, completion: { ...completion, costUsd } };
}

async function* readLines({ run, folder }: ReleaseFolder, file: string): AsyncGenerator<unknown> {
  try {
    yield* readJsonLines(join(folder, file), () => undefined);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new InputError({ message: `${file} of run ${run.id} cannot be read: ${message}` });
  }
}
