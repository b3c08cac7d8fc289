import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { type CacheMode, writesCache } from '../../core/cache-mode.ts';
import type { Case } from '../../core/case.ts';
import { type Evaluator, modelsOf } from '../../core/evaluator.ts';
import type { PairRecord } from '../../core/pair.ts';
import type { ProgressSink } from '../../core/progress.ts';
import { type Shard, shardName } from '../../core/shard.ts';
import type { TrialRecord } from '../../core/trial.ts';
import type { Work } from '../../evaluation/evaluation.ts';
import { renderPrompt } from '../../prompts/render.ts';
import { expectedOutputTokens, expectedUsage } from '../../providers/token-estimate.ts';
import { estimateUsage } from '../../providers/usage-estimate.ts';
import type { LiveCases } from '../../report/cases/live-cases.ts';
import { digestFile, type Journal, openJournal } from '../../runner/journal.ts';
import { Pairs } from '../../runner/pairs.ts';
import { countPairs, couplesOf, lanesOf, type TrialPlan } from '../../runner/plan-trials.ts';
import { type PartsTotals, runInParts } from '../../runner/run-in-parts.ts';
import type { RunnerPorts } from '../../runner/run-trials.ts';
import { createAnswerCache } from '../models/answer-cache.ts';
import { requireWritable, type UnkeptAnswer } from '../models/answer-files.ts';
import { cacheSettings } from '../models/cache-settings.ts';
import { expectedJudging, expectedReply, plannedJudgeCalls } from '../models/judge-calls.ts';
import { priceTable } from '../models/price-table.ts';
import { createProviderPool } from '../models/providers.ts';
import { requirePrices } from '../models/require-prices.ts';
import type { Project } from '../opening/open-project.ts';
import type { ImageFiles } from '../prompts/image-files.ts';
import { type KeptTrials, keepTrials, nothingKept } from '../runs/kept-trials.ts';
import { createRunFolder, keepCasesAgain, type RunFolder, removeResult } from '../runs/run-folder.ts';
import { markRunning } from '../runs/run-marker.ts';
import { type RunStart, writeStart } from '../runs/run-start.ts';
import type { UnfinishedRun } from '../runs/unfinished-run.ts';
import { openWaiting } from '../runs/waiting-answers.ts';
import { boundGarbage } from './bound-garbage.ts';
import { warnOfCommitted, warnOfUnkept } from './cache-warnings.ts';

export interface RunAndScoreOptions {
  folder: RunFolder;
  /** What the run set out to do; absent of one that can't go on when it is cut off. */
  start?: RunStart;
  /** What is in the folder already belongs to it, and is not asked again. */
  resumed?: UnfinishedRun | undefined;
  /** The baseline's trials, where another run asked them: they are kept with the others and not asked again. */
  taken?: AsyncIterable<TrialRecord> | undefined;
  /** What progress is headed by; default: which version against which. */
  title?: string | undefined;
  /** Those that the cases were checked with. */
  images: ImageFiles;
  concurrency?: number | undefined;
  shard?: Shard | undefined;
  /** The revision whose policy judges. */
  policyFrom?: string | undefined;
  /** Default: the config's. */
  cache?: CacheMode | undefined;
  maxCost?: number | undefined;
  /** It is seen by somebody while it is made: no call starts that may pass the cap. */
  isWatched?: boolean | undefined;
  /** Of a new run: takes its trials for the report. */
  cases?: LiveCases | undefined;
  progress: ProgressSink;
  signal: AbortSignal;
}

/**
 * Asks the models and scores what they answer, journalled line by line. A new run that fails before its first answer
 * leaves nothing behind; one that goes on keeps what it has.
 */
