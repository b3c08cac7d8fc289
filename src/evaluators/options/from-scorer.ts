import { InputError } from '../../core/errors.ts';
import type { Evaluator, EvaluatorContext } from '../../core/evaluator.ts';
import { isJsonObject, type Json } from '../../core/json.ts';
import type { Metric, Score } from '../../core/score.ts';
import { unscored } from './binary-score.ts';
import { builtIn } from './built-in.ts';
import { describe, metricProblems } from './metric-problems.ts';
import { checkOptions, type OptionCheck } from './options.ts';

/** What a scorer of autoevals or openevals is called with; each takes from it what it knows. */
export interface ScorerArguments {
  /** autoevals. What the case asks: its only variable, or all of them. */
  input: Json;
  output: string;
  expected: Json | undefined;
  /** openevals. */
  inputs: Json;
  outputs: string;
  referenceOutputs: Json | undefined;
  reference_outputs: Json | undefined;
}

/** Both libraries ask for further properties, each its own; what is called with all of them has no narrower type. */
export type Scorer = (args: never) => unknown;

export interface FromScorerOptions {
  /** Id of the metric. */
  metric: string;
  /** Default [0, 1]. */
  range?: [number, number];
  /** Default `score`. */
  kind?: Metric['kind'];
  /** Default `higher`. */
  better?: Metric['better'];
  /** Raise it when the scorer would score the same answer differently. Default `1`. */
  version?: string;
  timeoutMs?: number;
  /** What the scorer needs besides, or in another form: `({ variables }) => ({ context: variables.document })`. */
  arguments?: (context: EvaluatorContext) => Record<string, unknown>;
}

const anything: OptionCheck = () => undefined;

/** How the metric, the version and the time limit have to look is said where those of every evaluator are looked at. */
const optionChecks = {
  metric: anything,
  range: anything,
  kind: anything,
  better: anything,
  version: anything,
  timeoutMs: anything,
  arguments: (value) =>
    typeof value === 'function'
      ? undefined
      : { message: `is ${describe(value)}`, expected: 'a function such as ({ variables }) => ({ … })' },
} satisfies Record<keyof FromScorerOptions, OptionCheck>;

/**
 * A scorer of autoevals (`({ input, output, expected }) => ({ name, score, metadata })`) or openevals (`({ inputs, outputs,
 * referenceOutputs }) => ({ key, score, comment })`) as an evaluator. A score of null, which autoevals gives where it can't
 * tell, is unscored. Calls that a scorer makes to a model are its own: they are not cached, counted or limited here.
 *
 * @throws InputError for options that can't be used.
 */
export function fromScorer(scorer: Scorer, options: FromScorerOptions): Evaluator {
  checkOptions('fromScorer', options, optionChecks);
  const { metric: id, range = [0, 1], kind = 'score', better = 'higher', version = '1', timeoutMs } = options;
  const metric: Metric = { id, better, kind, range };
  const problems = metricProblems(metric, 'fromScorer');
  if (typeof scorer !== 'function') problems.push({ field: 'fromScorer', message: 'is given no function' });
  if (problems.length > 0) throw new InputError(problems);
  return builtIn({
    name: scorer.name || id,
    version,
    metrics: [metric],
    // The text of the function is part of the digest; what it closes over is not.
    options: { ...options, scorer },
    ...(timeoutMs !== undefined && { timeoutMs }),
    async evaluate(context) {
      const args = { ...argumentsOf(context), ...options.arguments?.(context) };
      return readScore(metric, await scorer(args as never));
    },
  });
}

function argumentsOf({
  case: { expected },
  variables,
  completion: { text },
}: EvaluatorContext): ScorerArguments {
  const values = Object.values(variables);
  const input = values.length === 1 && values[0] !== undefined ? values[0] : variables;
  return {
    input,
    output: text,
    expected,
    inputs: input,
    outputs: text,
    referenceOutputs: expected,
    reference_outputs: expected,
  };
}

/** The score of either library; openevals also gives true and false, and lists of one. */
function readScore(metric: Metric, returned: unknown): Score {
  const [result, ...others] = [returned].flat();
  if (others.length > 0) throw new Error(`it returned ${others.length + 1} scores`);
  const { score, comment, metadata }: Partial<Record<string, unknown>> =
    typeof result === 'object' && result !== null ? { ...result } : { score: result };
  const reason = reasonOf(comment, metadata);
  if (score === null) return unscored(metric.id, reason ?? 'the scorer could not tell');
  const value = typeof score === 'boolean' ? Number(score) : score;
  if (typeof value !== 'number') throw new Error('it returned no score');
  return { metric: metric.id, value, ...(reason !== undefined && { reason }) };
}

function reasonOf(comment: unknown, metadata: unknown): string | undefined {
  if (typeof comment === 'string') return comment;
  const rationale = isJsonObject(metadata) ? metadata.rationale : undefined;
  return typeof rationale === 'string' ? rationale : undefined;
}
