import { existsSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { staysFailed } from '../../core/failed-trials.ts';
import { addSpend, type JudgeSpend, noSpend } from '../../core/judge.ts';
import { isPair, type PairRecord } from '../../core/pair.ts';
import { isPairRecord } from '../../core/pair-line.ts';
import { type PlannedTrial, type TrialRecord, wasAskedNow } from '../../core/trial.ts';
import { isTrialRecord } from '../../core/trial-line.ts';
import { readJsonLines } from '../../report/json-lines.ts';
import { temporaryPath } from '../../report/temporary-files.ts';
import type { Pairs } from '../../runner/pairs.ts';
import type { TrialPlan } from '../../runner/plan-trials.ts';
import { noTrials, type RunnerTotals } from '../../runner/run-trials.ts';
import { isReply, spendOf, type Waiting } from '../../runner/waiting-answers.ts';
import type { RunFolder } from './run-folder.ts';
import { type PlacesPlan, TrialPlaces } from './trial-places.ts';
import { readWaiting } from './waiting-answers.ts';

/** What a run that goes on has already. */
export interface KeptTrials {
  totals: RunnerTotals;
  /** By the model's id in the plan. */
  byModel: ReadonlyMap<string, { completed: number; costUsd: number }>;
  judges: JudgeSpend;
  /** Answers whose judges are still to be asked, and what some have replied. */
  waiting: readonly Waiting[];
  isKept?: (trial: PlannedTrial) => boolean;
}

export const nothingKept: KeptTrials = { totals: noTrials, byModel: new Map(), judges: noSpend, waiting: [] };

/**
 * Takes over what an earlier part of the run has completed, and what waits there; `onRecord` sees each of these trials and pairs. `pairs` is told of the
 * trials, and knows from then on which pairs are still to be judged.
 */
export async function keepTrials(
  folder: RunFolder,
  plan: TrialPlan,
  pairs: Pairs | undefined,
  onRecord: (record: TrialRecord | PairRecord) => void,
): Promise<KeptTrials> {
  const totals = { ...noTrials };
  const byModel = new Map<string, { completed: number; costUsd: number }>();
  let judges = noSpend;
  const places = await keepCompleted(folder.trials, plan, pairs, (record) => {
    judges = addSpend(judges, record.judge ?? noSpend);
    totals.judgeUsd += record.judge?.usd ?? 0;
    onRecord(record);
    if (isPair(record)) return;
    if (record.status === 'failed') {
      totals.failed++;
      return;
    }
    const isPaid = wasAskedNow(record);
    const costUsd = isPaid ? (record.completion?.costUsd ?? 0) : 0;
    totals.completed++;
    if (!isPaid) totals.cached++;
    totals.usd += costUsd;
    const before = byModel.get(record.model) ?? { completed: 0, costUsd: 0 };
    byModel.set(record.model, {
      completed: before.completed + 1,
      costUsd: before.costUsd + costUsd,
    });
  });
  const isKept = ({ arm, case: { id }, settings, repeat }: PlannedTrial) =>
    places.has({ arm: arm.name, case: id, model: settings.id, repeat });
  const waiting = await readWaiting(folder, places, pairs);
  judges = addSpend(judges, spendOf(waiting.filter(isReply)));
  return { totals, byModel, judges, waiting, isKept };
}

/** Lines that are written at once. */
const batch = 500;

/**
 * Brings the journal of a run that was cut off into the state from which it can go on, and hands on what stays: each
 * completed trial of the plan once, and what was said of each pair of them. A torn line goes, and so does a trial that
 * failed on the way to the model, which is asked again; what the model itself refused stays so. The file is replaced as a whole or not at all.
 */
async function keepCompleted(
  journal: string,
  plan: PlacesPlan,
  pairs: Pairs | undefined,
  onKept: (record: TrialRecord | PairRecord) => void,
): Promise<TrialPlaces> {
  const places = new TrialPlaces(plan);
  if (!existsSync(journal)) return places;
  const temporary = temporaryPath(journal, 'tmp');
  const file = await open(temporary, 'w');
  try {
    await copyCompleted(journal, file, { places, pairs }, onKept);
    await file.datasync();
    await file.close();
    await rename(temporary, journal);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
  return places;
}

async function copyCompleted(
  journal: string,
  file: FileHandle,
  { places, pairs }: { places: TrialPlaces; pairs: Pairs | undefined },
  onKept: (record: TrialRecord | PairRecord) => void,
): Promise<void> {
  let lines: string[] = [];
  const flush = async () => {
    await file.appendFile(lines.join(''));
    lines = [];
  };
  for await (const line of readJsonLines(journal, () => undefined)) {
    if (isTrialRecord(line)) {
      const isKept = line.status === 'completed' || staysFailed(line.failure?.code);
      if (!isKept || places.take(line) !== 'taken') continue;
      pairs?.keep(line);
    } else if (!isPairRecord(line) || !pairs?.isJudged(line)) continue;
    lines.push(`${JSON.stringify(line)}\n`);
    onKept(line);
    if (lines.length >= batch) await flush();
  }
  await flush();
}
