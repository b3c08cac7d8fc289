import { join } from 'node:path';
import { InputError } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import { shardName } from '../core/shard.ts';
import { type TrialRecord, wasAskedNow } from '../core/trial.ts';
import { isTrialRecord } from '../core/trial-line.ts';
import type { Ports, Work } from '../evaluation/evaluation.ts';
import { readNumberedJsonLines } from '../report/json-lines.ts';
import { digestFile, openJournal } from '../runner/journal.ts';
import { countTrials } from '../runner/plan-trials.ts';
import { noTrials } from '../runner/run-trials.ts';
import { casesOfShard } from '../runner/shards.ts';
import type { ShardRun } from './read-shards.ts';
import type { RunFolder } from './run-folder.ts';
import { TrialPlaces } from './trial-places.ts';

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
  onRecord: (record: TrialRecord) => void,
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
        const record = 'value' in entry && isTrialRecord(entry.value) ? entry.value : undefined;
        if (record === undefined || places.take(record) !== 'taken') {
          problems.push(wrongLine(shard, entry.line, record));
          continue;
        }
        taken++;
        await journal.append(record);
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

function wrongLine({ path, name, run }: ShardRun, line: number, record: TrialRecord | undefined): Problem {
  const what = record && `${record.arm}, case ${record.case}, ${record.model}, repeat ${record.repeat}`;
  const message = what
    ? `this trial does not belong to ${shardName(run.shard)}, or stands there twice: ${what}`
    : 'this line is no trial';
  return { file: join(name === '' ? path : name, 'trials.jsonl'), line, message };
}

function count(totals: typeof noTrials, record: TrialRecord): void {
  totals[record.status]++;
  const isPaid = wasAskedNow(record);
  if (!isPaid) totals.cached++;
  if (isPaid) totals.usd += record.completion?.costUsd ?? 0;
  totals.judgeUsd += record.judge?.usd ?? 0;
}
