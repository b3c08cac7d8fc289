import { type ClusteredCases, type Power, powerOf } from '../../comparison/power.ts';
import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { type Attempt, type AttemptMode, countEarlier } from '../../core/attempts.ts';
import { InputError, RefusedError } from '../../core/errors.ts';
import type { MetricDefinition } from '../../core/metrics.ts';
import { isAttempt } from '../../core/run-attempt.ts';
import type { RunFile } from '../../core/run-file.ts';
import { suggestion } from '../../core/suggest.ts';
import { gatesOfAttempt } from '../../gates/attempts.ts';
import { readAlias } from '../../registry/aliases.ts';
import type { Project } from '../opening/open-project.ts';
import type { EvaluatedRun } from '../runs/evaluated-run.ts';
import type { EvaluationOptions } from '../runs/evaluation-options.ts';
import { findRun, readRun } from '../runs/runs.ts';
import { evaluatePrompt } from './evaluation.ts';
import { clustersOf } from './run-clusters.ts';
import { readSelfRunValues } from './self-run-values.ts';

export interface PowerOptions
  extends Pick<EvaluationOptions, 'alias' | 'split' | 'concurrency' | 'maxCost' | 'progress' | 'signal'> {
  /** A stored run to read instead of a new one. */
  run?: string | undefined;
  /** Trials a case on each of the two sides; default 1, which makes two trials of each case. */
  repeats?: number | undefined;
  /** Only these metrics. */
  metrics?: readonly string[] | undefined;
}

/** One metric on one model. */
export interface MetricPower extends Power {
  metric: string;
  model: string;
  /** That of the prompt's gate on the metric as the next attempt is judged, or the default. */
  confidence: number;
  /** What the prompt's gate on all cases allows now, in score units; null where there is none. */
  allowed: number | null;
  /** Where that gate, or else the prompt, counts cases by cluster. */
  clusters?: Pick<ClusteredCases, 'field' | 'count'>;
}

export interface PowerReport {
  prompt: string;
  run: string;
  /** How many cases the run was about: those that a release is judged by, where it was not narrowed. */
  cases: number;
  metrics: MetricPower[];
}

const defaultConfidence = 0.95;

/**
 * What a prompt's dataset can prove and for how much, from a run of stable against itself.
 *
 * @throws InputError where nothing is live; RefusedError where the run did not finish.
 */
export async function measurePower(
  project: Project,
  prompt: ResolvedPrompt,
  options: PowerOptions,
): Promise<{ report: PowerReport; metrics: MetricDefinition[] }> {
  if (options.run === undefined) {
    // Before the calls, not after them.
    chooseMetrics(
      prompt.evaluators.flatMap((evaluator) => evaluator.metrics),
      options.metrics,
    );
  }
  const { run, folder } =
    options.run === undefined
      ? await runAgainstItself(project, prompt, options)
      : await openRun(project, prompt, options.run);
  if (run.status === 'incomplete') {
    throw new RefusedError(
      `Run ${run.id} did not finish, so it says nothing about the whole dataset. ${wayOn(run)}`,
      3,
    );
  }
  const metrics = chooseMetrics(run.metrics, options.metrics);
  const judged = { ...prompt, gates: gatesOfAttempt(prompt.gates, nextAfter(run, prompt.attempts)) };
  const models = await readSelfRunValues(run, folder);
  const cases = run.dataset.cases;
  const asked = new Map(metrics.map(({ id }) => [id, askedOf(judged, id)]));
  const clusters = await clustersOf(
    run,
    folder,
    new Set([...asked.values()].flatMap(({ cluster }) => cluster ?? [])),
  );
  return {
    metrics,
    report: {
      prompt: prompt.name,
      run: run.id,
      cases,
      metrics: metrics.flatMap((metric) =>
        models.map((values) => {
          const { confidence, allowed, cluster } = asked.get(metric.id) ?? askedOf(judged, metric.id);
          const clustered = clusters.get(cluster ?? '') ?? null;
          const { model, usdPerCall } = values;
          const question = { metric, cases, clusters: clustered, confidence, usdPerCall };
          const power = powerOf(values.casesOf(metric.id), question);
          return {
            metric: metric.id,
            model,
            confidence,
            allowed,
            ...(clustered && { clusters: { field: clustered.field, count: clustered.count } }),
            ...power,
          };
        }),
      ),
    },
  };
}

