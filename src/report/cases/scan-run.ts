import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, type Json } from '../../core/json.ts';
import { armScore, type PairRecord } from '../../core/pair.ts';
import { isPairRecord } from '../../core/pair-line.ts';
import type { RunFile } from '../../core/run-file.ts';
import { sharedLists } from '../../core/shared-lists.ts';
import { excerpt } from '../../core/text.ts';
import type { ArmName, TrialRecord } from '../../core/trial.ts';
import { isTrialRecord } from '../../core/trial-line.ts';
import { metricOf } from '../gate-rows.ts';
import { eachJsonLine, type JsonLine, type Place } from '../json-lines.ts';
import { caseMask } from '../mask.ts';
import type { ShownMetric } from '../shared/case-index.ts';
import { answerText } from '../worst-cases.ts';
import { CaseTable } from './case-table.ts';
import { type ScannedTrial, TrialTable } from './trial-table.ts';

/** What the list of cases needs to know of a run. */
export interface Scan {
  metrics: ShownMetric[];
  cases: CaseTable;
  trials: TrialTable;
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
  const trials = new TrialTable(run.repeats);
  const metrics: ShownMetric[] = run.metrics.map((metric) => metricOf(run, metric.id));
  const indexOf = indexer(run, metrics);
  const lanes = lanesOf(run);
  await eachLine(join(folder, 'trials.jsonl'), ({ value, place }) => {
    if (isPairRecord(value)) {
      const row = trials.find(cases.indexOf(value.case), value.pair);
      if (row !== undefined) addPair(trials, row, value, place, indexOf);
    } else if (isTrialRecord(value) && value.repeat >= 0 && value.repeat < trials.repeats) {
      const scanned = scanTrial(value, place, indexOf);
      for (const model of lanes(value)) trials.put(cases.indexOf(value.case), model, scanned);
    }
  });
  return { metrics, cases, trials };
}

async function scanCases(path: string, hidden: ReadonlySet<string>): Promise<CaseTable> {
  const cases = new CaseTable();
  const shared = sharedLists();
  await eachLine(path, ({ value, place }) => {
    if (!isJsonObject(value) || typeof value.id !== 'string') return;
    const variables = isJsonObject(value.variables) ? value.variables : {};
    const index = cases.put({
      id: value.id,
      input: firstText(variables, hidden),
      slices: shared(Array.isArray(value.tags) ? value.tags.map(String) : []),
      critical: value.critical === true,
    });
    cases.places.set(index, place);
  });
  return cases;
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
function lanesOf({ pairings }: RunFile): (trial: TrialRecord) => string[] {
  const known = new Map<string, string[]>();
  return ({ arm, model }) => {
    const key = `${arm}\n${model}`;
    const lanes = known.get(key) ?? lanesOn(pairings, arm, model);
    known.set(key, lanes);
    return lanes;
  };
}

function lanesOn(pairings: RunFile['pairings'], arm: ArmName, model: string): string[] {
  if (pairings.length === 0) return [model];
  return pairings.filter((pairing) => pairing[arm]?.id === model).map((pairing) => pairing.id);
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
  return {
    arm,
    repeat,
    place,
    failed: status === 'failed',
    unscored: scores.some((score) => 'unscored' in score),
    answer: completion === undefined ? null : numberFor(answerText(completion)),
    values: scores.flatMap((score) =>
      'value' in score ? [[indexOf(score.metric), score.value] as const] : [],
    ),
  };
}

/** The line of a pair stands after those of its trials. */
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

/** Equal for equal texts, and for no others: 48 bits of their digest. */
function numberFor(text: string): number {
  return hash('sha256', text, 'buffer').readUIntBE(0, 6);
}
