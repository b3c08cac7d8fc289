import { canonicalJson } from '../../core/digest.ts';
import { InputError } from '../../core/errors.ts';
import type { Problem } from '../../core/problem.ts';
import type { AskedFor } from './asked-for.ts';
import type { EvaluationOptions } from './evaluation-options.ts';
import type { UnfinishedRun } from './unfinished-run.ts';

/**
 * The options of a run that goes on: what it was asked for, and of those of now what changes no number.
 *
 * @throws InputError where one of now asks for something else.
 */
export function resumedOptions(options: EvaluationOptions, run: UnfinishedRun): EvaluationOptions {
  const { asked } = run.start;
  const problems = askedOtherwise(options, asked);
  if (problems.length > 0) throw new InputError(problems);
  const { progress, signal } = options;
  return {
    ...asked,
    concurrency: options.concurrency ?? asked.concurrency,
    cache: options.cache ?? asked.cache,
    maxCost: options.maxCost ?? asked.maxCost,
    progress,
    signal,
    resumed: run,
  };
}

const flags: Record<Exclude<keyof AskedFor, 'alias' | 'cache' | 'maxCost' | 'concurrency'>, string> = {
  candidate: '--candidate',
  baseline: '--baseline',
  models: '--model',
  filter: '--filter',
  first: '--first',
  cases: '--case',
  split: '--split',
  shard: '--shard',
  repeats: '--repeats',
  policyFrom: '--policy-from',
};

function askedOtherwise(options: EvaluationOptions, asked: AskedFor): Problem[] {
  const given = (Object.keys(flags) as (keyof typeof flags)[]).filter((key) => options[key] !== undefined);
  const problems = given
    .filter((key) => canonicalJson(options[key]) !== canonicalJson(asked[key] ?? null))
    .map((key) => otherwise(flags[key], asked[key]));
  // The option has a default, so it can't be told whether that was typed.
  const isOtherAlias = options.alias !== 'stable' && options.alias !== asked.alias;
  return isOtherAlias ? [...problems, otherwise('--alias', asked.alias)] : problems;
}

function otherwise(field: string, asked: unknown): Problem {
  return {
    field,
    message: 'does not go with --resume: the run was begun with another one, or without',
    ...(asked !== undefined && { expected: JSON.stringify(asked) }),
    hint: 'Leave it out, or make a new run',
  };
}
