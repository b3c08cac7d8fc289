import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReviewEvidence } from '../../src/core/answer-review.ts';
import type { AttemptHistory, EarlierAttempts } from '../../src/core/attempts.ts';
import type { RectifiedDifference } from '../../src/core/calibration.ts';
import type {
  ClusterCounts,
  Comparison,
  FlakyCase,
  Interval,
  Regression,
  WorseSlice,
} from '../../src/core/comparison.ts';
import type { Completion, Usage } from '../../src/core/completion.ts';
import type { Drift, ServedModels, SinceRelease, SplitChange } from '../../src/core/drift.ts';
import type { Margin } from '../../src/core/gate.ts';
import { isJsonObject, type JsonObject } from '../../src/core/json.ts';
import type { JudgeRecord, JudgeSpend } from '../../src/core/judge.ts';
import type { PairRecord, PairReply } from '../../src/core/pair.ts';
import type { OutputSchema, PromptExtension, PromptFile, ToolCall, Variable } from '../../src/core/prompt.ts';
import type {
  FailureCount,
  JudgeCalibration,
  JudgeCheck,
  ReleasePlan,
  ReleaseSummary,
  RunFile,
  SentParameters,
  ServedModel,
  StoppedEarly,
  Unscored,
} from '../../src/core/run-file.ts';
import type { Metric } from '../../src/core/score.ts';
import type { ModelPairing, ModelSettings, TrialRecord } from '../../src/core/trial.ts';
import type { GateOutcome, Verdict } from '../../src/core/verdict.ts';
import { fixtureFolder, fixtures } from '../report/support.ts';
import { runCli } from '../support/run-cli.ts';
import { exampleProject, type TemporaryProject } from '../support/temporary-project.ts';

function readSchema(name: 'run' | 'trials'): JsonObject {
  const path = join(import.meta.dirname, `../../schema/${name}.schema.json`);
  return JSON.parse(readFileSync(path, 'utf8'));
}

const runSchema = readSchema('run');
const trialSchema = readSchema('trials');
// Strict: a word that no validator knows is a mistake.
const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, strictRequired: false });
const fitsRun = ajv.compile(runSchema);
const fitsTrial = ajv.compile(trialSchema);

function lines(text: string): unknown[] {
  return text.split('\n').flatMap((line) => {
    try {
      return line.trim() === '' ? [] : [JSON.parse(line)];
    } catch {
      // A process was killed while it wrote.
      return [];
    }
  });
}

