import { join } from 'node:path';
import type { PairRecord, PairScore } from '../../core/pair.ts';
import { isPairRecord } from '../../core/pair-line.ts';
import type { RunFile } from '../../core/run-file.ts';
import type { TrialRecord } from '../../core/trial.ts';
import type { Work } from '../../evaluation/evaluation.ts';
import { readJsonLines } from '../../report/json-lines.ts';
import { Pairs } from '../../runner/pairs.ts';
import { couplesOf } from '../../runner/plan-trials.ts';
import { scorePair } from '../../runner/score-pair.ts';
import type { StoredRun } from './runs.ts';

/** Pairs of a stored run, scored again without asking a model. */
export interface StoredPairs {
  /** Of the pairs that this trial completes: what was said of them then where it stands, else what can be said without asking. */
  scoredWith(record: TrialRecord): Promise<PairRecord[]>;
}

/** @param alike metrics whose scores stand */
export async function openStoredPairs(
  { path }: StoredRun,
  { id: run }: RunFile,
  { plan, evaluators }: Work,
  alike: ReadonlySet<string>,
): Promise<StoredPairs> {
  const comparing = evaluators.filter(({ compare }) => compare);
  const compared = couplesOf(plan);
  if (comparing.length === 0 || compared.length === 0) return { scoredWith: async () => [] };
  const standing = await readStanding(path, alike);
  const pairs = new Pairs(compared, plan.cases);
  const asked = comparing.filter(({ metrics }) => !metrics.every(({ id }) => alike.has(id)));
  return {
    scoredWith: (record) =>
      Promise.all(
        pairs.complete(record).map(async (answered) => {
          const place = { pair: answered.pair, case: answered.case.id, repeat: answered.repeat };
          const { scores: known = [], from = run } = standing.get(keyOf(place)) ?? {};
          return { ...place, scores: [...known, ...(await scorePair(asked, answered))], from };
        }),
      ),
  };
}

interface Standing {
  scores: PairScore[];
  from: string | undefined;
}

async function readStanding(path: string, alike: ReadonlySet<string>): Promise<Map<string, Standing>> {
  const standing = new Map<string, Standing>();
  for await (const line of readJsonLines(join(path, 'trials.jsonl'), () => undefined)) {
    if (!isPairRecord(line)) continue;
    const scores = line.scores.filter(({ metric }) => alike.has(metric));
    standing.set(keyOf(line), { scores, from: line.from });
  }
  return standing;
}

function keyOf({ pair, case: id, repeat }: Pick<PairRecord, 'pair' | 'case' | 'repeat'>): string {
  return JSON.stringify([pair, id, repeat]);
}
