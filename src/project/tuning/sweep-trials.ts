import type { Case } from '../../core/case.ts';
import { digestOf } from '../../core/digest.ts';
import type { Evaluator } from '../../core/evaluator.ts';
import type { JsonSchema } from '../../core/json.ts';
import { isPair, type PairRecord } from '../../core/pair.ts';
import type { ArmName, ModelSettings, TrialRecord } from '../../core/trial.ts';
import { wasAskedNow } from '../../core/trial.ts';
import { prepareEvaluators } from '../../evaluation/prepare-evaluators.ts';
import type { Lane } from '../../runner/plan-trials.ts';
import type { PartsTotals } from '../../runner/run-in-parts.ts';
import { outputSchemaOf } from '../prompts/arm-interface.ts';
import { scoreAnswers } from '../scoring/score-answers.ts';
import type { GridRow } from './sweep-grid.ts';

/** The trials of a sweep without their texts, by what was asked. */
export class SweepTrials {
  readonly #lanes = new Map<string, TrialRecord[]>();
  readonly #pairs = new Map<number, PairRecord[]>();
  readonly #keepsText: boolean;

  /** @param keepsText whether the baseline's answers may have to be scored again; otherwise only numbers are kept. */
  constructor(keepsText: boolean) {
    this.#keepsText = keepsText;
  }

  add(record: TrialRecord | PairRecord): void {
    if (isPair(record)) this.#addPair(record);
    else this.#addTrial(record);
  }

  /** What was said of both sides of a row, from 1. */
  pairsOf(row: number): readonly PairRecord[] {
    return this.#pairs.get(row) ?? [];
  }

  #addPair({ row = 0, ...record }: PairRecord): void {
    const pairs = this.#pairs.get(row) ?? [];
    pairs.push(record);
    this.#pairs.set(row, pairs);
  }

  #addTrial(record: TrialRecord): void {
    const { arm, variant, model } = record;
    const key = keyOf(arm, variant, model);
    const kept = this.#keepsText && arm === 'baseline' ? record : withoutText(record);
    const lane = this.#lanes.get(key) ?? [];
    lane.push(kept);
    this.#lanes.set(key, lane);
  }

  of({ arm, settings }: Lane): readonly TrialRecord[] {
    return this.#lanes.get(keyOf(arm.name, arm.variant, settings.id)) ?? [];
  }
}

function keyOf(arm: ArmName, variant: string | undefined, model: string): string {
  return JSON.stringify([arm, variant ?? null, model]);
}

function withoutText({ completion, ...record }: TrialRecord): TrialRecord {
  const scores = record.scores.map((score) =>
    'value' in score ? { metric: score.metric, value: score.value } : score,
  );
  if (completion === undefined) return { ...record, scores };
  const { toolCalls: _, ...numbers } = completion;
  return { ...record, scores, completion: { ...numbers, text: '' } };
}

export interface Scoring {
  cases: readonly Case[];
  /** As the config has them. */
  evaluators: readonly Evaluator[];
  /** By which the baseline's answers were scored. */
  schema: JsonSchema | null;
}

/** The trials of a row as a run of it alone has them: under its own arms and names of models. */
export async function* trialsOfRow(
  { lanes, pairing, arms }: GridRow,
  trials: SweepTrials,
  scoring: Scoring,
): AsyncGenerator<TrialRecord> {
  if (lanes.baseline && pairing.baseline) {
    const records = named(trials.of(lanes.baseline), 'baseline', pairing.baseline);
    yield* isScoredAlike(arms, scoring.schema) ? records : scoreByCandidate(records, arms, scoring);
  }
  yield* named(trials.of(lanes.candidate), 'candidate', pairing.candidate);
}

function named(records: readonly TrialRecord[], arm: ArmName, { id }: ModelSettings): TrialRecord[] {
  return records.map(({ variant: _, ...record }) => ({ ...record, arm, model: id }));
}

/** Whether a row's arms are scored by the schema that the baseline's answers were scored by. */
export function isScoredAlike(arms: GridRow['arms'], schema: JsonSchema | null): boolean {
  return arms.baseline === null || digestOf(schema) === digestOf(outputSchemaOf(arms));
}

/** The baseline's answers by the candidate's schema: the scores that depend on no schema stay. */
async function* scoreByCandidate(
  records: readonly TrialRecord[],
  arms: GridRow['arms'],
  { cases, evaluators }: Scoring,
): AsyncGenerator<TrialRecord> {
  const prompt = arms.baseline?.prompt ?? arms.candidate.prompt;
  const byId = new Map(cases.map((item) => [item.id, item]));
  async function* answers() {
    for (const record of records) {
      const item = byId.get(record.case);
      if (item) yield { record, case: item, prompt };
    }
  }
  const prepared = prepareEvaluators(evaluators, outputSchemaOf(arms));
  yield* scoreAnswers(answers(), prepared, independentMetrics(evaluators));
}

/** Those that no schema has a say in, not even through another metric. */
function independentMetrics(evaluators: readonly Evaluator[]): Set<string> {
  const found = new Set<string>();
  for (const { prepare, byPeople, needsMetrics = [], metrics } of evaluators) {
    // What an evaluator needs stands before it.
    if ((prepare === undefined || byPeople) && needsMetrics.every((id) => found.has(id))) {
      for (const { id } of metrics) found.add(id);
    }
  }
  return found;
}

/** What the trials of a row come to. `stopped` only where some of them were not asked. */
export function totalsOf(
  records: readonly (TrialRecord | PairRecord)[],
  planned: number,
  stopped: PartsTotals['stopped'],
): PartsTotals {
  const totals: PartsTotals = { completed: 0, failed: 0, cached: 0, usd: 0, judgeUsd: 0, stopped: null };
  for (const record of records) {
    totals.judgeUsd += record.judge?.usd ?? 0;
    if (isPair(record)) continue;
    totals[record.status]++;
    if (wasAskedNow(record)) totals.usd += record.completion?.costUsd ?? 0;
    else totals.cached++;
  }
  return totals.completed + totals.failed < planned ? { ...totals, stopped } : totals;
}