function mistakes(fits: typeof fitsRun, value: unknown): string[] {
  return fits(value)
    ? []
    : (fits.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe('the published schemas', () => {
  it.each(fixtures)('fit the stored run %s', (name) => {
    const folder = fixtureFolder(name);
    const run = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'));
    expect(mistakes(fitsRun, run)).toEqual([]);
    if (name === 'inconclusive') return;
    for (const trial of lines(readFileSync(join(folder, 'trials.jsonl'), 'utf8'))) {
      expect(mistakes(fitsTrial, trial)).toEqual([]);
    }
  });

  it.each<[string, (run: RunFile) => unknown]>([
    ['a later format', (run) => ({ ...run, formatVersion: 2 })],
    ['no verdict', ({ verdict: _, ...run }) => run],
    ['an outcome of no kind', (run) => ({ ...run, verdict: { ...run.verdict, status: 'maybe' } })],
    [
      'a digest that is none',
      (run) => ({ ...run, arms: { ...run.arms, candidate: { ...run.arms.candidate, digest: 'x' } } }),
    ],
    [
      'a comparison without its interval',
      (run) => ({ ...run, comparisons: run.comparisons.map(({ interval: _, ...rest }) => rest) }),
    ],
  ])('refuse a run with %s', (_, change) => {
    const run: RunFile = JSON.parse(readFileSync(join(fixtureFolder('promoted'), 'run.json'), 'utf8'));
    expect(mistakes(fitsRun, change(run))).not.toEqual([]);
  });

  it('let fields through that are added later', () => {
    const run: RunFile = JSON.parse(readFileSync(join(fixtureFolder('promoted'), 'run.json'), 'utf8'));
    const [first] = run.comparisons;
    expect(mistakes(fitsRun, { ...run, later: 1, comparisons: [{ ...first, later: 1 }] })).toEqual([]);
  });

  const trial = { arm: 'baseline', case: 'a', model: 'm', repeat: 0, scores: [], attempts: 1 };
  const completion = {
    text: '',
    finishReason: 'stop',
    usage: null,
    costUsd: null,
    latencyMs: null,
    servedModel: null,
  };

  it.each([
    ['an answer', { ...trial, status: 'completed', completion }, true],
    ['a failure', { ...trial, status: 'failed', failure: { code: 'busy', message: '' } }, true],
    ['an answer that is not there', { ...trial, status: 'completed' }, false],
    [
      'a failure with an answer',
      { ...trial, status: 'failed', failure: { code: 'busy', message: '' }, completion },
      false,
    ],
    [
      'a score with neither value nor reason',
      { ...trial, status: 'completed', completion, scores: [{ metric: 'q' }] },
      false,
    ],
    [
      'a score of null',
      { ...trial, status: 'completed', completion, scores: [{ metric: 'q', value: null }] },
      false,
    ],
    [
      'an unscored answer',
      { ...trial, status: 'completed', completion, scores: [{ metric: 'q', unscored: 'why' }] },
      true,
    ],
    ['no arm', { ...trial, arm: undefined, status: 'completed', completion }, false],
    ['a pair', { pair: 'own', case: 'a', repeat: 0, scores: [{ metric: 'p', value: 0.5 }] }, true],
    [
      'a pair of another value',
      { pair: 'own', case: 'a', repeat: 0, scores: [{ metric: 'p', value: 2 }] },
      false,
    ],
  ])('know a trial with %s', (_, line, fits) => {
    expect(mistakes(fitsTrial, line).length === 0).toBe(fits);
  });
});

describe('a fresh run', () => {
  let project: TemporaryProject;
  beforeAll(async () => {
    project = await exampleProject();
  });
  afterAll(() => project.remove());

  it.each([['release support-triage'], ['run support-triage --first 5 --repeats 2']])(
    'fits them: %s',
    async (line) => {
      const result = await runCli([...line.split(' '), '--json', '--quiet'], { cwd: project.folder });
      const run = result.json<RunFile>();
      expect(mistakes(fitsRun, run)).toEqual([]);
      const trials = lines(await project.read(`reports/support-triage/${run.id}/trials.jsonl`));
      expect(trials).toHaveLength(run.trials.planned);
      expect(trials.flatMap((trial) => mistakes(fitsTrial, trial))).toEqual([]);
    },
  );
});

/** Every key of a type: leaving one out, or adding one, is an error of the type checker. */
type Keys<Type> = Record<keyof Type, true>;

const yes = true;

const run: Keys<RunFile> = {
  ...{
    formatVersion: yes,
    id: yes,
    prompt: yes,
    judges: yes,
    status: yes,
    arms: yes,
    head: yes,
    digests: yes,
    dataset: yes,
  },
  ...{
    split: yes,
    models: yes,
    pairings: yes,
    repeats: yes,
    cluster: yes,
    trials: yes,
    stoppedEarly: yes,
    looks: yes,
    latencies: yes,
    latencySample: yes,
    scoredFrom: yes,
    policy: yes,
    shard: yes,
    mergedFrom: yes,
    reviewedFrom: yes,
    reviews: yes,
  },
  ...{ metrics: yes, gates: yes, comparisons: yes, regressions: yes, regressed: yes, worseSlices: yes },
  ...{ flaky: yes, unscored: yes, sent: yes, served: yes, failures: yes, verdict: yes, drift: yes },
  ...{ sinceRelease: yes, prices: yes, spend: yes, startedAt: yes, finishedAt: yes, actor: yes, tool: yes },
  ...{ git: yes, attempt: yes, attempts: yes, warnings: yes, onInconclusive: yes, plan: yes, release: yes },
};
const interval: Keys<Interval> = { low: yes, high: yes, confidence: yes, method: yes };
const clusters: Keys<ClusterCounts> = { field: yes, count: yes, pairs: yes, wins: yes, losses: yes };
const comparison: Keys<Comparison> = {
  ...{
    metric: yes,
    model: yes,
    slice: yes,
    better: yes,
    baseline: yes,
    candidate: yes,
    delta: yes,
    interval: yes,
  },
  ...{ pairs: yes, wins: yes, losses: yes, missing: yes, paired: yes, passK: yes, flaky: yes, clusters: yes },
};
const worseSlice: Keys<WorseSlice> = {
  ...{ metric: yes, model: yes, slice: yes, wins: yes, losses: yes, cases: yes, pValue: yes, adjusted: yes },
  clusters: yes,
};
const flakyCase: Keys<FlakyCase> = { case: yes, model: yes, metric: yes, passed: yes, trials: yes };
const regression: Keys<Regression> = {
  ...{ case: yes, model: yes, metric: yes, delta: yes, baseline: yes, candidate: yes },
};
const unscored: Keys<Unscored> = {
  metric: yes,
  model: yes,
  arm: yes,
  count: yes,
  awaiting: yes,
  reason: yes,
  often: yes,
};
const reviewEvidence: Keys<ReviewEvidence> = { count: yes, by: yes, digest: yes };
const sentParameters: Keys<SentParameters> = { model: yes, arm: yes, parameters: yes, dropped: yes };
const servedModel: Keys<ServedModel> = { model: yes, arm: yes, ids: yes };
const failureCount: Keys<FailureCount> = { code: yes, model: yes, arm: yes, count: yes, message: yes };
const metric: Keys<Metric> = { id: yes, better: yes, kind: yes, range: yes, unit: yes, pairwise: yes };
const judge: Keys<JudgeCheck> = {
  ...{ metric: yes, kappaAtLeast: yes, gated: yes, evaluator: yes, version: yes, digest: yes, models: yes },
  ...{ asks: yes, spend: yes, flips: yes, calibration: yes },
};
const judgeSpend: Keys<JudgeSpend> = { calls: yes, usd: yes, unpriced: yes, cached: yes };
const flips: Keys<NonNullable<JudgeCheck['flips']>> = {
  ...{ asked: yes, flipped: yes, first: yes, second: yes, fit: yes },
};
const judgeCalibration: Keys<JudgeCalibration> = {
  ...{ run: yes, labelled: yes, agreement: yes, kappa: yes, difference: yes },
};
const rectifiedDifference: Keys<RectifiedDifference> = {
  ...{ judged: yes, rectified: yes, low: yes, high: yes, confidence: yes, labelledPairs: yes, pairs: yes },
};
const margin: Keys<Margin> = { kind: yes, value: yes };
const outcome: Keys<GateOutcome> = {
  ...{
    gate: yes,
    metric: yes,
    model: yes,
    slice: yes,
    status: yes,
    enforced: yes,
    reason: yes,
    interval: yes,
  },
  ...{ about: yes, limit: yes, seen: yes, cases: yes, expected: yes, actual: yes, text: yes },
};
const verdict: Keys<Verdict> = { status: yes, headline: yes, outcomes: yes };
const servedThen: Keys<ServedModels> = { model: yes, atRelease: yes, now: yes };
const drift: Keys<Drift> = { release: yes, releasedAt: yes, rescored: yes, sameGates: yes, served: yes };
const splitChange: Keys<SplitChange> = {
  ...{ metric: yes, model: yes, cases: yes, atRelease: yes, now: yes, candidate: yes, drift: yes, edit: yes },
};
const sinceRelease: Keys<SinceRelease> = {
  ...{ run: yes, releasedAt: yes, repriced: yes, metrics: yes, served: yes },
};
const earlierAttempts: Keys<EarlierAttempts> = {
  ...{ pass: yes, fail: yes, inconclusive: yes, unreadable: yes, elsewhere: yes },
};
const attempts: Keys<AttemptHistory> = {
  ...{ mode: yes, cases: yes, earlier: yes, falsePass: yes, candidates: yes, again: yes },
};
const modelSettings: Keys<ModelSettings> = { id: yes, model: yes, parameters: yes };
const pairing: Keys<ModelPairing> = { id: yes, own: yes, baseline: yes, candidate: yes };
const stoppedEarly: Keys<StoppedEarly> = {
  ...{ askedCases: yes, ofCases: yes, gate: yes, because: yes, savedCalls: yes },
};
const plan: Keys<ReleasePlan> = { action: yes, alias: yes, because: yes, awaits: yes };
const release: Keys<ReleaseSummary> = {
  alias: yes,
  seq: yes,
  from: yes,
  to: yes,
  override: yes,
  acceptedBy: yes,
};
const prompt: Keys<PromptFile> = {
  ...{ name: yes, description: yes, model: yes, modelParameters: yes, responseFormat: yes, jsonSchema: yes },
  ...{ messages: yes, 'x-prompteval': yes },
};
const extension: Keys<PromptExtension> = {
  ...{ variables: yes, owner: yes, risk: yes, changelog: yes, interface: yes, volume: yes, authority: yes },
  ...{ useCase: yes, tools: yes, toolChoice: yes, dropUnsupported: yes },
};
const variable: Keys<Variable> = {
  ...{ type: yes, required: yes, default: yes, maxLength: yes, sensitive: yes, description: yes },
};
const outputSchema: Keys<OutputSchema> = { name: yes, schema: yes, strict: yes };
const trialRecord: Keys<TrialRecord> = {
  ...{
    arm: yes,
    variant: yes,
    case: yes,
    model: yes,
    repeat: yes,
    status: yes,
    completion: yes,
    failure: yes,
    scores: yes,
  },
  ...{ attempts: yes, askedAt: yes, from: yes, judge: yes },
};
const pairRecord: Keys<PairRecord> = {
  ...{ pair: yes, row: yes, case: yes, repeat: yes, scores: yes, judge: yes, from: yes },
};
const pairReply: Keys<PairReply> = { first: yes, chose: yes, reason: yes };
const judgeRecord: Keys<JudgeRecord> = { calls: yes, usd: yes, unpriced: yes, cached: yes, by: yes };
const completion: Keys<Completion> = {
  ...{ text: yes, finishReason: yes, usage: yes, costUsd: yes, latencyMs: yes, lagMs: yes, servedModel: yes },
  ...{ toolCalls: yes, firstTokenMs: yes, dropped: yes },
};
const usage: Keys<Usage> = {
  ...{
    inputTokens: yes,
    outputTokens: yes,
    cachedInputTokens: yes,
    cacheWriteTokens: yes,
    reasoningTokens: yes,
  },
  estimated: yes,
};
const toolCall: Keys<ToolCall> = { id: yes, name: yes, arguments: yes };

/** The properties of a schema, or of a part of it by the way there. */
function propertiesOf(schema: JsonObject, way: string): string[] {
  const part = way
    .split('/')
    .filter(Boolean)
    .reduce<unknown>((found, step) => (isJsonObject(found) ? found[step] : undefined), schema);
  return isJsonObject(part) && isJsonObject(part.properties) ? Object.keys(part.properties).sort() : [];
}

const inRun: Record<string, object> = {
  '': run,
  ...Object.fromEntries(
    Object.entries({
      ...{ interval, clusters, comparison, worseSlice, flakyCase, regression, unscored, sentParameters },
      ...{ reviewEvidence },
      ...{ servedModel, failureCount, metric, margin, outcome, verdict, servedThen, drift, splitChange },
      ...{ sinceRelease, earlierAttempts, attempts, modelSettings, pairing, stoppedEarly, plan, release },
      ...{ prompt, variable, judge, judgeSpend, flips, judgeCalibration, rectifiedDifference },
    }).map(([name, keys]) => [`$defs/${name}`, keys]),
  ),
  '$defs/prompt/properties/x-prompteval': extension,
  '$defs/prompt/properties/jsonSchema': outputSchema,
};

const inTrials: Record<string, object> = {
  '$defs/trial': trialRecord,
  '$defs/pair': pairRecord,
  '$defs/pairReply': pairReply,
  '$defs/judge': judgeRecord,
  '$defs/completion': completion,
  '$defs/usage': usage,
  '$defs/toolCall': toolCall,
};

describe('what a run and a trial can have stands in their schemas', () => {
  it.each(Object.entries(inRun))('run.schema.json %s', (way, keys) => {
    expect(propertiesOf(runSchema, way)).toEqual(Object.keys(keys).sort());
  });

  it.each(Object.entries(inTrials))('trials.schema.json %s', (way, keys) => {
    expect(propertiesOf(trialSchema, way)).toEqual(Object.keys(keys).sort());
  });
});
