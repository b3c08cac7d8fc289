import { resolve } from 'node:path';
import { InputError } from '../core/errors.ts';
import type { Evaluator } from '../core/evaluator.ts';
import { isJsonObject } from '../core/json.ts';
import type { Problem } from '../core/problem.ts';
import { suggestion } from '../core/suggest.ts';

/** Where evaluators come from that a config names instead of importing them, as a JSON config must. */
export interface EvaluatorLoader {
  /** They check their options themselves. */
  builtIns: Record<string, (options: never) => Evaluator>;
  /** The default export of a file. */
  importFile(file: string): Promise<unknown>;
}

type Report = (index: number, problem: Omit<Problem, 'file' | 'line' | 'field'>) => void;

/** The evaluators of a prompt, in order; what is no evaluator is reported and left out. */
export async function resolveEvaluators(
  root: string,
  configs: readonly unknown[],
  loader: EvaluatorLoader,
  report: Report,
): Promise<Evaluator[]> {
  const evaluators: Evaluator[] = [];
  for (const [index, config] of configs.entries()) {
    const evaluator = await resolveEvaluator(root, config, loader, (problem) => report(index, problem));
    if (!evaluator) continue;
    const clash = evaluators.find((other) => shared(other, evaluator) !== undefined);
    if (clash) {
      const hint = 'Give one of them another name with its option `metric`';
      report(index, { message: `"${clash.name}" measures "${shared(clash, evaluator)}" already`, hint });
    }
    evaluators.push(evaluator);
  }
  return evaluators;
}

function shared(a: Evaluator, b: Evaluator): string | undefined {
  return a.metrics.find((metric) => b.metrics.some((other) => other.id === metric.id))?.id;
}

async function resolveEvaluator(
  root: string,
  config: unknown,
  loader: EvaluatorLoader,
  report: (problem: Omit<Problem, 'file' | 'line' | 'field'>) => void,
): Promise<Evaluator | undefined> {
  if (isEvaluator(config)) return config;
  const { use, ...options } =
    typeof config === 'string' ? { use: config } : isJsonObject(config) ? config : { use: null };
  const expected = 'an evaluator made with defineEvaluator, the name of a built-in or a path to a file';
  if (typeof use !== 'string') {
    report({
      message:
        typeof config === 'function'
          ? 'this is a function, not an evaluator; was it meant to be called?'
          : 'this is no evaluator',
      expected,
    });
    return undefined;
  }
  try {
    const builtIn = loader.builtIns[use];
    if (builtIn) return builtIn(withPatterns(options) as never);
    if (/^[.]{0,2}\//.test(use)) {
      const loaded = await loader.importFile(resolve(root, use));
      if (isEvaluator(loaded)) return loaded;
      report({ message: `${use} has no evaluator as its default export`, expected });
      return undefined;
    }
    const hint = suggestion(use, Object.keys(loader.builtIns));
    report({ message: `there is no built-in evaluator "${use}"`, expected, ...(hint && { hint }) });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const message =
      error instanceof InputError ? error.message : `${use} could not be loaded: ${error.message}`;
    report({ message });
  }
  return undefined;
}

/** JSON has no regular expressions: where an option is one, its text stands for it. */
function withPatterns(options: Record<string, unknown>): Record<string, unknown> {
  const patterns = ['extract', 'pattern'].filter((name) => typeof options[name] === 'string');
  return {
    ...options,
    ...Object.fromEntries(patterns.map((name) => [name, new RegExp(String(options[name]))])),
  };
}

function isEvaluator(value: unknown): value is Evaluator {
  return (
    typeof value === 'object' &&
    value !== null &&
    'evaluate' in value &&
    typeof value.evaluate === 'function' &&
    'metrics' in value &&
    Array.isArray(value.metrics)
  );
}