export async function runAndScore(
  project: Project,
  options: RunAndScoreOptions,
  { plan, course, evaluators, evaluatorsOf, live }: Work,
  onRecord: (record: TrialRecord | PairRecord) => void,
): Promise<PartsTotals & { trialsDigest: string }> {
  const { folder, images, taken, cases, progress, signal } = options;
  boundGarbage(plan.cases.length);
  const asked = taken === undefined ? plan : { ...plan, baseline: null };
  const models = [...new Set(lanesOf(asked).map((lane) => lane.settings.model))];
  const judges = evaluators.flatMap(modelsOf);
  const pairs = pairsOf(plan, evaluators);
  const called = [...new Set([...models, ...judges])];
  const prices = priceTable(project.config);
  const maxCost = options.maxCost ?? project.config.maxCost;
  if (maxCost !== null) requirePrices(called, prices, evaluators);
  const answerTokens = longestAnswer(plan);
  const pool = createProviderPool(project.config, { concurrency: options.concurrency });
  await pool.prepare(called);
  const cache = await cacheSettings(project, options.cache ?? project.config.cache, options.policyFrom);
  if (writesCache(cache.mode)) requireWritable(cache.folder);
  const unkept: UnkeptAnswer[] = [];
  let committed = 0;
  await prepareFolder(options, plan.cases);
  let journal: Journal | undefined;
  let answers: Awaited<ReturnType<typeof openWaiting>> | undefined;
  let recorded = 0;
  try {
    const kept = options.resumed ? await keepTrials(folder, plan, pairs, onRecord) : nothingKept;
    const versions = options.title ?? titleOf(plan, taken !== undefined);
    const title = versions + (options.shard ? `, ${shardName(options.shard)}` : '');
    startProgress(progress, asked, evaluators, kept, { run: basename(folder.path), maxCost, title });
    journal = openJournal(folder.trials);
    if (options.start && judges.length > 0) answers = await openWaiting(folder, kept.waiting);
    const { append } = journal;
    const keep = async (record: TrialRecord | PairRecord) => {
      const place = await append(JSON.stringify(record));
      onRecord(record);
      cases?.add(record, place);
    };
    const before = { ...kept.totals };
    for await (const record of taken ?? []) {
      await keep(record);
      before[record.status]++;
      before.cached++;
      pairs?.keep(record);
    }
    const ports: RunnerPorts = {
      providerOf: pool.providerOf,
      render: (prompt, testCase) => images.loadInto(renderPrompt(prompt, testCase.variables)),
      estimateUsage: (messages, tools, { text }) => estimateUsage({ messages, tools, answer: text }),
      expectedUsage,
      expectedReply,
      expectedJudging: (testCase, about) =>
        expectedJudging(evaluators, testCase, about, { answerTokens, priceOf: prices.priceOf }),
      priceOf: prices.priceOf,
      evaluators,
      evaluatorsOf,
      waiting: answers?.waiting,
      answers: createAnswerCache(cache, plan, live, {
        onUnkept: (problem) => unkept.push(problem),
        onCommitted: () => committed++,
      }),
      async record(record) {
        await keep(record);
        recorded++;
      },
      pairs,
      recordPair: keep,
      progress,
      signal,
      maxCost,
      isCapStrict: options.isWatched,
    };
    cases?.begin();
    const remaining = { ...asked, isKept: kept.isKept };
    const ran = await runInParts(remaining, course, models, ports, before);
    const { size = 0, usd = 0 } = answers?.waiting ?? {};
    const totals = { ...ran, ...((size > 0 || usd > 0) && { waiting: { answers: size, usd } }) };
    await journal.close();
    await answers?.close();
    emitStop(progress, totals);
    return { ...totals, trialsDigest: await digestFile(folder.trials) };
  } catch (error) {
    await journal?.close().catch(() => undefined);
    await answers?.close().catch(() => undefined);
    const hasPaid = recorded > 0 || answers?.waiting.isEmpty === false;
    if (!hasPaid && !options.resumed) await rm(folder.path, { recursive: true, force: true });
    throw error;
  } finally {
    await pool.close();
    progress.emit({ type: 'run-finished' });
    warnOfUnkept(project, unkept);
    warnOfCommitted(project, committed);
  }
}

function emitStop(progress: ProgressSink, { stopped, usd, judgeUsd, waiting }: PartsTotals): void {
  if (stopped === null) return;
  const because = typeof stopped === 'object' ? 'looked' : stopped;
  progress.emit({ type: 'run-stopped', because, usd: usd + judgeUsd + (waiting?.usd ?? 0) });
}

/** Where evaluators compare the arms' answers, those of both. */
function pairsOf(plan: TrialPlan, evaluators: readonly Evaluator[]): Pairs | undefined {
  const couples = couplesOf(plan);
  if (couples.length === 0 || !evaluators.some(({ compare }) => compare)) return undefined;
  return new Pairs(couples, plan.cases);
}

/** Tokens of the longest answers that are expected. */
function longestAnswer(plan: TrialPlan): number {
  return Math.max(...lanesOf(plan).map(({ settings }) => expectedOutputTokens(settings.parameters)));
}

/** From here on the run can go on after whatever happens, where it says how it was begun. */
async function prepareFolder(
  { folder, start, resumed }: RunAndScoreOptions,
  cases: readonly Case[],
): Promise<void> {
  if (resumed) await keepCasesAgain(folder, cases);
  else await createRunFolder(folder, cases, start);
  if (start) await markRunning(folder.path, basename(folder.path));
  if (resumed) await removeResult(folder);
  // Of the limits the last that were given hold, also where it is cut off again.
  if (resumed && start) await writeStart(folder.path, start);
}

function titleOf({ baseline, candidate }: TrialPlan, isTaken: boolean): string {
  const name = candidate.version === null ? 'draft' : `v${candidate.version}`;
  if (isTaken) return `${name} now against then`;
  return baseline ? `${name} vs v${baseline.version}` : `${name}, no baseline yet`;
}

function startProgress(
  progress: ProgressSink,
  plan: TrialPlan,
  evaluators: readonly Evaluator[],
  kept: KeptTrials,
  { run, title, maxCost }: { run: string; title: string; maxCost: number | null },
): void {
  const perLane = plan.cases.length * plan.repeats;
  const planned = new Map<string, number>();
  for (const { settings } of lanesOf(plan))
    planned.set(settings.id, (planned.get(settings.id) ?? 0) + perLane);
  const calls = [...planned.values()].reduce((sum, count) => sum + count, 0);
  const judging = plannedJudgeCalls(evaluators, plan.cases, {
    answers: { calls, outputTokens: 0 },
    pairs: countPairs(plan),
  }).reduce((sum, judge) => sum + judge.calls, 0);
  const judged = kept.judges.calls + (kept.judges.cached ?? 0);
  progress.emit({
    type: 'run-started',
    run,
    prompt: plan.candidate.prompt.name,
    title,
    models: [...planned].map(([id, count]) => {
      const before = kept.byModel.get(id);
      return { id, planned: count, ...(before && { kept: before }) };
    }),
    ...(judging > 0 && {
      judges: { planned: judging, kept: { calls: judged, costUsd: kept.judges.usd } },
    }),
    maxCost,
  });
}
