import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, type Json } from '../../core/json.ts';
import { armScore, type PairRecord } from '../../core/pair.ts';
import { isPairRecord } from '../../core/pair-line.ts';
import type { RunFile } from '../../core/run-file.ts';
import { excerpt } from '../../core/text.ts';
import type { ArmName, TrialRecord } from '../../core/trial.ts';
import { isTrialRecord } from '../../core/trial-line.ts';
import { metricOf } from '../gate-rows.ts';
import { type Place, readNumberedJsonLines } from '../json-lines.ts';
import { caseMask } from '../mask.ts';
import type { ShownMetric } from '../shared/case-index.ts';
import { answerText } from '../worst-cases.ts';

/** A case without its texts, and where they stand. */
export interface ScannedCase {
  id: string;
  /** In cases.jsonl; null where it is not there. */
  place: Place | null;
  /** The beginning of the first text among its variables, masked. */
  input: string;
  slices: string[];
  critical: boolean;
}

/** A trial without its texts, and where they stand in trials.jsonl. */
export interface ScannedTrial {
  arm: ArmName;
  repeat: number;
  place: Place;
  failed: boolean;
  unscored: boolean;
  /** Equal for equal answers; null where there is none. */
  answer: string | null;
  /** By the metric's place in the scan's list. */
  values: (number | undefined)[];
}

/** One case on one model, with all its trials. */
export interface ScannedRow {
  case: ScannedCase;
  model: string;
  trials: ScannedTrial[];
  /** Where in trials.jsonl it stands what was said of both arms' answers. */
  pairs: Place[];
}

export interface Scan {
  metrics: ShownMetric[];
  rows: ScannedRow[];
}

/** Characters of an input that the list shows and the search finds. */
const inputLength = 90;

/**
 * Everything about a run's trials but their texts, of which it keeps the places: a run's answers may be larger than memory.
 *
 * @param hidden names of the variables whose values stay hidden.
 */
export async function scanRun(folder: string, run: RunFile, hidden: ReadonlySet<string>): Promise<Scan> {
  const cases = await scanCases(join(folder, 'cases.jsonl'), hidden);
  const metrics: ShownMetric[] = run.metrics.map((metric) => metricOf(run, metric.id));
  const indexOf = indexer(run, metrics);
  const lanes = lanesOf(run);
  const rows = new Map<string, ScannedRow>();
  for await (const { value, place } of linesOf(join(folder, 'trials.jsonl'))) {
    if (isPairRecord(value)) {
      addPair(rows.get(JSON.stringify([value.case, value.pair])), value, place, indexOf);
      continue;
    }
    if (!isTrialRecord(value) || value.repeat < 0 || value.repeat >= Math.max(1, run.repeats)) continue;
    for (const model of lanes(value)) {
      const key = JSON.stringify([value.case, model]);
      const row = rows.get(key) ?? {
        case: cases.get(value.case) ?? unknownCase(value.case),
        model,
        trials: [],
        pairs: [],
      };
      rows.set(key, row);
      const same = ({ arm, repeat }: ScannedTrial) => arm === value.arm && repeat === value.repeat;
      // What was asked again after an interruption stands twice; the later line counts.
      row.trials = [...row.trials.filter((trial) => !same(trial)), scanTrial(value, place, indexOf)];
    }
  }
  return { metrics, rows: [...rows.values()] };
}

async function scanCases(path: string, hidden: ReadonlySet<string>): Promise<Map<string, ScannedCase>> {
  const cases = new Map<string, ScannedCase>();
  /** Few lists of slices, which many cases share. */
  const slices = new Map<string, string[]>();
  const sharedSlices = (tags: unknown) => {
    const own = Array.isArray(tags) ? tags.map(String) : [];
    const key = JSON.stringify(own);
    const known = slices.get(key) ?? own;
    slices.set(key, known);
    return known;
  };
  for await (const { value, place } of linesOf(path)) {
    if (!isJsonObject(value) || typeof value.id !== 'string') continue;
    const variables = isJsonObject(value.variables) ? value.variables : {};
    cases.set(value.id, {
      id: value.id,
      place,
      input: firstText(variables, hidden),
      slices: sharedSlices(value.tags),
      critical: value.critical === true,
    });
  }
  return cases;
}

function unknownCase(id: string): ScannedCase {
  return { id, place: null, input: '', slices: [], critical: false };
}

function firstText(variables: Record<string, Json>, hidden: ReadonlySet<string>): string {
  const found = Object.entries(variables).find(
    ([name, value]) => typeof value === 'string' && !hidden.has(name),
  );
  if (found === undefined) return '';
  return excerpt(caseMask(variables, hidden).text(String(found[1])), inputLength);
}

async function* linesOf(path: string): AsyncGenerator<{ value: unknown; place: Place }> {
  if (!existsSync(path)) return;
  for await (const { value, place } of readNumberedJsonLines(path)) yield { value, place };
}

/** By what the comparisons call it; of a model that no pairing names, by its own id. */
function lanesOf({ pairings }: RunFile): (trial: TrialRecord) => string[] {
  return ({ arm, model }) => {
    const ids = pairings.filter((pairing) => pairing[arm]?.id === model).map((pairing) => pairing.id);
    return pairings.length === 0 ? [model] : ids;
  };
}

/** The place of a metric in the list, to which those that the run does not describe are added. */
function indexer(run: RunFile, metrics: ShownMetric[]): (id: string) => number {
  const places = new Map(metrics.map(({ id }, index) => [id, index]));
  return (id) => {
    const known = places.get(id);
    if (known !== undefined) return known;
    places.set(id, metrics.push(metricOf(run, id)) - 1);
    return metrics.length - 1;
  };
}

function scanTrial(record: TrialRecord, place: Place, indexOf: (id: string) => number): ScannedTrial {
  const { arm, repeat, status, completion, scores } = record;
  // As long as it will be: an array that grows makes room for sixteen more.
  const values: ScannedTrial['values'] = scores.map(() => undefined);
  for (const score of scores) {
    const metric = indexOf(score.metric);
    if ('value' in score) values[metric] = score.value;
  }
  return {
    arm,
    repeat,
    place,
    failed: status === 'failed',
    unscored: scores.some((score) => 'unscored' in score),
    answer: completion === undefined ? null : digest(answerText(completion)),
    values,
  };
}

/** The line of a pair stands after those of its trials. */
function addPair(
  row: ScannedRow | undefined,
  { repeat, scores }: PairRecord,
  place: Place,
  indexOf: (id: string) => number,
): void {
  if (row === undefined) return;
  row.pairs.push(place);
  for (const trial of row.trials.filter((other) => other.repeat === repeat)) {
    for (const score of scores) {
      const own = armScore(score, trial.arm);
      if ('value' in own) trial.values[indexOf(score.metric)] = own.value;
      else trial.unscored = true;
    }
  }
}

function digest(text: string): string {
  return hash('sha256', text, 'base64');
}