/** What a margin has to be proven at: the next candidate's attempt against the run's cases. */
function nextAfter(run: RunFile, mode: AttemptMode): Attempt {
  const before = run.attempts === undefined ? 0 : countEarlier(run.attempts.earlier);
  return { number: before + (isAttempt(run) ? 1 : 0) + 1, mode };
}

async function runAgainstItself(
  project: Project,
  prompt: ResolvedPrompt,
  { alias, split, repeats = 1, concurrency, maxCost, progress, signal }: PowerOptions,
): Promise<EvaluatedRun> {
  const head = (await readAlias(project.store, prompt.name, alias))?.to;
  if (head === undefined) {
    throw new InputError({
      message: `${alias} of ${prompt.name} names no version, so there is nothing to run against itself`,
      hint: `Release a first version: prompteval release ${prompt.name}`,
    });
  }
  const version = `@${head.version}`;
  return evaluatePrompt(project, prompt, {
    alias,
    head,
    baseline: version,
    candidate: version,
    split,
    repeats,
    concurrency,
    maxCost,
    progress,
    signal,
  });
}

async function openRun(project: Project, prompt: ResolvedPrompt, named: string): Promise<EvaluatedRun> {
  const stored = await findRun(project, named, prompt.name);
  const run: RunFile | null = await readRun(stored);
  if (run !== null) return { run, folder: stored.path };
  throw new InputError({
    message: `the run ${stored.id} was cut off before it had a result`,
    hint: wayOn(stored),
  });
}

/** The rest is asked by `run`, whose report says nothing of power. */
function wayOn({ prompt, id }: Pick<RunFile, 'prompt' | 'id'>): string {
  return `Go on with: prompteval run ${prompt} --resume --run ${id}, and then: prompteval power ${prompt} --run ${id}`;
}

function chooseMetrics(
  all: readonly MetricDefinition[],
  named: readonly string[] | undefined,
): MetricDefinition[] {
  // An unchanged prompt is preferred to itself neither way: what a judge of pairs adds is not in its repeats.
  const known = all.filter(({ pairwise }) => !pairwise);
  const ids = known.map((metric) => metric.id);
  if (ids.length === 0) {
    throw new InputError({
      field: 'evaluators',
      message: 'no evaluator scores this prompt, so there is no margin to prove',
      hint: 'Add one, such as exactMatch() or jsonSchema()',
    });
  }
  const problems = (named ?? [])
    .filter((id) => !ids.includes(id))
    .map((id) => ({
      field: '--metric',
      message: `no evaluator measures "${id}"`,
      hint: suggestion(id, ids) ?? `There is: ${ids.join(', ')}`,
    }));
  if (problems.length > 0) throw new InputError(problems);
  return known.filter((metric) => named === undefined || named.includes(metric.id));
}

interface Asked {
  confidence: number;
  allowed: number | null;
  cluster: string | undefined;
}

/** What the gate "no worse than the baseline" on all cases asks now; a relative margin depends on the baseline. */
function askedOf({ gates, cluster }: ResolvedPrompt, metric: string): Asked {
  const asking = gates.filter((gate) => gate.rule === 'noWorseThan' && gate.metric === metric);
  const gate = asking.find(({ slice, enforced }) => slice === null && enforced) ?? asking[0];
  if (gate?.rule !== 'noWorseThan') return { confidence: defaultConfidence, allowed: null, cluster };
  const isPlain = gate.margin.kind === 'absolute' && gate.slice === null;
  return {
    confidence: gate.confidence,
    allowed: isPlain ? gate.margin.value : null,
    cluster: gate.cluster ?? cluster,
  };
}
