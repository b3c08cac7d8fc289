import { resolve } from 'node:path';
import { InputError } from '../core/errors.ts';
import type { Evaluator } from '../core/evaluator.ts';
import { isJsonObject } from '../core/json.ts';
import { withPatterns } from '../core/pattern-options.ts';
import type { Problem } from '../core/problem.ts';
import { suggestion } from '../core/suggest.ts';
import { loadProblems } from './load-problem.ts';
import { isRefused } from './refused-evaluators.ts';

/** Where evaluators come from that a config names instead of importing them, as a JSON config must. */
export interface EvaluatorLoader {
  /** They check their options themselves. */
  builtIns: Record<string, (options: never) => Evaluator>;
  /** The default export of a file. */
  importFile(file: string): Promise<unknown>;
  /** What keeps a value from being an evaluator: not every one is made with defineEvaluator. */
  problemsOf?(value: unknown): Problem[];
}

type Flaw = Omit<Problem, 'field'>;

/** The evaluators of a prompt, in order; what is no evaluator is reported and left out. */
export async function resolveEvaluators(
  root: string,
  configs: readonly unknown[],
  loader: EvaluatorLoader,
  report: (index: number, flaw: Flaw) => void,
): Promise<Evaluator[]> {
  const evaluators: Evaluator[] = [];
  for (const [index, config] of configs.entries()) {
    const found = await findEvaluator(root, config, loader);
    if (Array.isArray(found)) {
      for (const flaw of found) report(index, flaw);
      continue;
    }
    const clash = evaluators.find((other) => shared(other, found) !== undefined);
    if (clash) {
      const hint = 'Give one of them another name with its option `metric`';
      report(index, { message: `"${clash.name}" measures "${shared(clash, found)}" already`, hint });
    }
    const measured = evaluators.flatMap((other) => other.metrics.map((metric) => metric.id));
    for (const needed of found.needsMetrics?.filter((id) => !measured.includes(id)) ?? []) {
      const hint = suggestion(needed, measured) ?? 'Put the evaluator that measures it first';
      report(index, {
        message: `"${found.name}" needs "${needed}", which no evaluator before it measures`,
        hint,
      });
    }
    const compared = evaluators.flatMap(({ metrics }) => metrics.filter(({ pairwise }) => pairwise));
    for (const { id } of compared.filter(({ id }) => found.needsMetrics?.includes(id))) {
      const hint = 'Give it a gate of its own';
      report(index, {
        message: `"${found.name}" needs "${id}", which is about two answers and no score of one`,
        hint,
      });
    }
    evaluators.push(found);
  }
  return evaluators;
}

function shared(a: Evaluator, b: Evaluator): string | undefined {
  return a.metrics.find((metric) => b.metrics.some((other) => other.id === metric.id))?.id;
}

const expected = 'an evaluator made with defineEvaluator, the name of a built-in or a path to a file';

/** The evaluator that an entry is or names, or everything that is wrong with it and was not said yet. */
async function findEvaluator(
  root: string,
  config: unknown,
  loader: EvaluatorLoader,
): Promise<Evaluator | Flaw[]> {
  if (looksLikeEvaluator(config)) return checked(config, loader);
  if (typeof config === 'function') {
    return [{ message: 'this is a function, not an evaluator; was it meant to be called?', expected }];
  }
  const { use, ...options } =
    typeof config === 'string' ? { use: config } : isJsonObject(config) ? config : {};
  if (typeof use !== 'string') return [{ message: 'this is no evaluator', expected }];
  const builtIn = Object.hasOwn(loader.builtIns, use) ? loader.builtIns[use] : undefined;
  if (builtIn) return makeBuiltIn(builtIn, options);
  if (/^[.]{0,2}\//.test(use)) return loadEvaluator(resolve(root, use), use, options, loader);
  const hint = suggestion(use, Object.keys(loader.builtIns));
  return [{ message: `there is no built-in evaluator "${use}"`, expected, ...(hint && { hint }) }];
}

function makeBuiltIn(
  builtIn: (options: never) => Evaluator,
  options: Record<string, unknown>,
): Evaluator | Flaw[] {
  try {
    return builtIn(withPatterns(options) as never);
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(asFlaw);
    if (error instanceof SyntaxError) return [{ message: error.message }];
    throw error;
  }
}

async function loadEvaluator(
  file: string,
  use: string,
  options: Record<string, unknown>,
  loader: EvaluatorLoader,
): Promise<Evaluator | Flaw[]> {
  const [option] = Object.keys(options);
  if (option !== undefined) {
    return [
      { message: `"${option}" is given to ${use}, but a file takes no options`, expected: 'the path alone' },
    ];
  }
  try {
    const loaded = await loader.importFile(file);
    if (looksLikeEvaluator(loaded)) return checked(loaded, loader);
    return [{ message: `${use} has no evaluator as its default export`, expected }];
  } catch (error) {
    if (isMissing(file, error)) return [{ message: `the evaluator file ${use} does not exist` }];
    return loadProblems(error, file, use, []).map(asFlaw);
  }
}

/** Not of a module that the file imports; a path may leave its extension out, so looking for the file does not tell. */
function isMissing(file: string, error: unknown): boolean {
  return error instanceof Error && error.message.startsWith(`Cannot find module '${file}'`);
}

function checked(evaluator: Evaluator, loader: EvaluatorLoader): Evaluator | Flaw[] {
  if (isRefused(evaluator)) return [];
  const problems = loader.problemsOf?.(evaluator) ?? [];
  return problems.length === 0 ? evaluator : problems.map(asFlaw);
}

/** The field of an evaluator's own problem is no field of the config: it becomes part of what is said. */
function asFlaw({ field, message, ...rest }: Problem): Flaw {
  return { ...rest, message: field === undefined ? message : `${field}: ${message}` };
}

function looksLikeEvaluator(value: unknown): value is Evaluator {
  return (
    typeof value === 'object' &&
    value !== null &&
    'evaluate' in value &&
    typeof value.evaluate === 'function' &&
    'metrics' in value &&
    Array.isArray(value.metrics)
  );
}
