import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from '../../core/case.ts';
import { isJsonObject, type Json } from '../../core/json.ts';
import { armScore, type PairRecord } from '../../core/pair.ts';
import { isPairRecord } from '../../core/pair-line.ts';
import type { Place } from '../../core/place.ts';
import type { ListedRun } from '../../core/run-file.ts';
import { sharedLists } from '../../core/shared-lists.ts';
import { excerpt } from '../../core/text.ts';
import { textNumber } from '../../core/text-number.ts';
import type { ArmName, TrialRecord } from '../../core/trial.ts';
import { isTrialRecord } from '../../core/trial-line.ts';
import { metricOf } from '../gate-rows.ts';
import { eachJsonLine, type JsonLine } from '../json-lines.ts';
import { caseMask } from '../mask.ts';
import { answerText } from '../shared/answer-text.ts';
import type { ShownMetric } from '../shared/case-index.ts';
import { CaseTable } from './case-table.ts';
import { type ScannedTrial, TrialTable } from './trial-table.ts';

/** Characters of an input that the list shows and the search finds. */
const inputLength = 90;

/** Everything about a run's trials but their texts: what the list of cases needs to know of a run. */
export class Scan {
  readonly metrics: ShownMetric[];
  readonly cases = new CaseTable();
  readonly trials: TrialTable;
  readonly #hidden: ReadonlySet<string>;
  readonly #shared = sharedLists();
  readonly #indexOf: (id: string) => number;
  readonly #lanesOf: (trial: TrialRecord) => string[];

  /** @param hidden names of the variables whose values stay hidden. */
  constructor(run: ListedRun, hidden: ReadonlySet<string>) {
    this.trials = new TrialTable(run.repeats);
    this.metrics = run.metrics.map((metric) => metricOf(run, metric.id));
    this.#hidden = hidden;
    this.#indexOf = indexer(run, this.metrics);
    this.#lanesOf = lanesOf(run);
  }

  /** @returns the index of the case. */
  addCase({ id, variables, tags, critical }: Pick<Case, 'id' | 'variables' | 'tags' | 'critical'>): number {
    return this.cases.put({
      id,
      input: firstText(variables, this.#hidden),
      slices: this.#shared(tags),
      critical,
    });
  }

  addTrial(record: TrialRecord, place: Place): void {
    if (record.repeat < 0 || record.repeat >= this.trials.repeats) return;
    const scanned = scanTrial(record, place, this.#indexOf);
    const index = this.cases.indexOf(record.case);
    for (const model of this.#lanesOf(record)) this.trials.put(index, model, scanned);
  }

  /** Its line stands after those of its trials. */
  addPair(record: PairRecord, place: Place): void {
    const row = this.trials.find(this.cases.indexOf(record.case), record.pair);
    if (row !== undefined) addPair(this.trials, row, record, place, this.#indexOf);
  }
}

/**
 * Reads all of a run but the texts of its trials, of which it keeps the places: a run's answers may be larger than memory.
 *
 * @param hidden names of the variables whose values stay hidden.
 */
export async function scanRun(folder: string, run: ListedRun, hidden: ReadonlySet<string>): Promise<Scan> {
  const scan = new Scan(run, hidden);
  await eachLine(join(folder, 'cases.jsonl'), ({ value, place }) => {
    if (!isJsonObject(value) || typeof value.id !== 'string') return;
    const variables = isJsonObject(value.variables) ? value.variables : {};
    const tags = Array.isArray(value.tags) ? value.tags.map(String) : [];
    const index = scan.addCase({ id: value.id, variables, tags, critical: value.critical === true });
    scan.cases.places.set(index, place);
  });
  await eachLine(join(folder, 'trials.jsonl'), ({ value, place }) => {
    if (isPairRecord(value)) scan.addPair(value, place);
    else if (isTrialRecord(value)) scan.addTrial(value, place);
  });
  return scan;
}

function firstText(variables: Record<string, Json>, hidden: ReadonlySet<string>): string {
  const found = Object.entries(variables).find(
    ([name, value]) => typeof value === 'string' && !hidden.has(name),
  );
  if (found === undefined) return '';
  return excerpt(caseMask(variables, hidden).text(String(found[1])), inputLength);
}

async function eachLine(path: string, take: (line: JsonLine) => void): Promise<void> {
  if (existsSync(path)) await eachJsonLine(path, take);
}

/** By what the comparisons call it; of a model that no pairing names, by its own id. */
function lanesOf({ pairings }: ListedRun): (trial: TrialRecord) => string[] {
  const known = new Map<string, string[]>();
  return ({ arm, model }) => {
    const key = `${arm}\n${model}`;
    const lanes = known.get(key) ?? lanesOn(pairings, arm, model);
    known.set(key, lanes);
    return lanes;
  };
}

function lanesOn(pairings: ListedRun['pairings'], arm: ArmName, model: string): string[] {
  if (pairings.length === 0) return [model];
  return pairings.filter((pairing) => pairing[arm]?.id === model).map((pairing) => pairing.id);
}

/** The place of a metric in the list, to which those that the run does not describe are added. */
function indexer(run: ListedRun, metrics: ShownMetric[]): (id: string) => number {
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
  const values: [metric: number, value: number][] = [];
  for (const score of scores) if ('value' in score) values.push([indexOf(score.metric), score.value]);
  return {
    arm,
    repeat,
    place,
    failed: status === 'failed',
    unscored: values.length < scores.length,
    answer: completion === undefined ? null : textNumber(answerText(completion)),
    values,
  };
}

function addPair(
  trials: TrialTable,
  row: number,
  { repeat, scores }: PairRecord,
  place: Place,
  indexOf: (id: string) => number,
): void {
  if (repeat < 0 || repeat >= trials.repeats) return;
  trials.putPair(row, repeat, place);
  for (const score of scores) {
    for (const arm of ['baseline', 'candidate'] as const) {
      const own = armScore(score, arm);
      trials.addScore(row, { arm, repeat }, indexOf(score.metric), 'value' in own ? own.value : null);
    }
  }
}
