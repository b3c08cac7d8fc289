import { rm } from 'node:fs/promises';
import { InterruptedError } from '../../core/errors.ts';
import type { PairRecord } from '../../core/pair.ts';
import type { RunFile } from '../../core/run-file.ts';
import type { TrialRecord } from '../../core/trial.ts';
import type { Ports, Work } from '../../evaluation/evaluation.ts';
import { digestFile, openJournal } from '../../runner/journal.ts';
import { createRunFolder, type RunFolder } from '../runs/run-folder.ts';
import type { StoredRun } from '../runs/runs.ts';
import { openStoredPairs } from '../runs/stored-pairs.ts';
import { scoreAnswers } from './score-answers.ts';
import { answersOfSource } from './stored-source.ts';

/** A stored run, and the metrics whose scores stand. */
export interface ScoredSource {
  stored: StoredRun;
  run: RunFile;
  alike: ReadonlySet<string>;
}

/** Nothing is left behind where it is interrupted or fails: it can be done again at no cost. */
export async function scoreInto(
  folder: RunFolder,
  { stored, run, alike }: ScoredSource,
  work: Work,
  signal: AbortSignal,
  onRecord: (record: TrialRecord | PairRecord) => void,
): ReturnType<Ports['runAndScore']> {
  const { plan, evaluators } = work;
  const pairs = await openStoredPairs(stored, run, work, alike);
  await createRunFolder(folder, plan.cases);
  const journal = openJournal(folder.trials);
  const count = { completed: 0, failed: 0 };
  const keep = async (record: TrialRecord | PairRecord) => {
    if (signal.aborted) throw new InterruptedError('Nothing was kept');
    await journal.append(JSON.stringify(record));
    onRecord(record);
  };
  try {
    for await (const record of scoreAnswers(answersOfSource(stored, run, plan), evaluators, alike)) {
      await keep(record);
      count[record.status]++;
      for (const pair of await pairs.scoredWith(record)) await keep(pair);
    }
    await journal.close();
  } catch (error) {
    await journal.close().catch(() => undefined);
    await rm(folder.path, { recursive: true, force: true });
    throw error;
  }
  const cached = count.completed + count.failed;
  return {
    ...count,
    cached,
    usd: 0,
    judgeUsd: 0,
    stopped: null,
    trialsDigest: await digestFile(folder.trials),
  };
}
