import { join } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { isPair, type PairRecord } from '../../core/pair.ts';
import { isPairRecord } from '../../core/pair-line.ts';
import type { Problem } from '../../core/problem.ts';
import { shardName } from '../../core/shard.ts';
import { type TrialRecord, wasAskedNow } from '../../core/trial.ts';
import { isTrialRecord } from '../../core/trial-line.ts';
import type { Ports, Work } from '../../evaluation/evaluation.ts';
import { readNumberedJsonLines } from '../../report/json-lines.ts';
import { digestFile, openJournal } from '../../runner/journal.ts';
import { countTrials } from '../../runner/plan-trials.ts';
import { noTrials } from '../../runner/run-trials.ts';
import { casesOfShard } from '../../runner/shards.ts';
import type { RunFolder } from '../runs/run-folder.ts';
import { TrialPlaces } from '../runs/trial-places.ts';
import type { ShardRun } from './read-shards.ts';

/** So many lines are named; a file of another run has as many wrong ones as it has lines. */
const namedLines = 5;

/**
 * The trials of all shards as the trials of one run, shard by shard.
 *
 * @throws InputError with the lines that don't belong there, and with the shards that lack some.
 */
export async function copyTrials(
  shards: readonly ShardRun[],
  folder: RunFolder,
  { plan }: Work,
  onRecord: (record: TrialRecord | PairRecord) => void,
): ReturnType<Ports['runAndScore']> {
  const journal = openJournal(folder.trials);
  const totals = { ...noTrials, stopped: null };
  const problems: Problem[] = [];
  try {
    for (const shard of shards) {
      const own = { ...plan, cases: casesOfShard(plan.cases, shard.run.shard) };
      const places = new TrialPlaces(own);
      let taken = 0;
      for await (const entry of readNumberedJsonLines(join(shard.path, 'trials.jsonl'))) {
        const record = 'value' in entry ? recordOf(entry.value) : undefined;
        if (record === undefined || takeInto(places, record) !== 'taken') {
          problems.push(wrongLine(shard, entry.line, record));
          continue;
        }
        if (!isPair(record)) taken++;
        await journal.append(JSON.stringify(record));
        count(totals, record);
        onRecord(record);
      }
      const missing = countTrials(own) - taken;
      if (missing > 0) problems.push({ file: shard.name, message: `${missing} of its trials are missing` });
    }
    if (problems.length > 0) throw new InputError(problems.slice(0, namedLines));
  } finally {
    await journal.close();
  }
  return { ...totals, trialsDigest: await digestFile(folder.trials) };
}

function recordOf(line: unknown): TrialRecord | PairRecord | undefined {
  return isTrialRecord(line) || isPairRecord(line) ? line : undefined;
}

function takeInto(places: TrialPlaces, record: TrialRecord | PairRecord) {
  return isPair(record) ? places.takePair(record) : places.take(record);
}

function wrongLine(
  { path, name, run }: ShardRun,
  line: number,
  record: TrialRecord | PairRecord | undefined,
): Problem {
  const lane = record && (isPair(record) ? ['pair', record.pair] : [record.arm, record.model]);
  const what = lane && record && `${lane[0]}, case ${record.case}, ${lane[1]}, repeat ${record.repeat}`;
  const message = what
    ? `this trial does not belong to ${shardName(run.shard)}, or stands there twice: ${what}`
    : 'this line is no trial';
  return { file: join(name === '' ? path : name, 'trials.jsonl'), line, message };
}

function count(totals: typeof noTrials, record: TrialRecord | PairRecord): void {
  totals.judgeUsd += record.judge?.usd ?? 0;
  if (isPair(record)) return;
  totals[record.status]++;
  const isPaid = wasAskedNow(record);
  if (!isPaid) totals.cached++;
  if (isPaid) totals.usd += record.completion?.costUsd ?? 0;
}
